# SPDX-License-Identifier: Apache-2.0
"""A before/after picture, and how near a picture comes to the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STRIP = 24
_GAP = 8


def psnr(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> float:
    """Peak signal-to-noise ratio in dB over all samples of two (h, w, c) pictures."""
    error = np.mean((picture.astype(np.float64) - truth.astype(np.float64)) ** 2)
    return float(10 * np.log10(255.0**2 / error)) if error else float("inf")


def side_by_side(pictures: dict[str, NDArray[np.uint8]]) -> Image.Image:
    """The (h, w, 3) pictures, all of one size, next to each other below their titles."""
    height, width = next(iter(pictures.values())).shape[:2]
    sheet = Image.new(
        "RGB", (len(pictures) * (width + _GAP) - _GAP, height + _STRIP), (255, 255, 255)
    )
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default()
    for index, (title, picture) in enumerate(pictures.items()):
        left = index * (width + _GAP)
        draw.text((left + 4, _STRIP // 2), title, (0, 0, 0), font, anchor="lm")
        sheet.paste(Image.fromarray(picture), (left, _STRIP))
    return sheet
