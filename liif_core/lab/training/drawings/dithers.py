# SPDX-License-Identifier: Apache-2.0
"""Few colours made to look like many: ordered dithers, error diffusion, noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.lab.training.drawings.canvas import array, image
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.screens import source

EGA = [
    *(0, 0, 0, 0, 0, 170, 0, 170, 0, 0, 170, 170, 170, 0, 0, 170, 0, 170, 170, 85, 0),
    *(170, 170, 170, 85, 85, 85, 85, 85, 255, 85, 255, 85, 85, 255, 255, 255, 85, 85),
    *(255, 85, 255, 255, 255, 85, 255, 255, 255),
]
HANDHELD = [15, 56, 15, 48, 98, 48, 139, 172, 15, 155, 188, 15]
CGA = [0, 0, 0, 85, 255, 255, 255, 85, 255, 255, 255, 255]
GREYS = [0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255]
BLACK_AND_WHITE = [0, 0, 0, 255, 255, 255]
WEB = [v for r in range(6) for g in range(6) for b in range(6) for v in (r * 51, g * 51, b * 51)]


def bayer(order: int) -> NDArray[np.float64]:
    """Thresholds of 0 to 1 of a side of 2, 4, 8, ... pixels."""
    matrix = np.zeros((1, 1))
    while matrix.shape[0] < order:
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return (matrix + 0.5) / matrix.size


def draw_dither(kit: Kit) -> Picture:
    """A photo or gradient; dithered at its size, or small and enlarged by repetition."""
    picture = source(kit)
    times = kit.choose((1, 1, 1, 2, 3, 4))
    small = image(picture).resize((-(-SIDE // times),) * 2, Image.Resampling.BOX)
    manner = kit.choose(("diffused", "ordered", "noise", "adapted", "none"), (4, 4, 1, 2, 1))
    if manner == "adapted":
        dithered = small.quantize(kit.choose((8, 16, 32, 64, 256)), dither=Image.Dither.NONE)
        dithered = small.quantize(palette=dithered, dither=Image.Dither.FLOYDSTEINBERG)
        few = array(dithered)
    else:
        few = _by_palette(kit, small, manner)
    return np.repeat(np.repeat(few, times, 0), times, 1)[:SIDE, :SIDE].copy()


def _by_palette(kit: Kit, small: Image.Image, manner: str) -> Picture:
    colours = kit.choose((BLACK_AND_WHITE, GREYS, EGA, HANDHELD, CGA, WEB), (4, 2, 2, 1, 1, 2))
    carrier = Image.new("P", (1, 1))
    carrier.putpalette(colours)
    if colours in (BLACK_AND_WHITE, GREYS, HANDHELD):
        small = small.convert("L").convert("RGB")
    if manner == "diffused":
        return array(small.quantize(palette=carrier, dither=Image.Dither.FLOYDSTEINBERG))
    levels = np.asarray(small, np.float64)
    if manner in {"ordered", "noise"}:
        high, wide = levels.shape[:2]
        side = kit.choose((2, 4, 8))
        steps = {2: 255, 4: 85, 16: 110, 216: 51}[len(colours) // 3]
        if manner == "ordered":
            matrix = np.tile(bayer(side), (high // side + 1, wide // side + 1))[:high, :wide]
        else:
            matrix = kit.rng.random((high, wide))
        levels = levels + (matrix[..., None] - 0.5) * steps
    shifted = image(np.clip(np.round(levels), 0, 255).astype(np.uint8))
    return array(shifted.quantize(palette=carrier, dither=Image.Dither.NONE))
