# SPDX-License-Identifier: Apache-2.0
"""Whether a picture is a page of text.

Most of it is paper, of any one brightness. What is written stands out of it, is thin, begins and
ends often along a row, and leaves rows free between its lines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane, compute_luma

PAPER, INK = 32.0, 64.0
"""Levels from the paper's up to which it is paper, and from which something is written."""
LEAST_PAPER = 0.76
LEAST_INK, MOST_INK = 0.02, 0.25
"""Shares of the page."""
THIN, WIDEST = 9, 30
"""Pixels that half, and nine of ten, of the strokes are wide at most, along a row."""
OFTEN = 3.0
"""Strokes in 100 pixels of a row with any."""
LINES = 3
"""Of text in a window, at least; and how high they may be in pixels:"""
LOWEST, HIGHEST = 4, 64
_BIN = 8
_TRACE = 0.01
"""Share of a row that is written on from which it belongs to a line."""


def is_page(windows: list[Plane]) -> bool:
    """Of a picture, by ``windows`` (h, w, 3) in levels."""
    planes = [compute_luma(window) for window in windows]
    paper = _find_paper(planes)
    off = [np.abs(plane - paper) for plane in planes]
    written = [each > INK for each in off]
    share = float(np.mean([each.mean() for each in written]))
    if np.mean([(each <= PAPER).mean() for each in off]) < LEAST_PAPER:
        return False
    if not LEAST_INK <= share <= MOST_INK:
        return False
    strokes = np.concatenate([_measure_runs(each) for each in written])
    rows = sum(int(np.count_nonzero(each.any(1))) for each in written)
    in_rows = 100 * strokes.size / (rows * written[0].shape[1])
    if np.median(strokes) > THIN or np.percentile(strokes, 90) > WIDEST or in_rows < OFTEN:
        return False
    lines = [_measure_runs((each.mean(1) > _TRACE)[None]) for each in written]
    heights = np.concatenate(lines)
    enough = np.median([each.size for each in lines if each.size]) >= LINES
    return bool(enough and LOWEST <= np.median(heights) <= HIGHEST)


def _find_paper(planes: list[Plane]) -> float:
    """The most frequent brightness, in levels."""
    values = np.concatenate([plane.ravel() for plane in planes])
    return _BIN * float(np.bincount(np.rint(values.clip(0, 255) / _BIN).astype(int)).argmax())


def _measure_runs(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lengths of what is ``marked`` without interruption in the rows (h, w)."""
    ends = np.diff(np.pad(marked, ((0, 0), (1, 1))).astype(np.int8), axis=1).ravel()
    return np.flatnonzero(ends < 0) - np.flatnonzero(ends > 0)
