# SPDX-License-Identifier: Apache-2.0
"""Samples of any range, spread over the whole range of a type that the engine knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from liif_core.pictures.picture import Samples

_BAND = 256
"""Rows that are changed at once, as what is between would be larger than the picture."""


def spread(samples: NDArray[np.generic], black: float, white: float) -> Samples:
    """Integers (h, w, c) of which ``black`` becomes 0 and ``white`` the largest of a type.

    That is the smallest of uint8 and uint16 that has as many steps, otherwise float32, where it
    is 1. Beyond the two, integers are cut off, and float32 goes on.
    """
    steps = white - black
    kind: type[np.generic] = np.float32
    if steps <= 0xFFFF:
        kind = np.uint8 if steps <= 0xFF else np.uint16
    if black == 0 and samples.dtype == kind and steps == np.iinfo(kind).max:  # type: ignore[type-var]
        return samples
    result = np.empty(samples.shape, kind)
    for top in range(0, len(samples), _BAND):
        band = (samples[top : top + _BAND].astype(np.float64) - black) / steps
        if kind is not np.float32:
            band = np.rint(np.clip(band, 0, 1) * np.iinfo(kind).max)  # type: ignore[type-var]
        result[top : top + _BAND] = band
    return result


def find_white(samples: NDArray[np.generic], bits: int) -> int:
    """The largest that unsigned integers of so many ``bits`` can be, taken at their word up to 16.

    Deeper ones often hold the values of pictures with 8 or 16 bits: then it is the largest of
    those.
    """
    largest = int(samples.max(initial=0))
    for fewer in (8, 16):
        if bits > 16 and largest < 2**fewer:
            return 2**fewer - 1
    return 2**bits - 1


def spread_signed(samples: NDArray[np.generic], bits: int) -> Samples:
    """Signed integers of so many ``bits``: 0 is black, the largest is white.

    They become float32 where there are some below 0, which is kept, otherwise as by
    :func:`spread`.
    """
    white = find_white(samples, bits - 1)
    if samples.size and samples.min() < 0:
        return (samples.astype(np.float64) / white).astype(np.float32)
    return spread(samples, 0, white)


def invert(samples: Samples) -> Samples:
    """Samples of which the largest stands for black."""
    return (1 if samples.dtype.kind == "f" else np.iinfo(samples.dtype).max) - samples
