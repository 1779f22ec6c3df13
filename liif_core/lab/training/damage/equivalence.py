# SPDX-License-Identifier: Apache-2.0
"""Measures which quality of JPEG leaves as large an error as one of WebP or AVIF.

``python -m liif_core.lab.training.damage.equivalence PHOTOS...`` prints the rows of codecs.JPEG_OF.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.lab.training import photos
from liif_core.lab.training.damage.codecs import Codec, Compression, compress

SIDE, PICTURES = 160, 60
JPEG = (*range(2, 100, 4), 99)
OTHERS: dict[Codec, tuple[int, ...]] = {
    "WEBP": (5, 10, 20, 40, 60, 80, 90, 100),
    "AVIF": (5, 10, 20, 30, 40, 60, 80, 90, 100),
}


def main() -> None:
    sources = photos.load([Path(name) for name in sys.argv[1:]], 2 * SIDE)
    chosen = sources[:: max(1, len(sources) // PICTURES)]
    small = [
        Image.fromarray(photo[:, : 2 * SIDE, : 2 * SIDE].permute(1, 2, 0).numpy()).resize(
            (SIDE, SIDE), Image.Resampling.BICUBIC
        )
        for photo in chosen
    ]
    jpeg = np.array([_psnr(small, Compression("JPEG", quality)) for quality in JPEG])
    for codec, qualities in OTHERS.items():
        found = [_psnr(small, Compression(codec, quality)) for quality in qualities]
        alike = np.interp(found, jpeg, JPEG)
        sys.stdout.write(f"{codec}: {qualities} {tuple(round(float(q)) for q in alike)}\n")


def _psnr(pictures: list[Image.Image], how: Compression) -> float:
    """Mean over the pictures, in dB."""
    errors = [
        np.square(np.asarray(each, float) - np.asarray(compress(each, how), float)).mean()
        for each in pictures
    ]
    return float(np.mean(10 * np.log10(255**2 / np.maximum(errors, 1e-3))))


if __name__ == "__main__":
    main()
