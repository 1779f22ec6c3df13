# SPDX-License-Identifier: Apache-2.0
"""Samples as editors and files have them, to the network's 0..1 and back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.errors import LiifError

LIMIT = np.float32(1e30)
"""Largest float sample: sums of a few infinite ones must stay within single precision."""


def to_unit(samples: NDArray[np.generic]) -> NDArray[np.float32]:
    """``samples`` uint8, uint16 or float32, any shape; integers become 0..1."""
    if samples.dtype == np.float32:
        # An undefined sample has no colour to keep; it must not spread through the network.
        return np.nan_to_num(samples.astype(np.float32, copy=False)).clip(-LIMIT, LIMIT)
    return samples.astype(np.float32) / np.float32(_largest(samples.dtype))


def from_unit(values: NDArray[np.float32], dtype: np.dtype[np.generic]) -> NDArray[np.generic]:
    """The inverse, of finite values: rounded and limited for integers, as they are for floats."""
    if dtype == np.float32:
        return values
    largest = _largest(dtype)
    # What is limited first cannot run over when it is multiplied.
    return np.rint(values.clip(0, 1) * np.float32(largest)).astype(dtype)


def write(values: NDArray[np.float32], target: NDArray[np.generic]) -> None:
    """Put ``values``, as :func:`from_unit` has them, into ``target``, both (h, w, channels).

    Channel by channel, as the decoder leaves each in a plane of its own: numpy would jump from one
    to the other for every sample.
    """
    samples = from_unit(values, target.dtype)
    for channel in range(target.shape[-1]):
        target[..., channel] = samples[..., channel]


def undefined() -> LiifError:
    """For what a network said that is no number, or none that there can be."""
    return LiifError(
        "the network produced undefined values; nothing was written",
        "install LIIF again, and report this with the output of liif doctor",
    )


def _largest(dtype: np.dtype[np.generic]) -> int:
    return int(np.iinfo(dtype).max)  # type: ignore[type-var]
