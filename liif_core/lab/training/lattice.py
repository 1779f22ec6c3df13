# SPDX-License-Identifier: Apache-2.0
"""A brake on what repeats with the pixels of the source.

Features reward any fine pattern, and a decoder that answers by the place inside a source pixel
makes one most cheaply: a grid over the whole picture, which features do not see. It has its energy
at whole numbers of cycles a source pixel, at any factor, where scenes have hardly any.
"""

from __future__ import annotations

import math
from itertools import product

import torch
from torch import Tensor
from torch.nn import functional

from liif_core.coordinates import Taps

WINDOW = 6
"""Side in source pixels in which a pattern is looked for."""
STRIDE = 3
"""Source pixels from one window to the next."""
HALVES = ((0.5, 0.5), (0.5, -0.5), (0.5, 0.0), (0.0, 0.5))
"""Cycles a source pixel, down and across, of the mesh that sharpened noise of its source makes:
source pixels in turn lighter and darker."""
IN_STEP = 4.0
"""Weight of what is in step all over. Texture hides a faint grid from a window, but its waves come
in any phase and cancel out over many pictures, while those of a grid add up."""


def lattice(output: Tensor, truth: Tensor, rows: Taps, columns: Taps, scale: float) -> Tensor:
    """How much more of ``output`` than of ``truth``, (n, 3, h, w), repeats with source pixels.

    ``rows`` (h) and ``columns`` (w) are their places among these, ``scale`` times as dense. Returns
    the mean (), over windows and colours, of the amplitudes in excess, of all waves together, and
    :data:`IN_STEP` times the amplitudes over all pictures at once.
    """
    side = min(round(WINDOW * scale), *output.shape[2:])
    stride = max(1, round(STRIDE * scale))
    both = torch.cat([output, truth])
    near = 2 * round(scale) + 1
    waves = both - functional.avg_pool2d(both, near, 1, near // 2, count_include_pad=False)
    # Above half a cycle an output pixel there is nothing.
    highest = int(scale / 2 + 1e-6)
    vertical, horizontal = (
        torch.from_numpy(axis.index[0] + axis.rel[0] / 2).to(output) for axis in (rows, columns)
    )
    total = output.new_zeros(())
    whole = [
        (down, across)
        for down, across in product(range(highest + 1), range(-highest, highest + 1))
        if down > 0 or across > 0
    ]
    for down, across in (*whole, *HALVES):
        phase = 2 * math.pi * (down * vertical[:, None] + across * horizontal)
        even, odd = (waves * wave(phase) for wave in (torch.cos, torch.sin))
        seen = [functional.avg_pool2d(part, side, stride) for part in (even, odd)]
        ours, theirs = (seen[0].square() + seen[1].square() + 1e-8).sqrt().chunk(2)
        total = total + functional.relu(ours - theirs).mean()
        everywhere = [part.mean((2, 3)).view(2, -1, 3).mean(1) for part in (even, odd)]
        ours, theirs = (everywhere[0].square() + everywhere[1].square() + 1e-12).sqrt()
        in_step = functional.relu(ours - theirs).mean()
        total = total + IN_STEP * in_step
    return total
