# SPDX-License-Identifier: Apache-2.0
"""AVIF with 8, 10 or 12 bit, its colours in full resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from liif_core.pictures.avif_items import add_items
from liif_core.pictures.depth import to_bits
from liif_core.pictures.pillow_image import collect_metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from liif_core.pictures.formats import Encoding
    from liif_core.pictures.picture import Picture

QUALITY = 95
LOSSLESS = 100
_SPEED = 8
"""Of the encoder, 0 to 10: 6 takes three times as long for files that are a sixth smaller."""


def write(
    file: BinaryIO, picture: Picture, encoding: Encoding, warn: Callable[[str], None]
) -> None:
    """Write with as many bits as the picture had when it was read, otherwise with 8 or 12.

    ``warn`` is told of what is not heeded. Raises :class:`OSError`.
    """
    import imagecodecs

    gray = picture.samples.shape[2] < 3
    if gray and encoding.quality is not None:
        warn("gray pictures are stored in AVIF without loss; the quality changes nothing")
    formats = imagecodecs.AVIF.PIXEL_FORMAT
    bits = choose_bits(picture)
    samples = to_bits(picture.samples, bits)
    encoded = imagecodecs.avif_encode(
        np.ascontiguousarray(samples[..., 0] if samples.shape[2] == 1 else samples),
        level=LOSSLESS if encoding.lossless or gray else encoding.quality or QUALITY,
        speed=_SPEED,
        bitspersample=bits,
        # Releases of the library differ in how they call these in words.
        pixelformat=formats.YUV400 if gray else formats.YUV444,
        numthreads=0,
    )
    extra = collect_metadata(picture)
    file.write(
        add_items(
            bytes(encoded),
            icc=extra.get("icc_profile"),
            exif=extra.get("exif"),
            xmp=extra.get("xmp"),
        )
    )


def choose_bits(picture: Picture) -> int:
    """Of each sample, where a format has 8, 10 and 12."""
    if picture.samples.dtype == np.uint8:
        return 8
    return picture.bits if picture.bits in (10, 12) else 12
