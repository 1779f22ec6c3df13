# SPDX-License-Identifier: Apache-2.0
"""EXIF: what is kept, the orientation that is applied once, the size that changes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np

from liif_core.pictures.exif_block import (
    BYTE,
    GPS,
    LONG,
    PHOTO,
    RATIONAL,
    SHORT,
    UNDEFINED,
    Block,
    Value,
    read_block,
)

if TYPE_CHECKING:
    from liif_core.pictures.picture import Resolution, Samples

ORIENTATION: Final = 0x0112
_X_RESOLUTION, _Y_RESOLUTION, _UNIT = 0x011A, 0x011B, 0x0128
_NO_UNIT, _INCHES, _CENTIMETRES = 1, 2, 3
_POSITIONING, _CENTRED = 0x0213, 1
_VERSION, _FLASHPIX, _COMPONENTS = 0x9000, 0xA000, 0x9101
_COLOUR_SPACE, _SRGB, _OTHER_COLOURS = 0xA001, 1, 0xFFFF
_GPS_VERSION: Final = 0
_SIDES: Final = (0xA002, 0xA003)
_COMPRESSED_BITS: Final = 0x9102
_SUBJECTS: Final = (0x9214, 0xA214)
"""Where the subject is, in pixels across and down, and how large in the first of them."""
_FOCAL_PLANE: Final = (0xA20E, 0xA20F)
"""Pixels across and down on a length of the sensor."""
_SAME_SHAPE: Final = 0.02
"""By how much the factors across and down may differ by rounding."""
_FINEST: Final = 1000
"""Parts of a pixel that densities are written in."""

# What describes the photo. Everything else in the first directory describes how the pixels were
# stored in the old file, or is a small preview of it.
KEPT: Final = frozenset(
    {
        0x010D,  # the document's name
        0x010E,  # what the picture shows
        0x010F,  # maker of the camera
        0x0110,  # its model
        0x011D,  # the page's name
        0x0131,  # software
        0x0132,  # date
        0x013B,  # artist
        0x013C,  # computer
        0x4746,  # rating
        0x4749,  # rating in percent
        0x8298,  # copyright
        0x9C9B,  # title, comment, author, keywords, subject, as Windows writes them
        0x9C9C,
        0x9C9D,
        0x9C9E,
        0x9C9F,
        0xC62F,  # the camera's serial number
    }
)
NEEDED: Final = KEPT | {
    *(ORIENTATION, _X_RESOLUTION, _Y_RESOLUTION, _UNIT, PHOTO, GPS),
    *(0x012D, 0x013E, 0x013F),  # what the colours mean
}
"""What is read of the first directory, where the pixels' own tags stand there too."""


def read_orientation(block: Block) -> int:
    """The orientation, 1 to 8; 1 (upright) where the tag is missing or nonsense."""
    value = block.numbers(block.first, ORIENTATION)
    return int(value[0]) if value and 1 <= value[0] <= 8 else 1


def read_orientation_of(exif: bytes | None) -> int:
    """As :func:`read_orientation`, of a block as it stands in the file; 1 where it is damaged."""
    try:
        return read_orientation(read_block(exif)) if exif else 1
    except (ValueError, struct.error):
        return 1


def read_resolution(block: Block) -> Resolution | None:
    """Pixels per inch across and down; None where the tags name none that can be used."""
    across = block.numbers(block.first, _X_RESOLUTION)
    down = block.numbers(block.first, _Y_RESOLUTION)
    unit = block.numbers(block.first, _UNIT) or (_INCHES,)
    if not across or not down or unit[0] not in (_INCHES, _CENTIMETRES):
        return None
    inch = 2.54 if unit[0] == _CENTIMETRES else 1.0
    return across[0] * inch, down[0] * inch


def put_orientation(exif: bytes | None, orientation: int) -> bytes | None:
    """The block with this ``orientation``, which the format says elsewhere; new if need be.

    None where there is none and none is needed. A damaged one stays as it is.
    """
    if exif is None and orientation == 1:
        return None
    try:
        block = Block() if exif is None else read_block(exif)
    except (ValueError, struct.error):
        return exif
    block.put(block.first, ORIENTATION, SHORT, orientation)
    return block.to_bytes()


def build_kept_block(block: Block) -> bytes | None:
    """The EXIF block to carry over, orientation reset to 1; None when nothing is left to keep."""
    orientation = read_orientation(block)
    block.first = {tag: value for tag, value in block.first.items() if tag in KEPT}
    block.photo.pop(_COMPRESSED_BITS, None)
    if orientation > 1:
        _forget(block, _SUBJECTS)
    if orientation >= 5:
        for one, other in (_SIDES, _FOCAL_PLANE):
            pair = block.photo.pop(one, None), block.photo.pop(other, None)
            turned = zip((other, one), pair, strict=True)
            block.photo |= {tag: value for tag, value in turned if value is not None}
    if not (block.first or block.photo or block.gps):
        return None
    block.put(block.first, ORIENTATION, SHORT, 1)
    return block.to_bytes()


