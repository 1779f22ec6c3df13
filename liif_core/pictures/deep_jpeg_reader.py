# SPDX-License-Identifier: Apache-2.0
"""JPEG with more than 8 bits, or of the lossless kind, which Pillow does not know."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PIL import Image

from liif_core.pictures.content import Content
from liif_core.pictures.limits import check_size
from liif_core.pictures.pages import take_page
from liif_core.pictures.pillow_metadata import read_metadata
from liif_core.pictures.sample_ranges import spread
from liif_core.pictures.to_srgb import convert_cmyk

if TYPE_CHECKING:
    from pathlib import Path

_START: Final = b"\xff\xd8\xff"
_END: Final = b"\xff\xd9"
_MARK: Final = 0xFF
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Marks of the segments that say size and precision."""
_BARE: Final = frozenset({0x00, 0x01, *range(0xD0, 0xDB)})
"""Marks that no length follows, and that of the scan: the frame must come before."""
_LOSSLESS: Final = 0xC3
_USUAL_BITS: Final = 8


class Frame(NamedTuple):
    kind: int
    bits: int
    at: int
    """Where its segment begins."""


def is_deep_jpeg(path: Path) -> bool:
    """Whether the file is one. Raises :class:`OSError`."""
    with path.open("rb") as file:
        if file.read(len(_START)) != _START:
            return False
    frame = find_frame(path.read_bytes())
    return frame is not None and (frame.kind == _LOSSLESS or frame.bits != _USUAL_BITS)


def read(path: Path, page: int | None = None) -> Content:
    """The content of such a file, its samples uint16, or uint8 for 8 bits.

    Raises :class:`LiifError` for sizes beyond the limit, and whatever the decoder raises on
    damaged files.
    """
    import imagecodecs

    data = path.read_bytes()
    frame = find_frame(data)
    if frame is None:
        raise ValueError("it has no picture")
    if data.rfind(_END) < frame.at:  # the decoder would make up the rest
        raise ValueError("it ends before its pixels do")
    take_page(path, 1, page)
    # For Pillow, which reads what the file says besides, it has the usual precision.
    head = bytearray(data)
    head[frame.at + 4] = _USUAL_BITS
    with Image.open(io.BytesIO(head), formats=["JPEG"]) as image:
        check_size(path, *image.size)
        width, height = image.size
        samples = imagecodecs.jpeg_decode(data).reshape(height, width, -1)
        samples, icc = spread(samples, 0, 2**frame.bits - 1), image.info.get("icc_profile")
        if samples.shape[2] == 4:
            # Which programs that write it store inverted.
            samples, icc = convert_cmyk(path, np.iinfo(samples.dtype).max - samples, icc)
        bits = frame.bits if 8 < frame.bits < 16 else None
        content = Content(samples, icc, None, image.info.get("dpi"), bits=bits)
        return read_metadata(path, image, content)._replace(lossless=frame.kind == _LOSSLESS)


def find_frame(data: bytes) -> Frame | None:
    """The segment that says size and precision; None where there is none."""
    at = 2
    while at + 5 <= len(data) and data[at] == _MARK:
        kind = data[at + 1]
        if kind in _FRAMES:
            return Frame(kind, data[at + 4], at)
        if kind in _BARE:
            return None
        # Marks can be filled up with more of the same byte.
        at += 1 if kind == _MARK else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
