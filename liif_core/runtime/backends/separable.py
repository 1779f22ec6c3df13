# SPDX-License-Identifier: Apache-2.0
"""The decoder of ``fast`` on a processor: four matrix products for a block, and nothing else.

It computes what :class:`liif_core.networks.fast.Decoder` does. An engine that runs that graph
spends most of the time between its many small operations; here the matrices of an axis are made
once for all blocks beside each other.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from liif_core.coordinates import Taps, cubic_weight
from liif_core.runtime.backends.interface import Pixels, Window
from liif_core.runtime.blending import Weights

KEPT = 64
"""Axes whose matrices are kept: those of a tile's rows or columns, and more."""


class SeparableDecoder:
    """A function of features and taps.

    See :class:`liif_core.runtime.backends.interface.Backend`.
    """

    def __init__(self, weights: Weights) -> None:
        self._bases = [_Basis(weights, f"decoder.{axis}.layers.") for axis in ("rows", "columns")]
        self._matrices = lru_cache(KEPT)(self._make_matrices)

    def __call__(
        self,
        features: NDArray[np.float32],
        window: Window,
        rows: Taps,
        columns: Taps,
        cell: tuple[float, float],
    ) -> Pixels:
        top, bottom, left, right = window
        part = features[0, :, top:bottom, left:right]
        height, width = part.shape[1:]
        down, cubic_down = self._matrices(0, height, cell[0], *_key(rows))
        across, cubic_across = self._matrices(1, width, cell[1], *_key(columns))
        size = self._bases[0].size
        # From (colour, column basis, row basis, y, x) to (row basis, y) by (colour, ..., x).
        count = 3 * size * size
        latent = part[:count].reshape(3, size, size, height, width).transpose(2, 3, 0, 1, 4)
        half: NDArray[np.float32] = down @ latent.reshape(size * height, -1)
        colours: NDArray[np.float32] = half.reshape(-1, size * width) @ across
        # Networks of before 0.3 have the pixels alone.
        share = np.float32(min(max(2 - max(cell), 0), 1))
        pixels = part[-3:] - share * part[count:-3] if len(part) > count + 3 else part[-3:]
        pixels = pixels.transpose(1, 0, 2).reshape(height, -1)
        colours += (cubic_down @ pixels).reshape(-1, width) @ cubic_across
        return colours.reshape(len(down), 3, -1).transpose(1, 0, 2)

    def _make_matrices(
        self, axis: int, inputs: int, cell: float, index: bytes, rel: bytes, weight: bytes
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What the taps of an axis do to latent codes and to pixels, as two matrices.

        For rows (outputs, basis x inputs) and (outputs, inputs), for columns transposed.
        """
        index_of = np.frombuffer(index, np.int64).reshape(2, -1)
        places, shares = (np.frombuffer(v, np.float32).reshape(2, -1) for v in (rel, weight))
        values = self._bases[axis](places, cell) * shares[..., None]
        outputs = np.arange(index_of.shape[1])
        latent = np.zeros((len(outputs), values.shape[-1], inputs), np.float32)
        for corner, value in zip(index_of, values, strict=True):
            latent[outputs, :, corner] += value
        pixels = np.zeros((len(outputs), inputs), np.float32)
        for near, value in zip(*_cubic_taps(index_of[0], places[0], inputs), strict=True):
            pixels[outputs, near] += value
        both = latent.reshape(len(outputs), -1), pixels
        return both if axis == 0 else (both[0].T.copy(), both[1].T.copy())


class _Basis:
    """:class:`liif_core.networks.fast.Basis`."""

    def __init__(self, weights: Weights, prefix: str) -> None:
        self._layers = [
            (weights[f"{prefix}{layer}.weight"].T, weights[f"{prefix}{layer}.bias"])
            for layer in (0, 2, 4)
        ]
        self.size = len(self._layers[-1][1])

    def __call__(self, rel: NDArray[np.float32], cell: float) -> NDArray[np.float32]:
        waves = [f(np.float32(np.pi / 2 * k) * rel) for k in (1, 2, 4) for f in (np.sin, np.cos)]
        values = np.stack([*waves, rel, np.full_like(rel, cell)], -1)
        *hidden, (weight, bias) = self._layers
        for inner, offset in hidden:
            values = np.maximum(values @ inner + offset, 0)
        return values @ weight + bias


def _key(taps: Taps) -> tuple[bytes, bytes, bytes]:
    return taps.index.tobytes(), taps.rel.tobytes(), taps.weight.tobytes()


def _cubic_taps(
    index: NDArray[np.int64], rel: NDArray[np.float32], inputs: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Index and weight, each (4, n), of cubic convolution, from the taps of the first corners."""
    delta = rel / 2
    below = np.floor(delta)
    offset = np.arange(-1, 3)[:, None]
    near = (index + below.astype(np.int64) + offset).clip(0, inputs - 1)
    distance = abs(delta - below - offset.astype(np.float32))
    return near, cubic_weight(distance).astype(np.float32)
