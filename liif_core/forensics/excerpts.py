# SPDX-License-Identifier: Apache-2.0
"""The windows of a picture that are measured, in levels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.jfif import BT601
from liif_core.runtime.windows import cut_windows

Plane = NDArray[np.float32]

SIDE = 256
"""Largest side of a window in pixels."""
MOST = 3
"""Most windows along a side."""


def cut_excerpts(samples: NDArray[np.generic]) -> list[Plane]:
    """Windows (h, w, 3) in levels of 0..255, at most ``MOST`` along each axis, ``SIDE`` a side.

    ``samples`` is (rows, columns, 1 to 4 channels) of any depth.
    """
    return [window * np.float32(255) for window in cut_windows(samples, SIDE, MOST)]


def compute_luma(window: Plane) -> Plane:
    """Y (h, w) of the colours (h, w, 3) in ``window``, in their unit."""
    return window @ np.array(BT601, np.float32)
