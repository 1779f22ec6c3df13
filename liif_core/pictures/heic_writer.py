# SPDX-License-Identifier: Apache-2.0
"""HEIC with 8, 10 or 12 bit, its colours in full resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from liif_core.pictures.avif_writer import choose_bits
from liif_core.pictures.colour_channels import to_colour
from liif_core.pictures.depth import to_bits
from liif_core.pictures.pillow_image import collect_metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from liif_core.pictures.formats import Encoding
    from liif_core.pictures.picture import Picture

QUALITY = 95
_LOSSLESS = -1
_SPEED = "veryfast"
"""Of the encoder: its own default takes twice as long for files that are a tenth smaller."""
_RGB = 0
"""Of the matrices that ITU-T H.273 numbers: none, as any other rounds."""
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def write(
    file: BinaryIO, picture: Picture, encoding: Encoding, warn: Callable[[str], None]
) -> None:
    """Write with as many bits as the picture had when it was read, otherwise with 8 or 12.

    ``warn`` is told what HEIC cannot keep. Raises :class:`OSError`.
    """
    import pillow_heif

    if picture.samples.shape[2] == 2:
        picture = to_colour(picture, "HEIC has no gray pictures with transparency", warn)
    bits = choose_bits(picture)
    samples = to_bits(picture.samples, bits)
    mode = _MODES[samples.shape[2]]
    if bits > 8:
        # The encoder takes off again what is filled up here.
        mode, samples = f"{mode};16", samples << (16 - bits)
    made = pillow_heif.from_bytes(mode, picture.size, np.ascontiguousarray(samples).tobytes())
    extra = collect_metadata(picture)
    if "icc_profile" in extra:
        made.info["icc_profile"], made.info["icc_profile_type"] = extra["icc_profile"], "prof"
    options = {"matrix_coefficients": _RGB} if encoding.lossless and samples.shape[2] > 1 else {}
    made.save(
        file,
        quality=_LOSSLESS if encoding.lossless else encoding.quality or QUALITY,
        chroma=444,
        bit_depth=bits,
        enc_params={"preset": _SPEED},
        exif=extra.get("exif"),
        xmp=extra.get("xmp"),
        **options,
    )
