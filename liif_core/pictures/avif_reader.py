# SPDX-License-Identifier: Apache-2.0
"""AVIF with 8, 10 or 12 bit, by libavif."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liif_core.pictures.avif_items import read_items
from liif_core.pictures.boxes import count_frames, read_brands
from liif_core.pictures.content import Content
from liif_core.pictures.depth import fill_range
from liif_core.pictures.exif import put_orientation
from liif_core.pictures.gain_maps import GAIN_MAP
from liif_core.pictures.limits import check_size
from liif_core.pictures.pages import take_page

if TYPE_CHECKING:
    from pathlib import Path

_MOVING, _STILL = b"avis", b"avif"
"""The main brand of a file."""


def read(path: Path, page: int | None = None) -> Content:
    """The content of an AVIF file; of one that moves, of its frame number ``page``, from 1.

    Raises :class:`LiifError` where there is no such one and for sizes beyond the limit, and
    whatever the decoder raises on damaged files.
    """
    import imagecodecs

    data = path.read_bytes()
    frames = count_frames(data) if read_brands(data)[0] == _MOVING else 1
    taken = take_page(path, frames, page, word="frame")
    items = read_items(data)
    check_size(path, *items.size)
    # The first frame is there as a still picture as well; all others are decoded at once, as the
    # library damages its memory where it is asked for one.
    samples = imagecodecs.avif_decode(data if taken.place else data.replace(_MOVING, _STILL, 1))
    if taken.place:
        samples = samples[taken.place]
    return Content(
        fill_range(samples.reshape(*samples.shape[:2], -1), items.bits),
        items.icc,
        put_orientation(items.exif, items.orientation),
        None,
        items.xmp,
        bits=items.bits,
        left_out=(GAIN_MAP,) if items.has_gain_map else (),
        notes=taken.notes,
    )
