# SPDX-License-Identifier: Apache-2.0
"""EXIF: what is kept, the orientation that is applied once, the size that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import ExifTags, Image

if TYPE_CHECKING:
    from liif_core.pictures.picture import Resolution, Samples

_ORIENTATION = ExifTags.Base.Orientation
_INCHES, _CENTIMETRES = 2, 3

# What describes the photo. Everything else in the first directory describes how the pixels were
# stored in the old file, or is a small preview of it.
_KEPT = frozenset(
    {
        ExifTags.Base.ImageDescription,
        ExifTags.Base.Make,
        ExifTags.Base.Model,
        ExifTags.Base.Software,
        ExifTags.Base.DateTime,
        ExifTags.Base.Artist,
        ExifTags.Base.HostComputer,
        ExifTags.Base.Rating,
        ExifTags.Base.Copyright,
        ExifTags.Base.XPTitle,
        ExifTags.Base.XPComment,
        ExifTags.Base.XPAuthor,
        ExifTags.Base.XPKeywords,
        ExifTags.Base.XPSubject,
        ExifTags.IFD.Exif,
        ExifTags.IFD.GPSInfo,
    }
)


def read_orientation(exif: Image.Exif) -> int:
    """The orientation, 1 to 8; 1 (upright) where the tag is missing or nonsense."""
    value = exif.get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def read_resolution(exif: Image.Exif) -> Resolution | None:
    """Pixels per inch across and down; None where the tags name none that can be used."""
    try:
        across = float(exif[ExifTags.Base.XResolution])
        down = float(exif[ExifTags.Base.YResolution])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    unit = exif.get(ExifTags.Base.ResolutionUnit, _INCHES)
    if unit not in (_INCHES, _CENTIMETRES):
        return None
    inch = 2.54 if unit == _CENTIMETRES else 1.0
    return across * inch, down * inch


def build_kept_block(exif: Image.Exif) -> bytes | None:
    """The EXIF block to carry over, orientation reset to 1; None when nothing is left to keep."""
    result = Image.Exif()
    for tag in _KEPT & set(exif):
        result[tag] = exif.get_ifd(tag) if tag in set(ExifTags.IFD) else exif[tag]
    if not len(result):
        return None
    result[_ORIENTATION] = 1
    return _serialised(result)


def complete_block(
    exif: bytes | None, size: tuple[int, int], resolution: Resolution | None
) -> bytes | None:
    """The block ``exif`` for a new file of ``size`` (width, height), None when there is none.

    Only sides that it names already are updated; ``resolution`` is in pixels per inch.
    """
    if exif is None:
        return None
    block = Image.Exif()
    block.load(exif)
    photo = block.get_ifd(ExifTags.IFD.Exif)
    for tag, side in zip(
        (ExifTags.Base.ExifImageWidth, ExifTags.Base.ExifImageHeight), size, strict=True
    ):
        if tag in photo:
            photo[tag] = side
    if resolution is not None:
        set_resolution(block, resolution)
    return _serialised(block)


def build_resolution_block(resolution: Resolution) -> bytes:
    """An EXIF block that says nothing but the pixels per inch across and down."""
    block = Image.Exif()
    set_resolution(block, resolution)
    return _serialised(block)


def set_resolution(block: Image.Exif, resolution: Resolution) -> None:
    """Put the pixels per inch, across and down, into ``block``."""
    block[ExifTags.Base.XResolution], block[ExifTags.Base.YResolution] = resolution
    block[ExifTags.Base.ResolutionUnit] = _INCHES


def turn_upright(samples: Samples, orientation: int) -> Samples:
    """The ``samples`` (h, w, c) turned as the EXIF ``orientation`` 1 to 8 asks, contiguous."""
    if orientation in (5, 6, 7, 8):
        samples = samples.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        samples = samples[::-1]
    if orientation in (2, 3, 6, 7):
        samples = samples[:, ::-1]
    return np.ascontiguousarray(samples)


def encode_raw_text(text: str) -> bytes:
    """The bytes of a text as they stood in the file; Pillow reads each as one character."""
    return text.encode("latin-1", "replace")


def _serialised(block: Image.Exif) -> bytes:
    """The block without its prefix, with accents intact, which Pillow would write as "?"."""
    for tag, value in list(block.items()):
        if isinstance(value, str) and not value.isascii():
            block[tag] = encode_raw_text(value)
    return block.tobytes().removeprefix(b"Exif\0\0")
