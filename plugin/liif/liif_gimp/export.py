# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing the smallest JPEG of an image."""

from __future__ import annotations

from dataclasses import replace

from gimpfu import gimp

from liif_gimp import smallest_jpeg
from liif_gimp.call import Call
from liif_gimp.words import _


def export(call: Call) -> tuple[int, int, float]:
    """Write the file that was asked for; returns its quality, its bytes and how alike it is.

    Raises :class:`gimpfu.error`, with a file that was there as it was.
    """
    image, values = call.image, call.values
    overwrite = values["overwrite"]
    path = smallest_jpeg.free(values["file"], overwrite=overwrite)
    flat = smallest_jpeg.Flat.of(image)
    with call.plugin.engine as engine:
        said = smallest_jpeg.find(engine, flat, values["similarity"])
    size = smallest_jpeg.write(
        image, flat, path, said, metadata=values["metadata"], overwrite=overwrite
    )
    return said["quality"], size, said["similarity"]


def export_again(call: Call) -> tuple[int, int, float]:
    """As :func:`export`, into a new file that is named after the image and told."""
    path = smallest_jpeg.free_name(call.image)
    values = {**call.values, "file": str(path), "overwrite": False}
    quality, size, alike = export(replace(call, values=values))
    told = _("The smallest JPEG was written to %(file)s (%(size)s).")
    gimp.message(told % {"file": path, "size": smallest_jpeg.readable(size)})
    return quality, size, alike
