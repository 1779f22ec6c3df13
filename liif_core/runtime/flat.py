# SPDX-License-Identifier: Apache-2.0
"""Where a picture is of one colour, and no network is needed to say what it becomes.

Effort where it matters, as in SDComp (arXiv 2408.08575): a product on white, a scanned page, a
logo on nothing are mostly flat, and stay exactly so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]
BOUND = 0.5 / 255
"""How far off a network's answer to one colour may be for that colour to be taken instead."""


def find_changing(part: NDArray[np.generic]) -> tuple[Span, Span] | None:
    """The smallest rows and columns of ``part`` (h, w, channels) outside of which each pixel is
    as its neighbours; None where all are alike."""
    below = (part[1:] != part[:-1]).any(-1)
    beside = (part[:, 1:] != part[:, :-1]).any(-1)
    spans = []
    for axis in (0, 1):
        across, along = (below, beside) if axis == 0 else (beside, below)
        hit = np.zeros(part.shape[axis], bool)
        steps = across.any(1 - axis)
        hit[1:] |= steps
        hit[:-1] |= steps
        hit |= along.any(1 - axis)
        found = np.flatnonzero(hit)
        if not found.size:
            return None
        spans.append((int(found[0]), int(found[-1]) + 1))
    return spans[0], spans[1]


def cut_around(outer: tuple[Span, Span], inner: tuple[Span, Span]) -> list[tuple[Span, Span]]:
    """``outer`` in parts, of which one is ``inner`` and the others lie around it."""
    (top, bottom), (left, right) = outer
    rows, columns = inner
    parts = [
        ((top, rows[0]), (left, right)),
        (rows, (left, columns[0])),
        inner,
        (rows, (columns[1], right)),
        ((rows[1], bottom), (left, right)),
    ]
    return [part for part in parts if all(start < stop for start, stop in part)]
