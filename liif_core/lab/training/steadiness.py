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
from torch.nn import functional

WINDOW = 6
"""Side in source pixels in which a pattern is looked for; windows overlap by half."""
NORM = 4
"""Of the amplitudes in a window. Noise has many small ones and a pattern few large ones, which
count for more the higher this is."""
LEAST = 2e-4
"""Amplitude, a twentieth of a level, below which one counts less and less."""
MASKED = 2.0
"""How strong a wave may be, in powers of the truth's waves around it, before it costs. Texture can
only be guessed, and two guesses as strong as the truth differ by twice its power. A grid is a wave
or two, of which a texture has its share only, and on flat ground nothing is allowed."""
NEARBY = 5
"""Side, in waves, of what is around one."""


def unsteadiness(output: Tensor, truth: Tensor, shift: tuple[int, int], scale: float) -> Tensor:
    """How strong the waves are by which the second half of ``output`` (2n, 3, h, w) differs from
    the first, beyond those that are masked by ``truth``, alike.

    The second half shows the same scenes ``shift`` rows and columns further down and right.
    ``scale`` is in output pixels a source pixel. Returns the mean () over windows and colours.
    """
    down, across = shift
    first, second = output.chunk(2)
    height, width = output.shape[2] - down, output.shape[3] - across
    side = min(round(WINDOW * scale), height, width)
    found = _powers(first[..., down:, across:] - second[..., :height, :width], side)
    allowed = _powers(truth[: len(first), :, down:, across:], side)
    around = functional.avg_pool2d(
        allowed.flatten(0, 3), NEARBY, 1, NEARBY // 2, count_include_pad=False
    ).view_as(allowed)
    excess = (found - MASKED * around).clamp(min=0) + LEAST**2
    return excess.pow(NORM / 2).sum((-2, -1)).pow(1 / NORM).mean()


def _powers(pictures: Tensor, side: int) -> Tensor:
    """Of the waves in windows of ``side``: (n, 3, rows, columns, side, side // 2 + 1)."""
    windows = pictures.unfold(2, side, max(1, side // 2)).unfold(3, side, max(1, side // 2))
    bell = torch.hann_window(side, periodic=False, device=pictures.device)
    bell = bell[:, None] * bell
    bell = bell / bell.sum()
    # The mean is no wave, but would look like slow ones.
    windows = windows - (windows * bell).sum((-2, -1), keepdim=True)
    # Of a wave all over a window the amplitude is its own.
    waves = 2 * torch.fft.rfft2(windows * bell)
    return waves.real.square() + waves.imag.square()
