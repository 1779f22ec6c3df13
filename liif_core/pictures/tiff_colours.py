# SPDX-License-Identifier: Apache-2.0
"""The ways in which a TIFF stores colours other than as RGB or gray."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from liif_core.pictures.picture import Samples


def look_up_palette(indices: Samples, table: NDArray[np.generic] | None) -> Samples:
    """RGB (h, w, 3) uint8 of ``indices`` (h, w, 1) into ``table`` (3, n) uint16.

    Raises :class:`ValueError` where there is no such table, and :class:`IndexError` beyond it.
    """
    if table is None or table.ndim != 2:
        raise ValueError("it has no palette")
    # Written as 8 bit by some programs, and by others as those times 256 or 257.
    bytes_of_it = table if table.max() <= 0xFF else table >> 8  # type: ignore[operator]
    return bytes_of_it.T.astype(np.uint8)[indices[..., 0]]


def read_lab(samples: Samples, bits: int, *, icc: bool) -> NDArray[np.float32]:
    """CIE L*a*b* (h, w, 3), 0..100 and about 0, of integers of 8 or 16 ``bits``.

    As the standard of TIFF stores them, where a and b have a sign, or as that of ``icc`` does.
    """
    scale = 256 if bits == 16 else 1
    peak = 100 * 0xFF00 / 0xFFFF if icc and bits == 16 else 100
    signed = samples[..., 1:].astype(np.int32)
    if icc:
        signed -= 128 * scale
    else:
        signed -= (signed >= 128 * scale) * 256 * scale
    lab = np.empty(samples.shape, np.float32)
    lab[..., 0] = samples[..., 0] * np.float32(100 / (2**bits - 1) * (100 / peak))
    lab[..., 1:] = signed / np.float32(scale)
    return lab
