# SPDX-License-Identifier: Apache-2.0
"""A source as if it had been sampled a fraction of a pixel beside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core import coordinates
from liif_core.runtime.backends.interface import Window
from liif_core.runtime.samples import to_unit


def resample_shifted(
    source: NDArray[np.generic], window: Window, shift: tuple[float, float]
) -> NDArray[np.float32]:
    """The window of ``source`` (rows, columns, channels) by cubic convolution, 0..1 nominal, each
    pixel taken ``shift`` pixels lower and farther to the right."""
    spans = ((window.top, window.bottom), (window.left, window.right))
    (row, down), (column, across) = (
        coordinates.cubic_taps(np.arange(*span, dtype=np.float64) + offset, size)
        for span, offset, size in zip(spans, shift, source.shape, strict=False)
    )
    left, right = int(column.min()), int(column.max()) + 1
    part = sum(
        weight[:, None, None] * to_unit(source[index, left:right])
        for index, weight in zip(row, down, strict=True)
    )
    part = sum(
        weight[:, None] * part[:, index - left]
        for index, weight in zip(column, across, strict=True)
    )
    return np.asarray(part, np.float32)
