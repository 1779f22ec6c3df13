# SPDX-License-Identifier: Apache-2.0
"""The weights of a network for ncnn: its .bin file, which holds them one layer after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.errors import LiifError

_SINGLE = 0
_SINGLE_SCALED = 0x0002C056
_HALF = 0x01306B47
"""What stands before weights, for how they are stored; other marks are of rounded ones."""
Array = NDArray[np.float32]


class Weights:
    """Reads them in their order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> Array:
        """The next ``count`` numbers, of a layer's first kind: in the precision that they say.

        Raises :class:`LiifError`.
        """
        mark = int(self._next(np.dtype("<u4"), 1)[0])
        if mark == _HALF:
            values = self._next(np.dtype("<f2"), count)
            self._at += -self._at % 4
        elif mark in (_SINGLE, _SINGLE_SCALED):
            values = self._next(np.dtype("<f4"), count)
        else:
            raise LiifError(
                "its weights are rounded to 8 bits, or damaged",
                "look for the same network in half or single precision",
            )
        return _finite(values)

    def take_plain(self, count: int) -> Array:
        """The next ``count`` numbers, of a layer's further ones: in single precision."""
        return _finite(self._next(np.dtype("<f4"), count))

    def finish(self) -> None:
        """Raise :class:`LiifError` if something is left."""
        if self._at != len(self._data):
            raise LiifError(
                f"its .bin file does not belong to it: {len(self._data) - self._at} bytes are left"
            )

    def _next(self, kind: np.dtype[np.generic], count: int) -> NDArray[np.generic]:
        if count < 0 or self._at + count * kind.itemsize > len(self._data):
            raise LiifError("its .bin file is too short: it is damaged, or another network's")
        values = np.frombuffer(self._data, kind, count, self._at)
        self._at += count * kind.itemsize
        return values


def _finite(values: NDArray[np.generic]) -> Array:
    found = values.astype(np.float32)
    if not np.isfinite(found).all():
        raise LiifError("its weights are damaged: some are no numbers")
    return found
