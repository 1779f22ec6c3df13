# SPDX-License-Identifier: GPL-3.0-or-later
"""Photos of known truth for the tests, and what a result is measured by.

Pictures are float arrays of shape (height, width, channels) with values from 0 to 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import ExifTags, Image

Picture = NDArray[np.float64]

ARTIST: Final = "A. Tester"

_SAMPLES: Final = {
    "u8": "uint8",
    "u16": "uint16",
    "u32": "uint32",
    "half": "float16",
    "float": "float32",
    "double": "float64",
}
"""What Babl's names are to numpy."""
_BORDER: Final = 6
"""Pixels at the edges that are not judged: there every method has to guess."""


def truth(width: int, height: int) -> Picture:
    """A real photo (coffee cup, from scikit-image), reduced to a size of up to 600 x 400."""
    photo = Image.fromarray(skimage.data.coffee())
    return np.asarray(photo.resize((width, height), Image.Resampling.BICUBIC)) / 255.0


def save_photo(
    path: Path,
    width: int,
    height: int,
    *,
    quality: int = 50,
    ppi: tuple[int, int] = (240, 240),
    profile: bytes | None = None,
    green_square: bool = False,
) -> None:
    """Saves the same photo, smaller, as a compressed JPEG by :data:`ARTIST`.

    ``green_square`` paints its upper left 32 x 32 pixels in the purest green.
    """
    small = Image.fromarray(np.uint8(np.round(truth(width, height) * 255)))
    if green_square:
        small.paste((0, 255, 0), (0, 0, 32, 32))
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = ARTIST
    small.save(path, quality=quality, dpi=ppi, icc_profile=profile, exif=exif)


def read(pixels: dict[str, Any], folder: Path) -> Picture:
    """What ``state.describe`` wrote about one drawable, in the image's own encoding."""
    kind = np.dtype(_SAMPLES[pixels["encoding"].rsplit(" ", 1)[-1]])
    shape = (pixels["height"], pixels["width"], pixels["channels"])
    data = np.fromfile(folder / pixels["file"], kind).reshape(shape).astype(np.float64)
    return data / np.iinfo(kind).max if kind.kind == "u" else data


def psnr(one: Picture, other: Picture) -> float:
    """Likeness of two pictures in dB, without their borders."""
    inner = (slice(_BORDER, -_BORDER), slice(_BORDER, -_BORDER))
    return float(-10 * np.log10(np.mean((one[inner] - other[inner]) ** 2)))


def displacement(one: Picture, other: Picture) -> tuple[float, float]:
    """How far, in pixels across and down, ``one`` lies beside ``other``: the shift at which the
    squared difference is least, between whole pixels by a parabola."""
    return _shift(one, other, 1), _shift(one, other, 0)


def _shift(one: Picture, other: Picture, axis: int) -> float:
    reach = range(-2, 3)
    errors = []
    for step in reach:
        moved = np.roll(one, -step, axis)
        inner = (slice(_BORDER, -_BORDER), slice(_BORDER, -_BORDER))
        errors.append(float(np.mean((moved[inner] - other[inner]) ** 2)))
    best = min(range(1, len(errors) - 1), key=errors.__getitem__)
    left, middle, right = errors[best - 1 : best + 2]
    return reach[best] + (left - right) / (2 * (left - 2 * middle + right))


def reduced(picture: Picture, width: int, height: int) -> Picture:
    """The picture made smaller, each pixel the mean of those it covers."""
    channels = [
        np.asarray(
            Image.fromarray(picture[:, :, index].astype(np.float32)).resize(
                (width, height), Image.Resampling.BOX
            )
        )
        for index in range(picture.shape[2])
    ]
    return np.stack(channels, axis=2).astype(np.float64)
