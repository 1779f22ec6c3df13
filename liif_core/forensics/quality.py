# SPDX-License-Identifier: Apache-2.0
"""The quality of a compression, read off the pixels when the file does not tell it.

The standard table whose steps the coefficients on the picture's own grid are multiples of, as
in Fan and de Queiroz (Identification of bitmap compression history, IEEE Transactions on Image
Processing 12(2), 2003).

Limits: only for pixels as they left the decoder, which may be cropped but not resized or
toned, and up to quality 96. Encoders with tables of their own fit no standard table and are not
recognised.
"""

from __future__ import annotations

import numpy as np

from liif_core.forensics.blocks import Phase
from liif_core.forensics.combs import QUALITIES, STEPS, Combs
from liif_core.forensics.medians import find_medians
from liif_core.jfif import BLOCK

FITS = 0.5
"""Share of a perfect fit from which a table counts; other tables stay below 0.2."""
NEARLY = 0.8
"""Share of the best fit from which a table of larger steps is preferred."""
FEWEST = 20
"""Coefficients other than 0 that a frequency needs to have a say."""
ROUNDING = 0.33
"""Standard deviation in coefficients of the rounding to whole levels and from Y to RGB."""
ELSEWHERE = ((4, 4), (3, 5), (5, 3), (2, 6), (6, 2))
"""Shifts off the grid, where the same picture shows what is no effect of the grid."""


def estimate_quality(combs: Combs, grid: Phase) -> int | None:
    """The quality, one of ``QUALITIES``, of the compression that left its grid at ``grid``.

    ``combs`` are those of the picture. None where the steps cannot be told.
    """
    others = [((grid[0] + x) % BLOCK, (grid[1] + y) % BLOCK) for x, y in ELSEWHERE]
    means, numbers = combs.fit([grid, *others], zeros=False)
    found, number = means[0].real, numbers[0]
    chance = find_medians(means[1:].real)
    perfect = np.exp(-2 * (np.pi * ROUNDING / STEPS) ** 2)
    weight = perfect * (number >= FEWEST)
    scale = (weight * (perfect - chance)).sum(1)
    fit = ((found - chance) * weight).sum(1) / np.maximum(scale, 0.5)
    if fit.max() < FITS:
        return None
    # Multiples of large steps are multiples of their divisors too: the first good fit counts.
    first = int((fit >= NEARLY * fit.max()).argmax())
    near = fit[first : first + 3]
    # Neighbours may have the same steps: from the end, so that 75 is not called 74.
    return QUALITIES[first + near.size - 1 - int(near[::-1].argmax())]
