# SPDX-License-Identifier: Apache-2.0
"""Compression by the real codecs, and how strong it is in JPEG's terms."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image

Codec = Literal["JPEG", "WEBP", "AVIF"]

JPEG_OF: dict[Codec, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "JPEG": ((0, 100), (0, 100)),
    "WEBP": ((5, 10, 20, 40, 60, 80, 90, 100), (16, 20, 28, 53, 70, 84, 93, 97)),
    "AVIF": ((5, 10, 20, 30, 40, 60, 80, 90, 100), (9, 11, 16, 24, 39, 80, 92, 95, 99)),
}
"""Qualities of a codec, and those of JPEG that leave as large an error (mean PSNR of reduced
photos; ``python -m liif_core.lab.training.damage.equivalence`` measures them)."""
_SUBSAMPLED, _FULL = "4:2:0", "4:4:4"


@dataclass(frozen=True)
class Compression:
    """One use of a codec."""

    codec: Codec
    quality: int
    """1 to 100, in the codec's own terms."""
    subsampled: bool = True
    """Whether the colours have half the resolution; WebP's always have."""

    @property
    def strength(self) -> float:
        """1 - quality / 100, of the JPEG that leaves as large an error."""
        return 1 - float(np.interp(self.quality, *JPEG_OF[self.codec])) / 100


def compress(picture: Image.Image, how: Compression) -> Image.Image:
    """``picture``, of mode RGB, as it is read again from the file that ``how`` makes."""
    options: dict[str, object] = {"quality": how.quality}
    if how.codec != "WEBP":
        options["subsampling"] = _SUBSAMPLED if how.subsampled else _FULL
    if how.codec == "WEBP":
        options["method"] = 4
    if how.codec == "AVIF":
        # The slower ones leave the same kinds of artifacts at a few percent fewer bytes.
        options["speed"] = 8
        options["max_threads"] = 1
    file = io.BytesIO()
    picture.save(file, how.codec, **options)
    with Image.open(file) as read:
        return read.convert("RGB")
