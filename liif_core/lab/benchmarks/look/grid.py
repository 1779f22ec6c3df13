# SPDX-License-Identifier: Apache-2.0
"""What repeats with the pixels of the source: the grid that a network can lay over a picture.

Distances by features hardly feel it, as it is fine and everywhere; eyes do. A pattern at the pitch
of the source pixels has its energy at whole numbers of cycles a source pixel, by any factor. There
the picture is demodulated: within a Gaussian window around each of many places, the amplitude of
each such wave that the output can hold. The scene has some energy there too, so the same is said
of the truth; and beside the level stands by how much it is above that of waves a little longer and
shorter, which the scene has as well, but a grid has not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, maximum_filter

from liif_core.lab.benchmarks.metrics import Picture
from liif_core.runtime.threads import products_by_one_core

Plane = NDArray[np.float64]
Mask = NDArray[np.bool_]
Pitch = tuple[float, float]
"""Size of a source pixel in output pixels, down and across."""

GREY = np.array([0.299, 0.587, 0.114])
SIGMA = 2.0
"""Deviation of the window in source pixels. In a narrower one all texture looks like a grid, in a
wider one a grid that follows the texture is lost."""
WHOLE = 2.5
"""Sigmas each way that a window has at the least."""
BESIDE = 0.3
"""Cycles a source pixel to the waves that are compared with; the window tells them well apart."""
FLAT = 3.0
"""Levels from one output pixel to the next that are no edge yet."""
CALM = 9
"""Side in output pixels of the surroundings of a flat pixel that have no edge."""
LEAST = 0.01
"""Share of a picture that must be ground of a kind, to be measured."""
_SEEN = 0.05
"""Share of a window that must lie on the ground that is measured."""


@dataclass(frozen=True)
class Grid:
    """In levels of 255; not a number where a picture has no such ground."""

    flat: float
    """Root mean square of what repeats with the source pixels, on flat ground."""
    texture: float
    """The same on all other ground."""
    beyond: float
    """On that ground, what exceeds the waves beside: the root of the difference of the squares,
    below 0 where there is less than beside."""


def flat_ground(truth: Picture) -> Mask:
    """Where ``truth`` (h, w, 3) has neither edges nor texture, (h, w)."""
    slope = np.hypot(*np.gradient(gaussian_filter(_grey(truth), 1)))
    return maximum_filter(slope, CALM) < FLAT


def measure_grid(picture: Picture, flat: Mask, pitch: Pitch) -> Grid:
    """The grid in ``picture`` (h, w, 3), whose ground is ``flat`` (h, w) or not."""
    grey = _grey(picture)
    level, _ = _measure(grey, flat, pitch)
    return Grid(level, *_measure(grey, ~flat, pitch))


def _grey(picture: Picture) -> Plane:
    return picture.astype(np.float64) @ GREY


@products_by_one_core()
def _measure(grey: Plane, where: Mask, pitch: Pitch) -> tuple[float, float]:
    """Level, and what exceeds the waves beside, of ``grey`` ``where`` that is so."""
    if where.mean() < LEAST or min(pitch) <= 1:
        return float("nan"), float("nan")
    ground = where.astype(np.float64)
    sigmas = SIGMA * pitch[0], SIGMA * pitch[1]
    share = np.maximum(gaussian_filter(ground, sigmas, mode="constant"), 1e-9)
    # Without the mean around: a window that the ground does not fill would see its end as a wave.
    mean = gaussian_filter(grey * ground, sigmas, mode="constant") / share
    signal = (grey - mean) * ground
    seen = _Demodulated(ground, pitch)(0, 0).real
    used = seen > _SEEN
    seen = seen[used]
    demodulated = _Demodulated(signal, pitch)

    def power(down: float, across: float) -> float:
        """Mean square of the wave of so many cycles a source pixel."""
        squares = np.abs(demodulated(down, across)[used]) ** 2
        return float((squares / seen).sum() / seen.sum())

    total = beyond = 0.0
    for down, across in product(*(_waves(size) for size in pitch)):
        if down or across:
            here = power(down, across)
            # Along an axis the scene has more than beside it: its waves are compared with those.
            beside = [power(down + y, across + x) for y, x in product(_steps(down), _steps(across))]
            total += here
            beyond += here - float(np.exp(np.mean(np.log(np.maximum(beside, 1e-12)))))
    return float(np.sqrt(total)), float(np.sign(beyond) * np.sqrt(abs(beyond)))


def _waves(pitch: float) -> list[int]:
    """Cycles a source pixel of the waves that repeat with it, of positive and negative sense, and
    that pixels of ``pitch`` hold; at half a cycle an output pixel both senses are one."""
    highest = int(pitch / 2 + 1e-9)
    lowest = 1 - highest if abs(pitch / 2 - highest) < 1e-9 else -highest
    return list(range(lowest, highest + 1))


def _steps(cycles: int) -> tuple[float, ...]:
    return (-BESIDE, BESIDE) if cycles else (0.0,)


class _Demodulated:
    """Amplitudes of the waves in a plane, at each place; what is needed twice is kept."""

    def __init__(self, plane: Plane, pitch: Pitch) -> None:
        self._plane = plane
        self._pitch = pitch
        self._rows: dict[float, NDArray[np.complex128]] = {}
        self._columns: dict[float, NDArray[np.complex128]] = {}

    def __call__(self, down: float, across: float) -> NDArray[np.complex128]:
        """Of the wave of ``down`` and ``across`` cycles a source pixel."""
        if down not in self._rows:
            window = _windows(self._plane.shape[0], self._pitch[0], down)
            self._rows[down] = window @ self._plane
        if across not in self._columns:
            self._columns[across] = _windows(self._plane.shape[1], self._pitch[1], across).T
        return self._rows[down] @ self._columns[across]


def _windows(count: int, pitch: float, cycles: float) -> NDArray[np.complex128]:
    """A row for each place: the window around it times the wave; they lie half a sigma apart, and
    away from the ends, as half a window would take other waves for this one."""
    pixels = np.arange(count)
    end = min(WHOLE * SIGMA * pitch, (count - 1) / 2)
    centres = np.arange(end, count - end, max(1.0, SIGMA * pitch / 2))
    window = np.exp(-0.5 * ((pixels - centres[:, None]) / (SIGMA * pitch)) ** 2)
    window /= window.sum(axis=1, keepdims=True)
    return window * np.exp(-2j * np.pi * cycles / pitch * pixels)
