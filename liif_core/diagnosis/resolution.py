# SPDX-License-Identifier: Apache-2.0
"""How much of a picture's resolution is used, and whether it was enlarged before.

Two measures of the rows' and columns' spectra, which a separable interpolation shapes alike.

*Share*: how much of the resolution is in use, see :mod:`liif_core.forensics.spectra`.

*Factor*: interpolation by s filters copies of one spectrum, repeated every 1 / s of the sampling
rate, so frequencies that far apart are correlated, which they are in no other picture
(cyclostationarity: Gallagher 2005, "Detection of linear and cubic interpolation in JPEG
compressed images"; Vazquez-Padin et al. 2010). A correlation found at one distance fits
several factors; the one nearest to the share is taken.

JPEG itself correlates frequencies at multiples of 1/8, the less the farther they are apart.
Where there is a grid, such a distance counts only if it stands out of the others.

Limits: noise, added grain and ringing of a strong compression count as detail. A blurred
picture shows in the share only. After a bilinear enlargement by more than 2.5 the kinks count
as detail and the factor may be told too small. Sampling folds the copies, so that s and
s / (s - 1) correlate alike, and the share of a soft picture may choose the wrong one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane
from liif_core.forensics.repeated import Repeated
from liif_core.forensics.spectra import Spectrum, compute_spectra, find_share

SOFT = 0.65
"""Share below which a picture is soft. Untouched photos lie between 0.73 and 1."""
SHARP = 0.9
"""Share from which a picture was not enlarged, whatever correlates: some reductions do too."""
SIGNIFICANT = 20.0
"""Height of a correlation over its neighbours in their deviations. Untouched ones reach 15."""
SMALLEST_FACTOR = 1.2
"""Smaller ones are not worth undoing."""
TOLERANCE = 1.6
"""Ratio up to which a factor and the share agree."""
NEIGHBOURS = 10
"""Distances to each side that a correlation is compared with."""


@dataclass(frozen=True)
class Resolution:
    """What is really in the pixels."""

    share: float
    """Detail that there is over what the pixels could hold, along a side, above 0 to 1."""
    verdict: Literal["full", "soft", "enlarged", "repeated"]
    factor: float | None
    """By how much the picture was enlarged before, where that is sure."""
    repeated: Repeated | None = None
    """What was enlarged, where that was done by repeating pixels."""


def find_resolution(planes: list[Plane], *, has_grid: bool) -> Resolution | None:
    """Of windows of Y (h, w), all of one size; None for pictures too small or without detail.

    ``has_grid`` says whether the pixels have JPEG's grid.
    """
    spectra = compute_spectra(planes)
    share = None if spectra is None else find_share(spectra)
    if spectra is None or share is None:
        return None
    correlations = np.mean([_correlations(s) for s in spectra], axis=0)
    heights = _heights(correlations)
    if has_grid:
        heights[_of_grid(correlations)] = 0
    factor = _factor(heights, share)
    if factor is not None:
        return Resolution(share, "enlarged", factor)
    return Resolution(share, "soft" if share < SOFT else "full", None)


def _correlations(spectra: NDArray[np.complex64]) -> Spectrum:
    """Mean squared coherence of frequencies 0, 1 ... side / 2 apart."""
    rows, half = spectra.shape
    side = 2 * (half - 1)
    # Rows are real, so what is beyond Nyquist mirrors what is below it.
    spectra = np.concatenate([spectra, spectra[:, -2:0:-1].conj()], axis=1)
    level = spectra / (np.sqrt((np.abs(spectra) ** 2).mean(0)) + 1e-6)
    coherence = np.abs(level.T.conj() @ level / rows) ** 2
    index = np.arange(side)
    apart = [coherence[index, (index + d) % side].mean() for d in range(side // 2 + 1)]
    return np.array(apart, np.float64)


def _of_grid(correlations: Spectrum) -> NDArray[np.bool_]:
    """The distances whose correlation is JPEG's own: multiples of 1/8 but the highest one."""
    eighth = (correlations.size - 1) // 4
    eighths = correlations[::eighth][1:]
    marked = np.zeros(correlations.shape, bool)
    for number in range(1, 5):
        # By 1/8 a picture is not enlarged, and 3/8 is the third wave of the grid.
        if number in (1, 3) or eighths[number - 1] < eighths.max():
            marked[number * eighth - 1 : number * eighth + 2] = True
    return marked


def _heights(correlations: Spectrum) -> Spectrum:
    """Each correlation over the median of its neighbours, in their median deviations."""
    heights = np.zeros(correlations.size)
    # Nearer ones are correlated by the window, and would mean factors beyond any use.
    for distance in range(NEIGHBOURS, correlations.size):
        below = correlations[max(4, distance - NEIGHBOURS) : distance - 2]
        near = np.concatenate([below, correlations[distance + 3 : distance + NEIGHBOURS + 1]])
        middle = np.median(near)
        deviation = 1.4826 * np.median(np.abs(near - middle)) + 1e-9
        heights[distance] = (correlations[distance] - middle) / deviation
    return heights


def _factor(heights: Spectrum, share: float) -> float | None:
    """The factor of the highest correlation for which there is one that agrees with ``share``."""
    if share >= SHARP:
        return None
    side = 2 * (heights.size - 1)
    for distance in np.argsort(heights)[::-1]:
        if heights[distance] < SIGNIFICANT:
            return None
        # Copies repeat at 1 / s, and a distance beyond 1/2 shows as its complement.
        apart = distance / side
        fitting = [1 / a for a in (apart, 1 - apart)]
        # Second copies, where the first ones are there as well.
        for second in (2 / a for a in (apart, 1 - apart)):
            first = round(side / second)
            if heights[first - 1 : first + 2].max() >= SIGNIFICANT:
                fitting.append(second)
        fitting = [factor for factor in fitting if factor >= SMALLEST_FACTOR]
        factor = min(fitting, key=lambda s: abs(np.log(s * share)))
        if abs(np.log(factor * share)) < np.log(TOLERANCE):
            return float(factor)
    return None
