# SPDX-License-Identifier: Apache-2.0
"""Which red, green, blue and white a picture's colours are mixed of."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Point: TypeAlias = tuple[float, float]
"""Chromaticity x and y of CIE 1931."""
Matrix: TypeAlias = NDArray[np.float64]

D65: Point = (0.3127, 0.3290)
D50_XYZ = (0.9642, 1.0, 0.8249)
"""The white of ICC profiles."""
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
_LARGEST = 4.0
"""More than any colorant has that makes sense: real ones are below 1.1."""


class Primaries(NamedTuple):
    """The chromaticities, and what people call them."""

    name: str
    red: Point
    green: Point
    blue: Point
    white: Point = D65


SRGB = Primaries("sRGB", (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
ADOBE_RGB = Primaries("Adobe RGB (1998)", (0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
DISPLAY_P3 = Primaries("Display P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060))


def compute_colorants(primaries: Primaries) -> Matrix | None:
    """XYZ under D50 of full red, green and blue, in columns (3, 3); None where they make no sense.

    That is where their mixture cannot be white.
    """
    points = (primaries.red, primaries.green, primaries.blue)
    if not np.isfinite((*points, primaries.white)).all() or primaries.white[1] <= 0:
        return None
    mixed = np.array([(x, y, 1 - x - y) for x, y in points]).T
    try:
        amounts = np.linalg.solve(mixed, _to_xyz(primaries.white))
    except np.linalg.LinAlgError:
        return None
    colorants = _adapt(primaries.white) @ (mixed * amounts)
    usable = (amounts > 0).all() and (np.abs(colorants) < _LARGEST).all()
    return colorants if usable else None


def are_alike(one: Primaries, other: Primaries) -> bool:
    """Whether no chromaticity differs by more than files round them."""
    return bool(np.abs(np.subtract(one[1:], other[1:])).max() < 0.0015)


def _to_xyz(point: Point) -> NDArray[np.float64]:
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _adapt(white: Point) -> Matrix:
    """The matrix (3, 3) by which XYZ under ``white`` become XYZ under D50 (Bradford)."""
    cones = _BRADFORD @ np.array(D50_XYZ) / (_BRADFORD @ _to_xyz(white))
    return np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD
