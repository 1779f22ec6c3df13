# SPDX-License-Identifier: Apache-2.0
"""TIFF files of every kind."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import tifffile

from liif_core.pictures.content import Content
from liif_core.pictures.exif import put_orientation
from liif_core.pictures.limits import check_size
from liif_core.pictures.tiff_metadata import LOSSY, read_metadata
from liif_core.pictures.tiff_pages import find_page
from liif_core.pictures.tiff_samples import PageSamples, read_samples

if TYPE_CHECKING:
    from pathlib import Path

# What it logs of damaged files would be printed; it raises where it cannot go on.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_MAGIC = frozenset({b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"})
_ORIENTATION, _ACROSS, _DOWN, _UNIT = 274, 282, 283, 296
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
    with tifffile.TiffFile(path) as file:
        taken, notes = find_page(path, file, page)
        check_size(path, taken.imagewidth, taken.imagelength)
        found = read_samples(path, taken)
        content = Content(found.samples, found.icc, None, None, bits=_find_bits(taken, found))
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
    orientation = tags.valueof(_ORIENTATION)
    exif = content.exif
    if isinstance(orientation, int):
        exif = put_orientation(exif, orientation)
    across, down, unit = (tags.valueof(tag) for tag in (_ACROSS, _DOWN, _UNIT))
    resolution = None
    if across and down:
        inch = _INCHES.get(unit or 2, 0.0)
        resolution = tuple(part * inch / max(1, whole) for part, whole in (across, down))
    return content._replace(
        exif=exif, resolution=resolution, lossless=page.compression not in LOSSY
    )
