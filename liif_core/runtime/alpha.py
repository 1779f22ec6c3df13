# SPDX-License-Identifier: Apache-2.0
"""Transparency: colours for pixels that have none, before a network looks at them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LONGEST_BLEED = 32
"""Input pixels that colours are carried at most; farther off nothing visible depends on them."""
UNKNOWN = 0.5
"""Colour of what lies farther off."""


def bleed(
    colours: NDArray[np.float32], alpha: NDArray[np.float32], distance: int
) -> NDArray[np.float32]:
    """``colours`` (h, w, 3) where ``alpha`` (h, w) is 0 replaced by those of visible neighbours.

    Editors keep arbitrary, usually black, colours under fully transparent pixels, which a
    network would smear into the visible edge as a dark halo. Each of ``distance`` steps gives
    the pixels next to known ones their mean, so the result depends on no pixel farther off.
    """
    known = (alpha > 0).astype(np.float32)
    if known.all():
        return colours
    result = colours * known[..., None]
    for _ in range(distance):
        if known.all():
            return result
        total = _sum_3x3(np.concatenate([result, known[..., None]], -1))
        count = total[..., 3:]
        fresh = (known[..., None] == 0) & (count > 0)
        result = np.where(fresh, total[..., :3] / np.maximum(count, 1), result)
        known = np.where(fresh[..., 0], np.float32(1), known)
    result[known == 0] = UNKNOWN
    return result


def _sum_3x3(values: NDArray[np.float32]) -> NDArray[np.float32]:
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)))
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
