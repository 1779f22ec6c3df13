# SPDX-License-Identifier: Apache-2.0
"""TIFF files of every kind."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from liif_core.pictures.content import Content
from liif_core.pictures.exif import put_orientation
from liif_core.pictures.limits import check_size
from liif_core.pictures.tiff_metadata import LOSSY, read_metadata
from liif_core.pictures.tiff_pages import find_page

if TYPE_CHECKING:
    from pathlib import Path

    import tifffile

    from liif_core.pictures.tiff_samples import PageSamples

# What it logs of damaged files would be printed; it raises where it cannot go on.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_MAGIC = frozenset({b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"})
_ORIENTATION, _ACROSS, _DOWN, _UNIT = 274, 282, 283, 296
_UPRIGHT = 1
_INCHES = {2: 1.0, 3: 2.54}
"""In which resolutions are given, by the number of the unit."""


def is_tiff(path: Path) -> bool:
    """Whether the file begins as a TIFF or BigTIFF does. Raises :class:`OSError`."""
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


def read(path: Path, page: int | None = None) -> Content:
    """The content of a TIFF: of its full page number ``page``, from 1, or of its first.

    Raises :class:`LiifError` for pages, compressions and colours that cannot be had, and whatever
    the decoders raise on damaged files.
    """
    # Here, as nearly all pictures are none, and it takes longer to load than Pillow.
    import tifffile

    from liif_core.pictures.tiff_samples import read_profile, read_samples

    with tifffile.TiffFile(path) as file:
        taken, notes = find_page(path, file, page)
        check_size(path, taken.imagewidth, taken.imagelength)
        found = read_samples(path, taken)
        icc = found.icc
        if icc is None and len(taken.treeindex) > 1:
            icc = read_profile(file.pages.first.aspage())
        content = Content(found.samples, icc, None, None, bits=_find_bits(taken, found))
        content = read_metadata(path, content)
        if taken.offset != file.pages.first.offset:
            content = _of_page(content, taken)
    return content._replace(notes=(*notes, *found.notes))


def _find_bits(page: tifffile.TiffPage, found: PageSamples) -> int | None:
    """Of each sample, where uint16 holds fewer than 16."""
    bits = page.bitspersample
    return bits if found.samples.dtype == "uint16" and 8 < bits < 16 else None


def _of_page(content: Content, page: tifffile.TiffPage) -> Content:
    """``content``, which says what the first page does, with what is true of another one."""
    tags = page.tags
    # One below the first page is turned as that is.
    orientation = tags.valueof(_ORIENTATION, None if len(page.treeindex) > 1 else _UPRIGHT)
    exif = content.exif
    if isinstance(orientation, int):
        exif = put_orientation(exif, orientation)
    inch = _INCHES.get(tags.valueof(_UNIT, 2), 0.0)
    parts = [tags.valueof(tag) for tag in (_ACROSS, _DOWN)]
    resolution = None
    if all(isinstance(part, tuple) and len(part) == 2 and part[1] for part in parts):
        across, down = (above / below * inch for above, below in parts)
        resolution = across, down
    return content._replace(
        exif=exif, resolution=resolution, lossless=page.compression not in LOSSY
    )
