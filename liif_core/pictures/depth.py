# SPDX-License-Identifier: Apache-2.0
"""Changing the sample type: for what was asked for, and for formats that hold less."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from liif_core.pictures.picture import Picture, Samples

Depth: TypeAlias = Literal[8, 16, 32]
"""Bits of each sample; 32 is float."""
FLOAT: Final = 32
_TYPES: Final = {8: np.uint8, 16: np.uint16, FLOAT: np.float32}
_BAND = 256
_TOLERANCE = 1 / 255
"""What sharpening adds beyond black and white is no more than that."""


def to_depth(samples: Samples, dtype: type[np.uint8 | np.uint16]) -> Samples:
    """Samples as ``dtype``, rounded to nearest; floats are clipped to 0..1, NaN becomes 0.

    ``samples`` is (h, w, c) uint8, uint16 or float32 and never deeper to 16 than to 8 bit: a
    uint8 picture stays as it is.
    """
    if samples.dtype == dtype or samples.dtype == np.uint8:
        return samples
    result = np.empty(samples.shape, dtype)
    peak = np.iinfo(dtype).max
    # In bands, as the wider intermediate would be larger than the picture.
    for top in range(0, len(samples), _BAND):
        band = samples[top : top + _BAND]
        if samples.dtype == np.uint16:
            result[top : top + _BAND] = (band.astype(np.uint32) + 128) // 257
        else:
            result[top : top + _BAND] = np.rint(np.clip(np.nan_to_num(band), 0, 1) * peak)
    return result


def fill_range(samples: Samples, bits: int) -> Samples:
    """Samples of ``bits``, 9 to 16, as uint16 over its whole range; of 8, as uint8."""
    if bits <= 8:
        return samples.astype(np.uint8, copy=False)
    peak = (1 << bits) - 1
    return ((samples.astype(np.uint32) * 0xFFFF + peak // 2) // peak).astype(np.uint16)


def to_bits(samples: Samples, bits: int) -> Samples:
    """Samples, rounded to nearest, of ``bits``: uint8 for 8, otherwise uint16 up to 2**bits - 1."""
    if bits <= 8:
        return to_depth(samples, np.uint8)
    deep = to_depth(samples, np.uint16).astype(np.uint32)
    if samples.dtype == np.uint8:
        deep *= 257
    return ((deep * ((1 << bits) - 1) + 0x7FFF) // 0xFFFF).astype(np.uint16)


def repeat_gray(samples: Samples) -> Samples:
    """Gray samples (h, w, 1) as RGB, (h, w, 2) as RGBA."""
    return samples[..., [0, 0, 0, 1][: 2 + samples.shape[2]]]


def change_depth(samples: Samples, dtype: np.dtype[Any]) -> Samples:
    """Samples as uint8, uint16 or float32, whichever ``dtype`` is: rounded, or with finer steps."""
    if samples.dtype == dtype or dtype.itemsize < samples.itemsize:
        return to_depth(samples, dtype.type)
    if dtype == np.uint16:
        return samples.astype(np.uint16) * np.uint16(257)
    return samples.astype(np.float32) / np.float32(np.iinfo(samples.dtype).max)


def deepen(picture: Picture, depth: Depth | None) -> Picture:
    """The picture with the finer steps that a result of this depth shall have, if it has not."""
    if depth is None or 8 * picture.samples.itemsize >= depth:
        return picture
    return set_depth(picture, depth)


def find_type(depth: Depth | None) -> np.dtype[Any] | None:
    """That of samples of this depth."""
    return None if depth is None else np.dtype(_TYPES[depth])


def set_depth(picture: Picture, depth: Depth | None) -> Picture:
    """The picture with samples of this depth; None leaves it as it is."""
    dtype = find_type(depth)
    if dtype is None:
        return picture
    samples = change_depth(picture.samples, dtype)
    return picture if samples is picture.samples else replace(picture, samples=samples, bits=None)


def exceeds_range(samples: Samples) -> bool:
    """Whether float samples go visibly beyond 0 and 1."""
    low, high = -_TOLERANCE, 1 + _TOLERANCE
    return bool(((samples < low) | (samples > high)).any())
