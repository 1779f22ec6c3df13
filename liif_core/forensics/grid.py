# SPDX-License-Identifier: Apache-2.0
"""The 8x8 grid that JPEG leaves in the pixels: whether, where, and how visible.

Whether and where is ZERO (Nikoukhah et al., Image Processing On Line 11, 2021,
doi 10.5201/ipol.2021.390): quantisation sets coefficients to zero, so blocks cut along the grid
have more zeros than blocks cut across it. Every pixel votes for the one of the 64 phases whose
block around it has the most. Votes in excess of 1 in 64 are rated by the number of false
alarms: how often such a lead would occur in pictures without a grid.

Limits: found up to about quality 98; at 99 and 100 nothing is quantised strongly enough. Where
the picture was resized after its compression there is no grid of 8 any more. Drawings made of
8x8 tiles have a grid without any compression.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.blocks import PHASES, slide_blocks
from liif_core.forensics.excerpts import Plane
from liif_core.jfif import BLOCK

CERTAIN = -8.0
"""Decimal logarithm of the false alarms below which a grid counts as found."""


@dataclass(frozen=True)
class Grid:
    """Where the blocks lie, and how much is seen of them."""

    x: int
    """Column of the first block border, 0..7; not 0 where a JPEG was cropped."""
    y: int
    """Row of the first block border, 0..7."""
    blockiness: float
    """How much larger steps across block borders are than steps elsewhere; 0 invisible,
    1 twice as large."""
    log10_false_alarms: float
    """At most this many pictures without a grid would show such a lead, as a power of ten."""


def find_grid(planes: list[Plane]) -> Grid | None:
    """The grid that is found, None when there is none.

    ``planes`` are windows of Y (h, w) in levels whose corners have one phase.
    """
    votes = np.sum([_votes(plane) for plane in planes], axis=0)
    best = int(votes.argmax())
    # Votes of the pixels in one block are not independent of each other.
    alarms = _log10_false_alarms(int(votes[best]) / PHASES, int(votes.sum()) / PHASES)
    if alarms > CERTAIN:
        return None
    y, x = divmod(best, BLOCK)
    return Grid(x, y, _blockiness(planes, x, y), alarms)


def _votes(plane: Plane) -> NDArray[np.int64]:
    """Votes (64,) for the phases, row by row, of the pixels that lie in all 64 kinds of block."""
    if min(plane.shape) < 2 * BLOCK - 1:
        return np.zeros(PHASES, np.int64)
    zeros = _zeros(plane).astype(np.int16)
    rows, columns = (np.arange(side) % BLOCK for side in zeros.shape)
    phase = (rows[:, None] * BLOCK + columns).astype(np.int16)
    # The largest of the sums tells the most zeros and, of the phases that have them, the last in
    # the first one and the first in the second.
    last = _largest_around(PHASES * zeros + phase) % PHASES
    first = PHASES - 1 - _largest_around(PHASES * zeros + PHASES - 1 - phase) % PHASES
    # Flat and clipped parts have all zeros at every phase: they know nothing.
    return np.bincount(first[first == last], minlength=PHASES)


def _largest_around(values: NDArray[np.int16]) -> NDArray[np.int16]:
    """The largest of each 8x8 ``values`` (h, w): (h - 7, w - 7)."""
    for step in (1, 2, 4):  # which make 8
        values = np.maximum(values[step:], values[:-step])
        values = np.maximum(values[:, step:], values[:, :-step])
    return values


def _zeros(plane: Plane) -> NDArray[np.uint8]:
    """How many coefficients are zero in the block at each pixel, (h - 7, w - 7)."""
    zeros = [
        (np.abs(coefficients) < 0.5).sum((0, 1), dtype=np.uint8)
        for _, coefficients in slide_blocks(plane)
    ]
    return np.concatenate(zeros)


def _log10_false_alarms(lead: float, trials: float) -> float:
    """Of ``lead`` successes in ``trials`` at 1 in 64, bounded by Hoeffding's inequality."""
    chance = 1 / PHASES
    if trials == 0 or lead / trials <= chance:
        return math.log10(PHASES)
    share = lead / trials
    divergence = share * math.log(share / chance)
    if share < 1:
        divergence += (1 - share) * math.log((1 - share) / (1 - chance))
    return math.log10(PHASES) - trials * divergence / math.log(10)


def _blockiness(planes: list[Plane], x: int, y: int) -> float:
    """Mean step across the borders over the mean step elsewhere, less 1 (as Wang et al. 2002,
    "No-reference perceptual quality assessment of JPEG compressed images", compare them)."""
    across, elsewhere = [], []
    for plane in planes:
        for steps, start in (
            (np.abs(np.diff(plane, axis=1)).mean(0), x),
            (np.abs(np.diff(plane, axis=0)).mean(1), y),
        ):
            border = (np.arange(steps.size) + 1 - start) % BLOCK == 0
            across.append(steps[border])
            elsewhere.append(steps[~border])
    inside = float(np.concatenate(elsewhere).mean())
    return max(0.0, float(np.concatenate(across).mean()) / inside - 1) if inside else 0.0
