# SPDX-License-Identifier: Apache-2.0
"""A brake on what moves along with the pixels of the source.

Features reward any fine pattern, and a decoder that answers by the place inside a source pixel
makes a periodic one most cheaply: a grid, a mesh, lines, which features do not see, and which a
brake on waves of some periods only moves to other ones. So each scene is seen twice, moved by less
than a source pixel. What the scene has stays where it is; what is drawn at places of the source
pixels, of any period, moves along with those, and remains in the difference of the two views.
"""

from __future__ import annotations

import torch
from torch import Tensor

WINDOW = 6
"""Side in source pixels in which a pattern is looked for; windows overlap by half."""
NORM = 4
"""Of the amplitudes in a window. Noise has many small ones and a pattern few large ones, which
count for more the higher this is."""
LEAST = 2e-4
"""Amplitude, a twentieth of a level, below which one counts less and less."""


def unsteadiness(output: Tensor, shift: tuple[int, int], scale: float) -> Tensor:
    """How strong the waves are by which the second half of ``output`` (2n, 3, h, w) differs from
    the first, which shows the same scenes ``shift`` rows and columns further down and right.

    ``scale`` is in output pixels a source pixel. Returns the mean () over windows and colours.
    """
    down, across = shift
    first, second = output.chunk(2)
    height, width = output.shape[2] - down, output.shape[3] - across
    moved = first[..., down:, across:] - second[..., :height, :width]
    side = min(round(WINDOW * scale), height, width)
    stride = max(1, side // 2)
    windows = moved.unfold(2, side, stride).unfold(3, side, stride)
    bell = torch.hann_window(side, periodic=False, device=output.device)
    bell = bell[:, None] * bell
    # Of a wave all over a window the amplitude is its own.
    waves = 2 * torch.fft.rfft2(windows * bell) / bell.sum()
    powers = waves.real.square() + waves.imag.square() + LEAST**2
    return powers.pow(NORM / 2).sum((-2, -1)).pow(1 / NORM).mean()
