# SPDX-License-Identifier: Apache-2.0
"""How well coefficients fit the steps of a quantisation table.

Quantised coefficients lie on the teeth of a comb: multiples of their step. The sum of
``exp(2 pi i c / step)`` over them is large when they do, even when a later compression has
blurred the teeth, and small otherwise (Popescu and Farid 2004, "Statistical tools for digital
forensics"; Bianchi and Piva 2012, "Detection of nonaligned double JPEG compression based on
integer periodicity maps"). Coefficients are counted by their value first: then there is one
summand for each value, not for each block.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.blocks import PHASES, Phase, slide_blocks, transform_blocks
from liif_core.forensics.excerpts import Plane
from liif_core.forensics.tables import compute_luminance_table
from liif_core.jfif import BLOCK

Waves = NDArray[np.complex64]

FREQUENCIES = (
    (0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (0, 3), (1, 2),
    (2, 1), (3, 0), (4, 0), (3, 1), (2, 2), (1, 3), (0, 4),
)  # fmt: skip
"""The lowest (vertical, horizontal) frequencies of a block: higher ones are mostly zero."""
QUALITIES = range(5, 97)
"""Those told apart; above, steps are as small as the rounding of the pixels."""
_LOWEST = 1 + max(max(pair) for pair in FREQUENCIES)
_RESOLUTION = 0.5
ZERO = 2
"""Half levels from zero that are still zero."""
_LARGEST = 1024
"""More than any of them has in levels of 0..255."""
_MIDDLE = round(_LARGEST / _RESOLUTION)
_ROWS, _COLUMNS = (list(axis) for axis in zip(*FREQUENCIES, strict=True))


def compute_steps(quality: int) -> NDArray[np.int64]:
    """Steps (frequencies,) of the luminance table that libjpeg uses for ``quality`` 1 to 100."""
    return compute_luminance_table(quality)[_ROWS, _COLUMNS]


STEPS = np.array([compute_steps(quality) for quality in QUALITIES])
"""(qualities, frequencies)."""


def compute_coefficients(planes: list[Plane], phase: Phase) -> Plane:
    """Coefficients (blocks, frequencies) of windows of Y (h, w) on the grid at ``phase``."""
    parts = [transform_blocks(plane, phase).reshape(-1, BLOCK, BLOCK) for plane in planes]
    return np.concatenate(parts)[:, _ROWS, _COLUMNS]


class Combs:
    """The combs of all standard tables, laid against the coefficients of a picture."""

    def __init__(self, planes: list[Plane]) -> None:
        """``planes`` are windows of Y (h, w) in levels of 0..255."""
        self.planes = planes

    def fit(self, phases: list[Phase], *, zeros: bool) -> tuple[Waves, NDArray[np.float32]]:
        """Mean waves (phases, qualities, frequencies) of the coefficients on grids at ``phases``,
        and how many these are, (phases, frequencies).

        A mean's real part is 1 where all are multiples of the step, about 0 where they have nothing
        to do with it. Without ``zeros``, which fit any step, they are left out.
        """
        places = [y * BLOCK + x for x, y in phases]
        means = np.empty((len(phases), *STEPS.shape), np.complex64)
        numbers = np.empty((len(phases), len(FREQUENCIES)), np.float32)
        for frequency, (steps, all_counts) in enumerate(zip(STEPS.T, self._counts, strict=True)):
            counts = all_counts[:, places].astype(np.float32)
            middle = len(counts) // 2
            if not zeros:
                counts[max(0, middle - ZERO) : middle + ZERO + 1] = 0
            number = counts.sum(0)
            above, below = counts[middle:], counts[middle::-1].copy()
            below[0] = 0  # which is in the other already
            kinds, which = np.unique(steps, return_inverse=True)
            cosines, sines = _waves(len(above), kinds)
            # Cosines are alike on both sides of zero, sines opposite.
            mean = (above + below).T @ cosines + 1j * ((above - below).T @ sines)
            means[..., frequency] = (mean / np.maximum(number, 1)[:, None])[:, which]
            numbers[:, frequency] = number
        return means, numbers

    @cached_property
    def _counts(self) -> list[NDArray[np.int64]]:
        """For each frequency how often each value occurs at each phase, (values, phases).

        The values go from as far below zero as above it.
        """
        keys = _find_keys(self.planes)
        counts = []
        for key in keys:
            lowest, highest = (int(key.min()), int(key.max())) if key.size else (_MIDDLE, _MIDDLE)
            reach = max(_MIDDLE - lowest // PHASES, highest // PHASES - _MIDDLE)
            number = np.bincount(key, minlength=(2 * _MIDDLE + 1) * PHASES).reshape(-1, PHASES)
            counts.append(number[_MIDDLE - reach : _MIDDLE + reach + 1].copy())
        return counts


def _find_keys(planes: list[Plane]) -> NDArray[np.int32]:
    """Value and phase of the blocks that begin at each pixel of ``planes`` as one number.

    (frequencies, blocks): how many half levels above the lowest value, times ``PHASES``, and the
    place of the phase in ``list_phases``.
    """
    sides = [[max(0, side - BLOCK + 1) for side in plane.shape] for plane in planes]
    keys = np.empty((len(FREQUENCIES), sum(down * across for down, across in sides)), np.int32)
    start = 0
    for plane in planes:
        rows, columns = (np.arange(side, dtype=np.float32) for side in (BLOCK, plane.shape[1]))
        phases = BLOCK * rows[:, None] + columns % BLOCK
        for _, lowest in slide_blocks(np.clip(plane, 0, 255), _LOWEST):
            values = lowest[_ROWS, _COLUMNS]
            values += _LARGEST
            values *= 1 / _RESOLUTION
            np.rint(values, out=values)
            values *= PHASES
            values += phases[: values.shape[1], : values.shape[2]]
            end = start + values[0].size
            keys[:, start:end] = values.reshape(len(FREQUENCIES), -1)
            start = end
    return keys


def _waves(values: int, steps: NDArray[np.int64]) -> tuple[Plane, Plane]:
    """Cosines and sines (values, steps), one turn for each of ``steps``, by values from 0 on."""
    turns = np.arange(values)[:, None] * (_RESOLUTION / steps)
    turns -= np.rint(turns)
    angles = (2 * np.pi * turns).astype(np.float32)
    return np.cos(angles), np.sin(angles)
