# SPDX-License-Identifier: GPL-3.0-or-later
"""What an order makes of the image, in words and numbers."""

from __future__ import annotations

from liif_gimp.geometry import Size
from liif_gimp.orders import Resolution
from liif_gimp.printing import on_paper


def extent(size: Size, resolution: Resolution) -> str:
    """In pixels and on paper."""
    across, down = on_paper(size, resolution)
    return (
        f"{size.width} x {size.height} pixels ({_short(size.width * size.height / 1e6)} MP), "
        f"{_short(across)} x {_short(down)} cm at {resolution[0]:.0f} PPI"
    )


def memory(size: Size, pixel_bytes: int) -> str:
    """What a layer of this size takes."""
    mebibytes = size.width * size.height * pixel_bytes / 2**20
    if mebibytes >= 1024:
        return f"{_short(mebibytes / 1024)} GiB"
    return f"{_short(mebibytes)} MiB"


def duration(seconds: float) -> str:
    """As precise as an estimate can be."""
    if seconds < 1:
        return "less than a second"
    if seconds < 100:
        return f"about {seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"about {minutes} min" if minutes < 100 else f"about {minutes / 60:.1f} h"


def _short(value: float) -> str:
    """Two digits, or all before the point."""
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"
