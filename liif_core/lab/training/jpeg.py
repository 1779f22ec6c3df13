# SPDX-License-Identifier: Apache-2.0
"""JPEG's loss on the training device: colour conversion, subsampling, DCT and quantisation.

Entropy coding loses nothing and is left out. Tables, scaling by quality and chroma filters are
those of libjpeg (ITU-T T.81, annex K), so that pictures match Pillow's.
"""

from __future__ import annotations

import math
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from liif_core.jfif import BT601, CHROMA_STEPS, LUMA_STEPS


def jpeg(pixels: Tensor, quality: Tensor, subsample: bool) -> Tensor:
    """``pixels`` (n, 3, h, w) in 0..255, h and w multiples of 16, after JPEG at ``quality`` (n,).

    ``subsample`` halves the chroma in both directions (4:2:0), otherwise it is kept (4:4:4).
    """
    red, green, blue = pixels.unbind(1)
    luma = (BT601[0] * red + BT601[1] * green + BT601[2] * blue).round()
    chroma = torch.stack(
        [
            -0.168736 * red - 0.331264 * green + 0.5 * blue,
            0.5 * red - 0.418688 * green - 0.081312 * blue,
        ],
        1,
    )
    if subsample:
        chroma = functional.avg_pool2d(chroma, 2)
    luma = _quantise((luma - 128)[:, None], _table(LUMA_STEPS, quality))[:, 0] + 128
    chroma = _quantise(chroma.round(), _table(CHROMA_STEPS, quality))
    if subsample:
        # libjpeg's "fancy" upsampling is this triangle filter.
        chroma = functional.interpolate(chroma, scale_factor=2, mode="bilinear")
    luma = luma.round().clamp(0, 255)
    cb, cr = chroma.round().clamp(-128, 127).unbind(1)
    colours = [luma + 1.402 * cr, luma - 0.344136 * cb - 0.714136 * cr, luma + 1.772 * cb]
    return torch.stack(colours, 1).round().clamp(0, 255)


def _table(base: tuple[int, ...], quality: Tensor) -> Tensor:
    """Quantisation tables (n, 8, 8) that libjpeg makes for each of ``quality`` (n,)."""
    quality = quality.round()
    scale = torch.where(quality < 50, (5000 / quality).floor(), 200 - 2 * quality)
    table = torch.tensor(base, dtype=torch.float32, device=quality.device).view(8, 8)
    return ((table * scale[:, None, None] + 50) / 100).floor().clamp(1, 255)


@cache
def _dct(device: torch.device) -> Tensor:
    k = torch.arange(8.0, dtype=torch.float64)
    matrix = torch.cos((2 * k + 1) * k[:, None] * math.pi / 16) / 2
    matrix[0] /= math.sqrt(2)
    return matrix.float().to(device)


def _quantise(planes: Tensor, table: Tensor) -> Tensor:
    """``planes`` (n, c, h, w) through the DCT, rounded to multiples of ``table`` (n, 8, 8)."""
    dct = _dct(planes.device)
    blocks = planes.unflatten(2, (-1, 8)).unflatten(4, (-1, 8)).transpose(3, 4)
    table = table[:, None, None, None]
    levels = dct @ blocks @ dct.T / table
    # Ties go away from zero as in libjpeg. They are common (photos that were JPEG before), so
    # they must not be left to the rounding error of the transform.
    levels = (levels.abs() + (0.5 + 1e-4)).floor() * levels.sign()
    coefficients = levels * table
    return (dct.T @ coefficients @ dct).transpose(3, 4).flatten(4, 5).flatten(2, 3)
