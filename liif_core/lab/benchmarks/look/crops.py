# SPDX-License-Identifier: Apache-2.0
"""Which places of a picture are shown, and what all contenders made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter

from liif_core.lab.benchmarks.metrics import Picture, luma

SIDE = 128
"""Output pixels of a crop."""
FIXED = ((0.5, 0.5), (0.3, 0.3))
"""Middles of the crops that do not depend on the picture, in shares of its height and width."""
TRUTH = "original"


@dataclass(frozen=True, eq=False)
class Strip:
    """One place of a picture, by every contender and at last the truth; 8 bits, (h, w, 3)."""

    caption: str
    panels: dict[str, Picture]


def strips(
    caption: str, truth: Picture, results: dict[str, Picture], *, fixed: bool
) -> list[Strip]:
    """The place with the most detail, and if ``fixed`` those of :data:`FIXED`."""
    height, width = truth.shape[:2]
    corners = [_most_detail(truth)]
    if fixed:
        corners += [_corner(down * height, across * width, truth) for down, across in FIXED]
    found = []
    for top, left in dict.fromkeys(corners):
        area = slice(top, top + SIDE), slice(left, left + SIDE)
        panels = {name: result[area].copy() for name, result in results.items()}
        panels[TRUTH] = truth[area].copy()
        found.append(Strip(f"{caption}, x {left}, y {top}", panels))
    return found


def _most_detail(truth: Picture) -> tuple[int, int]:
    """Top and left of where there is detail all over: a single strong edge counts little."""
    slope = np.log1p(np.hypot(*np.gradient(luma(truth))))
    around = uniform_filter(slope, SIDE, mode="constant")
    down, across = np.unravel_index(around.argmax(), around.shape)
    return _corner(float(down), float(across), truth)


def _corner(down: float, across: float, truth: Picture) -> tuple[int, int]:
    """Top and left of the crop around a point, moved into the picture."""
    top, left = (
        int(np.clip(round(middle) - SIDE // 2, 0, max(0, size - SIDE)))
        for middle, size in zip((down, across), truth.shape[:2], strict=True)
    )
    return top, left
