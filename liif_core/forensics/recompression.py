# SPDX-License-Identifier: Apache-2.0
"""An earlier compression below the last one.

*Shifted*: the picture was cropped in between. At the phase of the first grid, coefficients still
gather at multiples of the first steps, only blurred (Bianchi and Piva 2012, see
:mod:`~liif_core.forensics.combs`). Every phase is tried with every standard table, and rated by
how it stands out of the other phases, which show the same picture.

*Aligned*: the same grid twice. Values of the last step that no multiple of the first one was
rounded to are missing, so the histogram has a period that does not fit the last table (Popescu
and Farid 2004). Every standard table is tried, and rated against periods near its own.

Limits: an earlier compression of nearly the same or of higher quality leaves no such trace, and
none is seen where the picture was resized in between. First qualities up to 96 are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.blocks import Phase, list_phases
from liif_core.forensics.combs import (
    FREQUENCIES,
    QUALITIES,
    STEPS,
    Combs,
    compute_coefficients,
)
from liif_core.forensics.excerpts import Plane
from liif_core.forensics.medians import find_medians
from liif_core.forensics.tables import Table

SHIFTED = 5.0
ALIGNED = 3.5
"""Deviations from which an earlier compression counts as found. Pictures that were compressed
once stay below 4.2 and 3."""
SMALLEST = 64 * 64
"""Pixels below which nothing can be said."""
_LOW, _HIGH = -3.0, 7.0
"""Range of a single frequency's say, so that none decides alone."""


@dataclass(frozen=True)
class Recompression:
    """The first of two compressions."""

    kind: Literal["shifted", "aligned"]
    x: int
    """Column of its first block border, 0..7."""
    y: int
    """Row of its first block border, 0..7."""
    quality: int
    """The standard quality that fits best; within a few points where the last was coarse."""
    significance: float
    """In deviations of what a single compression shows."""


def find_recompression(combs: Combs, last: Phase, table: Table | None) -> Recompression | None:
    """The compression before the one with its grid at ``last``, None without any trace.

    ``combs`` are those of the picture. ``table`` (8, 8) holds the steps of the last compression,
    None where they are not known.
    """
    if sum(plane.size for plane in combs.planes) < SMALLEST:
        return None
    shifted = _shifted(combs, last)
    if shifted is not None or table is None:
        return shifted
    return _aligned(combs.planes, last, table)


def _shifted(combs: Combs, last: Phase) -> Recompression | None:
    # Phases that share rows or columns of blocks with the last grid are marked by it.
    tried = [(x, y) for x, y in list_phases() if x != last[0] and y != last[1]]
    means, numbers = combs.fit(tried, zeros=True)
    powers = np.log(np.abs(means) ** 2 * numbers[:, None] + 0.1)
    middle = find_medians(powers)
    deviation = 1.4826 * find_medians(np.abs(powers - middle)) + 0.1
    says = np.clip((powers - middle) / deviation, _LOW, _HIGH)
    ratings = says.mean(2) * np.sqrt(len(FREQUENCIES))
    place, quality = np.unravel_index(ratings.argmax(), ratings.shape)
    rating = float(ratings[place, quality])
    if rating < SHIFTED:
        return None
    return Recompression("shifted", *tried[place], QUALITIES[quality], rating)


PERIODS = 800
"""Periods of the histograms that are looked at: n / PERIODS a step."""
_NEAR, _FAR = 8, 60
"""Distances between which other periods show what is no effect of the first table."""
_SLOW = 0.06
"""Below, a period is the histogram's own shape."""
_FEWEST = 50


def _aligned(planes: list[Plane], last: Phase, table: Table) -> Recompression | None:
    values = compute_coefficients(planes, last)
    says = np.zeros(STEPS.shape)
    for place, (row, column) in enumerate(FREQUENCIES):
        step = int(table[row, column])
        multiples = np.rint(values[:, place] / step).astype(np.intp)
        multiples = multiples[multiples != 0]
        if multiples.size >= _FEWEST:
            kinds, which = np.unique(STEPS[:, place], return_inverse=True)
            says[:, place] = _periods(multiples, step / kinds)[which]
    heard = np.maximum((says != 0).sum(1), 4)
    ratings = says.sum(1) / np.sqrt(heard)
    best = int(ratings.argmax())
    if ratings[best] < ALIGNED:
        return None
    return Recompression("aligned", *last, QUALITIES[best], float(ratings[best]))


def _periods(multiples: NDArray[np.intp], frequency: NDArray[np.float64]) -> NDArray[np.float64]:
    """How the histogram's power at each ``frequency`` (n,), in waves a step, stands out."""
    counts = np.bincount(multiples % PERIODS, minlength=PERIODS)
    power = np.abs(np.fft.rfft(counts))[1 : PERIODS // 2] ** 2 / multiples.size
    level = np.log(power + 0.3)
    folded = np.abs(frequency - np.rint(frequency))
    centre = np.minimum(np.rint(folded * PERIODS).astype(int) - 1, level.size - 1)
    # What lies beyond the ends has no say in any of these.
    padded = np.pad(level, _FAR, constant_values=np.nan)
    distances = np.arange(_NEAR + 1, _FAR + 1)
    near = padded[centre + _FAR + np.concatenate([-distances, distances])[:, None]]
    middle = find_medians(near)
    deviation = 1.4826 * find_medians(np.abs(near - middle)) + 0.2
    peak = np.fmax.reduce(padded[centre + _FAR + np.arange(-1, 2)[:, None]])
    says = np.clip((peak - middle) / deviation, _LOW, _HIGH)
    return np.where(folded >= _SLOW, says, 0)
