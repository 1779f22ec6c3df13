# SPDX-License-Identifier: Apache-2.0
"""A guest behind the interface of our own models: it encodes a tile to its answer, which is larger
by its whole factor; decoding is the resampling of that to the pixels that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from liif_core.coordinates import Taps, cubic_weight
from liif_core.registry.guests import Guest
from liif_core.registry.models import ModelEntry
from liif_core.runtime.backends.engines import Engine
from liif_core.runtime.backends.interface import Pixels, Window
from liif_core.runtime.backends.onnx_backend import open_network, usable
from liif_core.runtime.backends.onnx_binding import Inputs
from liif_core.runtime.backends.openvino_network import Precision

Network = Callable[[Inputs], NDArray[np.float32]]
ALIKE = 1e-6
"""Difference of places, in pixels, that is rounding."""
_KEPT = 64
"""Axes whose matrices are kept."""


class GuestBackend:
    """See :class:`liif_core.runtime.backends.interface.Backend`. Raises :class:`LiifError`."""

    decodes_by_one_core = True

    def __init__(
        self, entry: ModelEntry, device: str, warn: Callable[[str], None], engine: Engine
    ) -> None:
        assert entry.guest is not None, "only opened for guests"
        self._entry, self._guest = entry, entry.guest
        with usable(entry):
            precision: Precision = "bf16" if self._guest.half else "f32"
            opened = open_network(entry, "network", device, warn, engine, precision=precision)
        self._network, self.name, self.provider = opened
        self._matrix = lru_cache(_KEPT)(_make_matrix)

    def estimate(self, pieces: Pixels) -> float:
        raise AssertionError("only asked of models that take a strength")

    def encode(self, pixels: Pixels, strength: int, *, lasting: bool = False) -> Pixels:
        with usable(self._entry):
            made = answer(self._network, pixels, self._guest)
        # What it overshoots by is no colour; reduced, it would become one. The copy lasts.
        return np.clip(made, 0, 1)

    def decode(
        self,
        features: Pixels,
        window: Window,
        rows: Taps,
        columns: Taps,
        cell: tuple[float, float],
    ) -> Pixels:
        """The places are asked for in the whole tile, beyond the window too: its margin is there
        for that."""
        down = self._places(rows, window.top, features.shape[1], cell[0])
        across = self._places(columns, window.left, features.shape[2], cell[1])
        part = features[:, down[1], across[1]]
        # Where the answer's own pixels are asked for they are taken as they are.
        if down[0] is not None:
            part = np.matmul(down[0], part)
        if across[0] is not None:
            part = np.matmul(part, across[0].T)
        return np.ascontiguousarray(part, np.float32)

    def _places(
        self, taps: Taps, origin: int, length: int, cell: float
    ) -> tuple[NDArray[np.float32] | None, slice]:
        """What resamples an axis of the answer, and which part of the axis."""
        # From pixels of the source to those of the answer.
        place = taps.index[0] + origin + taps.rel[0].astype(np.float64) / 2
        place = (place + 0.5) * self._guest.scale - 0.5
        size = cell / 2 * self._guest.scale
        first = round(float(place[0]))
        if (abs(place - first - np.arange(len(place))) < 1e-3).all() and abs(size - 1) < ALIKE:
            return None, slice(first, first + len(place))
        return self._matrix(place.tobytes(), length, size)


def _make_matrix(places: bytes, length: int, size: float) -> tuple[NDArray[np.float32], slice]:
    """Cubic interpolation at ``places`` of an axis of ``length`` pixels; antialiased where a
    result's pixel is of a ``size`` above 1. Weights beyond the ends count for nobody."""
    place = np.frombuffer(places, np.float64)
    wide = max(1.0, size)
    start = max(0, int(np.floor(place.min() - 2 * wide)))
    stop = min(length, int(np.ceil(place.max() + 2 * wide)) + 1)
    distance = np.abs(np.arange(start, stop) - place[:, None]) / wide
    weight = np.where(distance < 2, cubic_weight(distance), 0)
    weight /= weight.sum(1, keepdims=True)
    return weight.astype(np.float32), slice(start, stop)


def answer(network: Network, pixels: Pixels, guest: Guest) -> Pixels:
    """What ``network`` makes of ``pixels`` (channels, h, w): (channels, scale h, scale w).

    Where the guest needs more around them the outermost pixels are repeated. ``pixels`` have three
    channels; one that sees a single one is asked three times, or once where all are alike.
    """
    if guest.channels == 3:
        return _ask(network, pixels, guest)
    if (pixels == pixels[:1]).all():
        return np.repeat(_ask(network, pixels[:1], guest), len(pixels), 0)
    return np.concatenate([_ask(network, plane[None], guest) for plane in pixels])


def _ask(network: Network, pixels: Pixels, guest: Guest) -> Pixels:
    height, width = pixels.shape[1:]
    before = pad_before(guest)
    after = (_missing(height, before, guest), _missing(width, before, guest))
    padded = np.pad(pixels, ((0, 0), (before, after[0]), (before, after[1])), "edge")
    made = network({"pixels": padded[None]})[0]
    wanted = [guest.scale * side - guest.crop for side in padded.shape[1:]]
    if made.shape != (guest.channels, *wanted):
        raise ValueError(f"an answer of shape {made.shape} instead of {wanted}")
    start = guest.scale * before - guest.crop // 2
    rows = slice(start, start + guest.scale * height)
    return made[:, rows, start : start + guest.scale * width]


def pad_before(guest: Guest) -> int:
    """Source pixels that are put before the first row and column, for the answer to reach it."""
    least = -(-(guest.crop // 2) // guest.scale)
    # By whole steps, so that they begin where they would without.
    return -(-least // guest.step) * guest.step


def _missing(length: int, before: int, guest: Guest) -> int:
    """Source pixels that are put after the last."""
    behind = -(-(guest.crop - guest.crop // 2) // guest.scale)
    wanted = max(before + length + behind, guest.least)
    return -(-wanted // guest.step) * guest.step - before - length
