# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures to enlarge, and what to measure on them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import liif_core

Samples = NDArray[np.generic]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

PHOTO = Path(liif_core.__file__).parent / "sample" / "photo.webp"


def photo() -> Bytes:
    """The sample photo (300, 448, 3), which was never a JPEG at this size."""
    with Image.open(PHOTO) as image:
        return np.array(image.convert("RGB"))


def noise(height: int, width: int, channels: int = 3, seed: int = 0) -> Floats:
    """Uniform noise in 0..1, the worst case for a seam."""
    return np.random.default_rng(seed).random((height, width, channels), np.float32)


def gradient(height: int, width: int) -> Floats:
    """A plain slope, on which an eye would notice a seam first."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = 0.1 + 0.8 * (y / max(1, height - 1) + x / max(1, width - 1)) / 2
    return np.stack([slope, 1 - slope, slope * 0.5], -1).astype(np.float32)


def reduced(picture: Bytes, factor: int) -> Bytes:
    """``picture`` by Pillow's antialiased bicubic filter."""
    height, width = (side // factor for side in picture.shape[:2])
    return np.array(Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC))


def bicubic(picture: Bytes, grid: tuple[int, int]) -> Bytes:
    """``picture`` enlarged by Pillow's bicubic filter to ``grid``, (width, height)."""
    return np.array(Image.fromarray(picture).resize(grid, Image.Resampling.BICUBIC))


def compressed(picture: Bytes, quality: int, subsampling: str = "4:2:0") -> Bytes:
    """``picture`` after a JPEG file of Pillow's."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality, subsampling=subsampling)
    with Image.open(file) as image:
        return np.array(image)


def psnr(one: Bytes, other: Bytes) -> float:
    """Peak signal-to-noise ratio of two 8-bit pictures in dB."""
    difference = one.astype(np.float64) - other.astype(np.float64)
    return float(10 * np.log10(255**2 / np.mean(difference**2)))
