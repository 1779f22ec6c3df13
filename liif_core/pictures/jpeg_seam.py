# SPDX-License-Identifier: Apache-2.0
"""Where the data of a JPEG went wrong, seen in the picture.

Each block's brightness is stored as the difference from the one before it, so after a fault all
blocks are too dark or too bright by the same amount, and often moved to the side: along a row of
blocks, then along the next one from its other end, the picture does not go on as it ended.

Limits: that something went wrong must be known, as in one of a hundred good photos an edge lies
just like that. Of photos with eight bytes overwritten, of which libjpeg complains, the row is found
to within one in 85 of 100 cases.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_SURE: Final = 2.0
"""How far a seam must stand out of the others."""
_MOST: Final = 40.0
"""Levels that a single pixel counts at most."""


def find_seam(picture: NDArray[np.uint8], step: int) -> int | None:
    """The row of pixels from which ``picture`` (h, w, c) does not go on as it was before, among
    multiples of ``step``; None where no such row stands out."""
    rows = np.arange(step, len(picture) - 2, step)
    if rows.size < 2:
        return None
    above, last, first, below = (picture[rows + k].astype(np.float32) for k in (-2, -1, 0, 1))
    # How much more it changes there than just before and just after.
    jump = first - last - (below - first + last - above) / 2
    common = np.abs(np.median(jump, axis=1)).max(-1)
    each = np.minimum(np.abs(jump).max(-1), _MOST).mean(1)
    rating = each / max(float(np.median(each)), 1e-3) + common
    # A fault in the middle of a row divides its seam between two.
    rating[:-1] += rating[1:].copy()
    if rating.max() < _SURE * np.median(rating):
        return None
    return int(rows[rating.argmax()])