def complete_block(
    exif: bytes | None,
    size: tuple[int, int],
    resolution: Resolution | None,
    *,
    jpeg: bool = False,
    profile: bool = False,
) -> bytes | None:
    """The block ``exif`` for a new file of ``size`` (width, height), None when there is none.

    What counts pixels is updated where it is there; ``resolution`` is in pixels per inch. In a
    ``jpeg`` the standard demands more, which is added; ``profile`` says whether the file has a
    colour profile.
    """
    if exif is None:
        return None
    block = read_block(exif)
    _scale(block, size)
    for tag, side in zip(_SIDES, size, strict=True):
        if tag in block.photo or jpeg:
            block.put(block.photo, tag, LONG, side)
    if resolution is not None:
        set_resolution(block, resolution)
    if jpeg:
        _add_mandatory(block, profile=profile)
    return block.to_bytes()


def split_for_tiff(exif: bytes, *, profile: bool) -> Block:
    """The block ``exif`` without what only a compressed file has, or what a TIFF says elsewhere."""
    block = read_block(exif)
    for tag in (ORIENTATION, _X_RESOLUTION, _Y_RESOLUTION, _UNIT):
        block.first.pop(tag, None)
    _forget(block, (*_SIDES, _COMPONENTS))
    block.interop = {}
    _add_versions(block, profile=profile)
    return block


def build_resolution_block(resolution: Resolution) -> bytes:
    """An EXIF block that says nothing but the pixels per inch across and down."""
    block = Block()
    set_resolution(block, resolution)
    return block.to_bytes()


def set_resolution(block: Block, resolution: Resolution) -> None:
    """Put the pixels per inch, across and down, into ``block``."""
    for tag, ppi in zip((_X_RESOLUTION, _Y_RESOLUTION), resolution, strict=True):
        whole = round(ppi)
        fraction = (whole, 1) if whole == ppi else (round(ppi * _FINEST), _FINEST)
        block.put(block.first, tag, RATIONAL, *fraction)
    block.put(block.first, _UNIT, SHORT, _INCHES)


def turn_upright(samples: Samples, orientation: int) -> Samples:
    """The ``samples`` (h, w, c) turned as the EXIF ``orientation`` 1 to 8 asks, contiguous."""
    if orientation in (5, 6, 7, 8):
        samples = samples.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        samples = samples[::-1]
    if orientation in (2, 3, 6, 7):
        samples = samples[:, ::-1]
    return np.ascontiguousarray(samples)


def _scale(block: Block, size: tuple[int, int]) -> None:
    """Have what counts pixels count those of a picture of ``size``."""
    old = [block.numbers(block.photo, tag)[:1] for tag in _SIDES]
    if not all(old) or not all(side for (side,) in old):
        _forget(block, (*_SUBJECTS, *_FOCAL_PLANE))
        return
    across, down = (new / side for new, (side,) in zip(size, old, strict=True))
    for tag, factor in zip(_FOCAL_PLANE, (across, down), strict=True):
        density = block.numbers(block.photo, tag)
        if density:
            fraction = round(density[0] * factor * _FINEST), _FINEST
            block.put(block.photo, tag, RATIONAL, *fraction)
    # Nothing that is cut off keeps its shape: where in the rest the subject is cannot be told.
    if abs(across / down - 1) > _SAME_SHAPE:
        _forget(block, _SUBJECTS)
    for tag in _SUBJECTS:
        area = block.numbers(block.photo, tag)
        factors = (across, down, across, down)
        scaled = [min(0xFFFF, round(a * b)) for a, b in zip(area, factors, strict=False)]
        if scaled:
            block.put(block.photo, tag, SHORT, *scaled)


def _forget(block: Block, tags: tuple[int, ...]) -> None:
    for tag in tags:
        block.photo.pop(tag, None)


def _add_mandatory(block: Block, *, profile: bool) -> None:
    """What every EXIF block in a JPEG has (Exif 2.32, tables 13 and 19)."""
    _add_versions(block, profile=profile)
    if _COMPONENTS not in block.photo:
        block.photo[_COMPONENTS] = Value(UNDEFINED, 4, bytes((1, 2, 3, 0)))
    block.put(block.first, _POSITIONING, SHORT, _CENTRED)
    if _X_RESOLUTION not in block.first:
        for tag in (_X_RESOLUTION, _Y_RESOLUTION):
            block.put(block.first, tag, RATIONAL, 1, 1)
        block.put(block.first, _UNIT, SHORT, _NO_UNIT)


def _add_versions(block: Block, *, profile: bool) -> None:
    block.photo.setdefault(_VERSION, Value(UNDEFINED, 4, b"0232"))
    block.photo.setdefault(_FLASHPIX, Value(UNDEFINED, 4, b"0100"))
    if _COLOUR_SPACE not in block.photo:
        colours = _OTHER_COLOURS if profile else _SRGB
        block.put(block.photo, _COLOUR_SPACE, SHORT, colours)
    if block.gps and _GPS_VERSION not in block.gps:
        block.gps[_GPS_VERSION] = Value(BYTE, 4, bytes((2, 3, 0, 0)))
