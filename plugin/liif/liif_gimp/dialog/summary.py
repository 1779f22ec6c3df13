# SPDX-License-Identifier: GPL-3.0-or-later
"""What an order makes of the image, in words and numbers."""

from __future__ import annotations

from liif_gimp.geometry import Size
from liif_gimp.orders import Resolution
from liif_gimp.printing import on_paper
from liif_gimp.words import _, short


def extent(size: Size, resolution: Resolution) -> str:
    """In pixels and on paper."""
    across, down = on_paper(size, resolution)
    values = {
        "width": size.width,
        "height": size.height,
        "megapixels": short(size.width * size.height / 1e6),
        "across": short(across),
        "down": short(down),
        "ppi": resolution[0],
    }
    return (
        _(
            "%(width)d x %(height)d pixels (%(megapixels)s MP), "
            "%(across)s x %(down)s cm at %(ppi).0f PPI"
        )
        % values
    )


def memory(size: Size, pixel_bytes: int) -> str:
    """What a layer of this size takes."""
    mebibytes = size.width * size.height * pixel_bytes / 2**20
    if mebibytes >= 1024:
        return _("%(memory)s GiB") % {"memory": short(mebibytes / 1024)}
    return _("%(memory)s MiB") % {"memory": short(mebibytes)}


def duration(seconds: float) -> str:
    """As precise as an estimate can be."""
    if seconds < 1:
        return _("less than a second")
    if seconds < 100:
        return _("about %(seconds).0f s") % {"seconds": seconds}
    minutes = round(seconds / 60)
    if minutes < 100:
        return _("about %(minutes)d min") % {"minutes": minutes}
    return _("about %(hours)s h") % {"hours": short(minutes / 60)}
