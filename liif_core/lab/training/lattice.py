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


def lattice(output: Tensor, truth: Tensor, rows: Taps, columns: Taps, scale: float) -> Tensor:
    """How much more of ``output`` than of ``truth``, (n, 3, h, w), repeats with source pixels.

    ``rows`` (h) and ``columns`` (w) are their places among these, ``scale`` times as dense. Returns
    the mean (), over windows and colours, of the amplitudes in excess, of all waves together.
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
    for down, across in product(range(highest + 1), range(-highest, highest + 1)):
        if down == 0 and across <= 0:
            continue
        phase = 2 * math.pi * (down * vertical[:, None] + across * horizontal)
        even, odd = (
            functional.avg_pool2d(waves * wave(phase), side, stride)
            for wave in (torch.cos, torch.sin)
        )
        power = even.square() + odd.square()
        ours, theirs = (power + 1e-8).sqrt().chunk(2)
        total = total + functional.relu(ours - theirs).mean()
    return total
