# SPDX-License-Identifier: Apache-2.0
"""Pictures that were enlarged before by repeating their pixels (nearest neighbour).

Steps from one column to the next are then zero but at the borders of cells, which lie as regularly
as the factor has it; after a JPEG they are still much smaller inside. Borders that are as regular
show as a wave in the mean steps along an axis, and each of the strongest waves is tried: how large
are steps at each distance from a border, over those at a border?

Limits: factors from 1.3 to 16, after a JPEG from 1.8 on and down to about quality 70; of 1.5 half
of the borders lie in doubt, and it is seldom found. So is a picture that was cropped since. Blocks
of 8 pixels are what strong compression leaves as well, so they must be nearly flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liif_core.jfif import BLOCK
from liif_core.runtime.samples import to_unit

Steps = NDArray[np.float64]

LINES = 192
"""Rows and columns that are looked at, evenly spread."""
SMALLEST_FACTOR, LARGEST_FACTOR = 1.3, 16.0
SMALLEST_AFTER_JPEG = 1.8
"""Below, what is left of drawings looks like it."""
ALIKE = 1.2
"""Ratio of the factors across and down, at most."""
FEWEST_CELLS = 8
"""Along an axis, and so many of their borders must be seen."""
SEEN = 1 / 3
"""Share of the borders at which something must change."""
WAVES = 16
"""That are tried."""
INSIDE = 0.55
"""Steps inside of cells over those at borders, below which they are cells. Pictures that were
interpolated are above 0.58."""
INSIDE_BLOCKS = 0.15
"""The same for cells of 8 and 16 pixels: JPEG of quality 5 is at 0.22, repeated pixels at 0.12."""
AS_GOOD = 0.02
"""Difference of two that does not count: of cells and their halves the larger are taken."""
EXACT = 1e-6
"""Below, all pixels of a cell are the same."""
_ASKED = 0.5, 0.0
"""Where in a pixel programs ask for its cell: in its middle, or at its beginning."""
_DOUBT = 1e-4
"""Nearer to a border it is chance which cell that is."""


@dataclass(frozen=True)
class Repeated:
    """What was enlarged."""

    width: int
    """Pixels that there were, each of which is a cell now."""
    height: int
    exact: bool
    """Whether all pixels of a cell are still the same."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height

    def factor(self, width: int, height: int) -> float:
        """Of the enlargement to these sides, the mean of both."""
        return (width / self.width + height / self.height) / 2


def find_repeated(samples: NDArray[np.generic]) -> Repeated | None:
    """Whether ``samples`` (rows, columns, channels) are a picture of fewer pixels; None if not."""
    found = []
    for axis in (1, 0):
        steps = measure_steps(samples, axis)
        cells = _count_cells(steps)
        if cells is None:
            return None
        found.append(cells)
    (width, across), (height, down) = found
    factors = samples.shape[1] / width, samples.shape[0] / height
    exact = max(across, down) < EXACT
    if max(factors) > ALIKE * min(factors) or not (exact or min(factors) >= SMALLEST_AFTER_JPEG):
        return None
    return Repeated(width, height, exact)


def measure_steps(samples: NDArray[np.generic], axis: int) -> Steps:
    """How much it changes, of its range, from each row (axis 0) or column (1) to the next, in the
    mean."""
    across = samples if axis == 1 else samples.swapaxes(0, 1)
    lines = np.linspace(0, len(across) - 1, min(len(across), LINES)).astype(int)
    values = to_unit(np.ascontiguousarray(across[lines])).clip(0, 1)
    if values.shape[2] in (2, 4):
        # Colours under transparent pixels are nobody's picture.
        values[..., :-1] *= values[..., -1:]
    return np.asarray(np.abs(np.diff(values, axis=1)).max(-1).mean(0), np.float64)


def _count_cells(steps: Steps) -> tuple[int, float] | None:
    """How many cells there are along an axis, and how much changes inside of them (see
    :data:`INSIDE`)."""
    pixels = steps.size + 1
    ratings = {count: _rate(steps, count) for count in _list_counts(steps)}
    if not ratings:
        return None
    best = min(ratings.values())
    count = min(count for count, inside in ratings.items() if inside <= best + AS_GOOD)
    inside = ratings[count]
    block = min(abs(pixels / count - BLOCK), abs(pixels / count - 2 * BLOCK)) < 0.1
    if inside > INSIDE or (inside > INSIDE_BLOCKS and (block or inside >= _rate_blocks(steps))):
        return None
    return count, inside


def _rate_blocks(steps: Steps) -> float:
    """The same for the blocks of a JPEG, wherever they begin."""
    means = np.sort([steps[start::BLOCK].mean() for start in range(BLOCK)])
    return float(means[-2] / means[-1])


def _list_counts(steps: Steps) -> Iterator[int]:
    """Numbers of cells whose borders are among the strongest waves in ``steps``."""
    if not steps.size:
        return
    pixels = steps.size + 1
    waves = np.abs(np.fft.rfft(steps - steps.mean(), pixels))
    waves[: int(pixels / LARGEST_FACTOR)] = 0
    most = int(pixels / SMALLEST_FACTOR)
    for wave in np.argsort(waves)[::-1][:WAVES].tolist():
        # Of cells of less than two pixels the other side of the spectrum tells.
        for count in (wave, pixels - wave):
            if FEWEST_CELLS <= count <= most and count >= pixels / LARGEST_FACTOR:
                yield count


def _rate(steps: Steps, count: int) -> float:
    """The largest mean step at any distance from a border of ``count`` cells, over that at them."""
    return min(_rate_borders(steps, count, asked) for asked in _ASKED)


def _rate_borders(steps: Steps, count: int, asked: float) -> float:
    places = np.arange(steps.size + 1) + asked
    before, behind = (
        np.diff(((places + doubt) * count / places.size).astype(int)) > 0
        for doubt in (-_DOUBT, _DOUBT)
    )
    borders = np.flatnonzero(before & behind)
    if np.count_nonzero(steps[borders]) < max(FEWEST_CELLS / 2, SEEN * borders.size):
        return np.inf
    looked_at = np.flatnonzero(before == behind)
    # From the last border, sure or not.
    every = np.flatnonzero(before | behind)
    looked_at = looked_at[looked_at >= every[0]]
    distances = looked_at - every[np.searchsorted(every, looked_at, side="right") - 1]
    number = np.bincount(distances)
    means = np.bincount(distances, steps[looked_at]) / np.maximum(number, 1)
    # At the ends of an axis and of long cells there are too few to mean anything.
    means = means[number >= 0.02 * borders.size]
    inside = means[1:].max() if means.size > 1 else np.inf
    # In the middle, as a few lines of a drawing must not decide for all.
    # Not by np.median, which loads the masked arrays.
    sorted_steps = np.sort(steps[borders])
    middle = sorted_steps[(borders.size - 1) // 2 : borders.size // 2 + 1]
    at_borders = middle.mean() if middle.size else np.nan
    return float(inside / at_borders) if at_borders > 0 else (np.inf if inside else 0.0)
