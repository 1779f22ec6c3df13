# SPDX-License-Identifier: Apache-2.0
"""A picture as Pillow's writers, and those like them, take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from liif_core.pictures import xmp
from liif_core.pictures.depth import to_depth
from liif_core.pictures.exif import build_resolution_block, complete_block

if TYPE_CHECKING:
    from liif_core.pictures.picture import Picture


def to_pillow(picture: Picture) -> Image.Image:
    """The pixels in mode L, LA, RGB or RGBA, rounded to 8 bit."""
    samples = to_depth(picture.samples, np.uint8)
    return Image.fromarray(samples[..., 0] if samples.shape[2] == 1 else samples)


def collect_metadata(picture: Picture) -> dict[str, bytes]:
    """EXIF and XMP data and colour profile, as far as there are any, as options of ``Image.save``.

    For formats that have no other place for the resolution than EXIF, and no prefix before that.
    """
    exif = complete_block(picture.exif, picture.size, picture.resolution)
    if exif is None and picture.resolution is not None:
        exif = build_resolution_block(picture.resolution)
    packet = xmp.complete(picture.xmp, picture.size, picture.resolution)
    extra = {"exif": exif, "xmp": packet, "icc_profile": picture.icc}
    return {name: value for name, value in extra.items() if value}
