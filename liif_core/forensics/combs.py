# SPDX-License-Identifier: Apache-2.0
"""How well coefficients fit the steps of a quantisation table.

Quantised coefficients lie on the teeth of a comb: multiples of their step. The sum of
``exp(2 pi i c / step)`` over them is large when they do, even when a later compression has
blurred the teeth, and small otherwise (Popescu and Farid 2004, "Statistical tools for digital
forensics"; Bianchi and Piva 2012, "Detection of nonaligned double JPEG compression based on
integer periodicity maps").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.blocks import Phase, transform_blocks
from liif_core.forensics.excerpts import Plane
from liif_core.forensics.tables import compute_luminance_table
from liif_core.jfif import BLOCK

Coefficients = NDArray[np.float64]

FREQUENCIES = (
    (0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (0, 3), (1, 2),
    (2, 1), (3, 0), (4, 0), (3, 1), (2, 2), (1, 3), (0, 4),
)  # fmt: skip
"""The lowest (vertical, horizontal) frequencies of a block: higher ones are mostly zero."""
QUALITIES = range(5, 97)
"""Those told apart; above, steps are as small as the rounding of the pixels."""
_RESOLUTION = 0.5
_LARGEST = 1024
_LEVELS = np.arange(-_LARGEST, _LARGEST + _RESOLUTION, _RESOLUTION)
_ROWS, _COLUMNS = (list(axis) for axis in zip(*FREQUENCIES, strict=True))


def compute_steps(quality: int) -> NDArray[np.int64]:
    """Steps (frequencies,) of the luminance table that libjpeg uses for ``quality`` 1 to 100."""
    return compute_luminance_table(quality)[_ROWS, _COLUMNS]


def compute_coefficients(planes: list[Plane], phase: Phase) -> Plane:
    """Coefficients (blocks, frequencies) of windows of Y (h, w) on the grid at ``phase``."""
    parts = [transform_blocks(plane, phase).reshape(-1, BLOCK, BLOCK) for plane in planes]
    return np.concatenate(parts)[:, _ROWS, _COLUMNS]


class Combs:
    """The combs of all standard tables, laid against histograms."""

    def __init__(self) -> None:
        table = np.array([compute_steps(quality) for quality in QUALITIES])
        steps, self._index = np.unique(table, return_inverse=True)
        self._index = self._index.reshape(table.shape)
        self._waves = np.exp(2j * np.pi * _LEVELS[:, None] / steps).astype(np.complex64)
        self.steps = table
        """(qualities, frequencies)."""

    def fit(self, values: Plane, *, zeros: bool) -> tuple[Coefficients, Coefficients]:
        """Mean wave and count, both as ``steps``, of ``values`` (blocks, frequencies).

        The mean's real part is 1 where all values are multiples of the step, about 0 where
        they have nothing to do with it. Without ``zeros``, which fit any step, they are left
        out.
        """
        places = np.rint((np.clip(values, -_LARGEST, _LARGEST) + _LARGEST) / _RESOLUTION)
        counts = np.stack(
            [np.bincount(column, minlength=_LEVELS.size) for column in places.astype(int).T]
        ).astype(np.float32)
        if not zeros:
            counts[:, np.abs(_LEVELS) <= 1] = 0
        number = counts.sum(1)
        mean = (counts @ self._waves) / np.maximum(number, 1)[:, None]
        frequency = np.arange(len(FREQUENCIES))
        return mean[frequency, self._index], np.broadcast_to(number, self._index.shape)
