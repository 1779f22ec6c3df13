# SPDX-License-Identifier: Apache-2.0
"""The spectra of a picture's rows and columns, and how much of its resolution they use.

Photographs have power that falls with the square of the frequency (Field 1987), so power times
squared frequency is about level up to the finest detail there is, and falls where interpolation or
blur has left none. The frequency below which four fifths of it lie, over four fifths of Nyquist, is
the share of the resolution in use. It is near 1 for a sharp photo, near 1 / s after an enlargement
by s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane

Spectrum = NDArray[np.float64]
SMALLEST = 64
"""Side in pixels below which nothing can be said."""
LOWEST = 0.06
"""Frequency relative to Nyquist below which a picture's composition decides, not its detail."""
SHARE = 0.8
ROUNDING = 1 / 12
"""Power of the rounding to whole levels."""


def compute_spectra(planes: list[Plane]) -> list[NDArray[np.complex64]] | None:
    """Unitary spectra (rows, frequencies from 0 to Nyquist) of the rows of each window of Y (h, w),
    all of one size, and of its columns, less their mean, under a Hann window; None where windows
    are too small."""
    side = min(planes[0].shape) // 8 * 8
    if side < SMALLEST:
        return None
    window = np.hanning(side + 2)[1:-1]
    window /= np.sqrt((window**2).mean() * side)
    window = window.astype(np.float32)
    return [
        np.fft.rfft((rows - rows.mean(1, keepdims=True)) * window, axis=1).astype(np.complex64)
        for plane in planes
        for rows in (plane[:side, :side], plane[:side, :side].T)
    ]


def find_share(spectra: list[NDArray[np.complex64]]) -> float | None:
    """Detail that there is over what the pixels could hold, along a side, above 0 to 1; None where
    there is no detail."""
    power: Spectrum = np.mean([(np.abs(each) ** 2).mean(0) for each in spectra], axis=0)
    frequency = np.linspace(0, 1, power.size)
    detail = np.maximum(power - ROUNDING, 0) * frequency**2
    detail[frequency < LOWEST] = 0
    total = np.cumsum(detail)
    if total[-1] == 0:
        return None
    return min(1.0, float(np.interp(SHARE, total / total[-1], frequency)) / SHARE)
