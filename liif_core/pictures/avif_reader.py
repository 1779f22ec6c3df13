# SPDX-License-Identifier: Apache-2.0
"""AVIF with 8, 10 or 12 bit, by libavif."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liif_core.errors import LiifError
from liif_core.pictures.avif_items import read_items
from liif_core.pictures.boxes import read_brands
from liif_core.pictures.content import Content
from liif_core.pictures.depth import fill_range
from liif_core.pictures.exif import put_orientation
from liif_core.pictures.gain_maps import GAIN_MAP
from liif_core.pictures.limits import check_size

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> Content:
    """The content of an AVIF file.

    Raises :class:`LiifError` for what moves and for sizes beyond the limit, and whatever the
    decoder raises on damaged files.
    """
    import imagecodecs

    data = path.read_bytes()
    if read_brands(data)[0] == b"avis":
        raise LiifError(f"{path} is an animation", "Save the one frame you want as a picture.")
    items = read_items(data)
    check_size(path, *items.size)
    samples = imagecodecs.avif_decode(data)
    return Content(
        fill_range(samples.reshape(*samples.shape[:2], -1), items.bits),
        items.icc,
        put_orientation(items.exif, items.orientation),
        None,
        items.xmp,
        bits=items.bits,
        left_out=(GAIN_MAP,) if items.has_gain_map else (),
    )
