# SPDX-License-Identifier: Apache-2.0
"""The quantisation tables of JPEG and the quality that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from liif_core.jfif import BLOCK, LUMA_STEPS

Table = NDArray[np.int64]

ANNEX_K: Table = np.array(LUMA_STEPS).reshape(BLOCK, BLOCK)


@dataclass(frozen=True)
class Quality:
    """A JPEG quality as libjpeg counts it."""

    value: int
    """1 to 100; the nearest one where the tables are an encoder's own."""
    deviation: float
    """How far the steps are from those of ``value``: mean of the larger over the smaller,
    less 1; 0 for libjpeg's own tables."""

    @property
    def strength(self) -> int:
        """The strength of artifact removal, 0 to 99, that undoes this quality."""
        return 100 - self.value


@cache
def compute_luminance_table(quality: int) -> Table:
    """Steps (8, 8) of Y, vertical frequency first, that libjpeg uses for ``quality`` 1 to 100."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return np.clip((ANNEX_K * scale + 50) // 100, 1, 255)


def find_nearest_quality(table: Table) -> Quality:
    """The quality whose luminance table is nearest to ``table`` (8, 8).

    Only Y is looked at: its steps decide what is seen, and encoders differ most in the others.
    """
    deviations = {
        quality: float(np.exp(np.abs(np.log(table / compute_luminance_table(quality)))).mean()) - 1
        for quality in range(1, 101)
    }
    best = min(deviations, key=deviations.__getitem__)
    return Quality(best, deviations[best])
