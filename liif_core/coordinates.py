# SPDX-License-Identifier: Apache-2.0
"""Where output pixels lie between input pixels, along one axis.

LIIF (Chen et al., arXiv 2012.09161, section 3) answers a query from the latent codes at the
four corners around it. On a regular grid the corners, the relative coordinates and the area
weights of the local ensemble all separate into rows and columns, so everything a decoder needs
is two :class:`Taps`, one an axis, instead of one coordinate a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TRAINED_SCALE = 4.0
"""Largest factor in training; beyond it the cell stays that of this factor (cell clip)."""


@dataclass(frozen=True)
class Taps:
    """The two input pixels on either side of each of ``n`` output pixels.

    ``index`` (2, n) int64; ``rel`` (2, n) float32: query minus corner in LIIF's unit, half an
    input pixel; ``weight`` (2, n) float32: share of each corner in the local ensemble, sum 1.
    """

    index: NDArray[np.int64]
    rel: NDArray[np.float32]
    weight: NDArray[np.float32]

    @property
    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
        """All three, in the order in which a decoder takes them."""
        return self.index, self.rel, self.weight

    def shifted(self, origin: int) -> Taps:
        """The same taps for an input that begins at pixel ``origin`` of this one."""
        return Taps(self.index - origin, self.rel, self.weight)

    def part(self, start: int, stop: int) -> Taps:
        """The taps of output pixels ``start`` to ``stop``, counted from the first here."""
        return self.chosen(np.s_[start:stop])

    def chosen(self, outputs: slice | NDArray[np.int64]) -> Taps:
        """The taps of some output pixels only."""
        return Taps(self.index[:, outputs], self.rel[:, outputs], self.weight[:, outputs])


def positions(inputs: int, outputs: int, start: int, stop: int) -> NDArray[np.float64]:
    """Centres of output pixels ``start`` to ``stop`` in input pixels, 0 = centre of the first."""
    return (np.arange(start, stop, dtype=np.float64) + 0.5) * (inputs / outputs) - 0.5


def taps(position: NDArray[np.float64], inputs: int) -> Taps:
    """Corners of the queries at ``position`` (n,) on an axis of ``inputs`` pixels.

    Outside the centres of the first and last pixel both corners are that pixel, as in the
    published code, which clamps the shifted coordinates.
    """
    first = np.floor(position).astype(np.int64)
    index = np.clip(np.stack([first, first + 1]), 0, inputs - 1)
    delta = position - index
    # The area of the rectangle spanned with the OPPOSITE corner is the weight of a corner.
    area = np.abs(delta[::-1])
    total = area.sum(axis=0)
    weight = np.where(total > 0, area / np.where(total > 0, total, 1), 0.5)
    return Taps(index, (2 * delta).astype(np.float32), weight.astype(np.float32))


def cell(inputs: int, outputs: int) -> float:
    """Side of an output pixel in LIIF's unit, half an input pixel, clipped as trained."""
    return 2 * max(inputs / outputs, 1 / TRAINED_SCALE)


def true_cell(inputs: int, outputs: int) -> float:
    """The same, however small: for networks that were not trained with it."""
    return 2 * inputs / outputs


CUBIC = -0.5
"""Keys' parameter of cubic convolution, as in Pillow and Matlab."""


def cubic_taps(
    position: NDArray[np.float64], inputs: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Index and weight, each (4, n), of cubic convolution at ``position`` (n,)."""
    first = np.floor(position).astype(np.int64)
    offset = np.arange(-1, 3)[:, None]
    weight = cubic_weight(np.abs(position - first - offset))
    return np.clip(first + offset, 0, inputs - 1), weight.astype(np.float32)


def cubic_weight(distance: NDArray[np.floating]) -> NDArray[np.floating]:
    """Weight of a pixel at a ``distance`` of 0 to 2 pixels."""
    inner = ((CUBIC + 2) * distance - (CUBIC + 3)) * distance**2 + 1
    outer = CUBIC * (((distance - 5) * distance + 8) * distance - 4)
    return np.where(distance <= 1, inner, outer)
