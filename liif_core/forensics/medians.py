# SPDX-License-Identifier: Apache-2.0
"""Medians over one axis: numpy's own load its masked arrays, and are slower for short rows."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", bound=np.floating)


def find_medians(values: NDArray[_Number]) -> NDArray[_Number]:
    """The median along the first axis of ``values``, of those that are numbers, one at least."""
    ordered = np.sort(values, axis=0)  # with all that are no numbers at the end
    count = np.isfinite(values).sum(axis=0, keepdims=True)
    low, high = (
        np.take_along_axis(ordered, place, axis=0) for place in ((count - 1) // 2, count // 2)
    )
    middle: NDArray[_Number] = ((low + high) / 2)[0]
    return middle
