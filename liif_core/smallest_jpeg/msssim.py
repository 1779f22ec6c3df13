# SPDX-License-Identifier: Apache-2.0
"""MS-SSIM: how alike two pictures are to the eye, seen from several distances.

Wang, Simoncelli and Bovik, "Multi-scale structural similarity for image quality assessment",
2003, with the constants of their program: contrast and structure are compared at five sizes, each
half the one before, brightness at the smallest.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""Exponents of the five sizes, the full size first, as published: their sum is 1.0001."""
WINDOW = 11
"""Side of the Gaussian window in pixels, at each size."""
FULL_SIDE = (WINDOW - 1) * 2 ** (len(WEIGHTS) - 1) + 1
"""Pixels that the shorter side of a picture needs to be compared at all five sizes."""
_SIGMA = 1.5
_PEAK = 255
_C1 = (0.01 * _PEAK) ** 2
_C2 = (0.03 * _PEAK) ** 2
_MIDDLE = 128
"""Taken off the values: variances of smaller numbers are more exact in single precision."""
_BAND = 64
"""Rows compared at a time, so that what is being computed stays in the cache."""

Plane: TypeAlias = NDArray[np.floating[Any]]
"""(h, w), in single precision throughout."""


def count_scales(width: int, height: int) -> int:
    """How many of the five scales a picture has, 1 to 5: the window must fit in each.

    All five from ``FULL_SIDE`` pixels on. Below that the weights of those there are, are scaled to
    the same sum, so that likenesses of small and of large pictures are not quite comparable. In
    pictures below 11 pixels the window shrinks.
    """
    side, count = min(width, height), 1
    while count < len(WEIGHTS) and (side + 1) // 2 >= WINDOW:
        side, count = (side + 1) // 2, count + 1
    return count


class Reference:
    """A plane that others are compared with."""

    def __init__(self, plane: NDArray[np.uint8]) -> None:
        """``plane`` is (h, w), 0 to 255, at least 1 x 1."""
        height, width = plane.shape
        self._planes = _pyramid(plane, count_scales(width, height))
        side = min(WINDOW, height, width)
        self._kernel = _gaussian(side - 1 + side % 2)

    def compare(self, plane: NDArray[np.uint8]) -> float:
        """MS-SSIM of ``plane``, of the reference's shape: 1 where they are equal, at least 0."""
        if plane.shape != self._planes[0].shape:
            raise ValueError(f"a plane of {plane.shape} beside one of {self._planes[0].shape}")
        count = len(self._planes)
        result = 1.0
        share = sum(WEIGHTS[:count]) / sum(WEIGHTS)
        others = _pyramid(plane, count)
        for scale, (a, b) in enumerate(zip(self._planes, others, strict=True)):
            whole, structure = _compare(a, b, self._kernel)
            # Opposite structures count as none: a negative number has no such power.
            value = max(whole if scale == count - 1 else structure, 0.0)
            result *= value ** (WEIGHTS[scale] / share)
        return result


def _gaussian(side: int) -> Plane:
    position = np.arange(side) - side // 2
    kernel = np.exp(-(position**2) / (2 * _SIGMA**2))
    return (kernel / kernel.sum()).astype(np.float32)


def _pyramid(plane: NDArray[np.uint8], count: int) -> list[Plane]:
    planes: list[Plane] = [plane.astype(np.float32) - _MIDDLE]
    for _ in range(count - 1):
        last = planes[-1]
        height, width = last.shape
        even = np.pad(last, ((0, height % 2), (0, width % 2)), mode="edge")
        rows = even[::2] + even[1::2]
        planes.append((rows[:, ::2] + rows[:, 1::2]) / 4)
    return planes


def _compare(a: Plane, b: Plane, kernel: Plane) -> tuple[float, float]:
    """Mean SSIM of two planes, and the mean of its contrast and structure alone."""
    rows = len(a) - len(kernel) + 1
    columns = a.shape[1] - len(kernel) + 1
    whole = structure = 0.0
    for top in range(0, rows, _BAND):
        band = slice(top, min(top + _BAND, rows) + len(kernel) - 1)
        alike, light = _compare_band(a[band], b[band], kernel)
        structure += float(alike.sum(dtype=np.float64))
        whole += float((alike * light).sum(dtype=np.float64))
    return whole / (rows * columns), structure / (rows * columns)


def _compare_band(a: Plane, b: Plane, kernel: Plane) -> tuple[Plane, Plane]:
    """Likeness of contrast and structure, and of brightness, around each pixel."""
    mean_a, mean_b = _blurred(a, kernel), _blurred(b, kernel)
    variance_a = _blurred(a * a, kernel) - mean_a * mean_a
    variance_b = _blurred(b * b, kernel) - mean_b * mean_b
    covariance = _blurred(a * b, kernel) - mean_a * mean_b
    alike = (2 * covariance + _C2) / (variance_a + variance_b + _C2)
    mean_a += _MIDDLE
    mean_b += _MIDDLE
    light = (2 * mean_a * mean_b + _C1) / (mean_a * mean_a + mean_b * mean_b + _C1)
    return alike, light


def _blurred(values: Plane, kernel: Plane) -> Plane:
    """``values`` under the window along both axes, where all of it lies inside."""
    for axis in (0, 1):
        length = values.shape[axis] - len(kernel) + 1
        views = [
            values[k : k + length] if axis == 0 else values[:, k : k + length]
            for k in range(len(kernel))
        ]
        middle = len(kernel) // 2
        total = views[middle] * kernel[middle]
        for k in range(middle):
            total += (views[k] + views[-1 - k]) * kernel[k]
        values = total
    return values
