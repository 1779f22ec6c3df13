# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped ``detail``: what a longer training, or one with another loss, has spoilt before."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import maximum_filter, uniform_filter

from liif_core.lab.benchmarks import crops

SHARP = [damage for damage in crops.DAMAGES if damage.scale > 1 and not damage.blur]
FLAT = 3
"""Levels from one pixel to the next that are no edge yet."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage", [d for d in crops.DAMAGES if d.scale > 1 and not d.blur], ids=str
)
def test_no_lines_are_drawn_on_flat_ground(damage: crops.Damage) -> None:
    (brick,) = (subject for subject in crops.SUBJECTS if subject.name == "brick")
    _, *pictures = crops.results(crops.photo(brick), brick.window, damage, ["fast", "detail"])
    faithful, crisp = (picture[..., 0].astype(float) for picture in pictures)
    flat = maximum_filter(np.hypot(*np.gradient(faithful)), 9) < FLAT
    assert flat.mean() > 0.2
    # Lines repeat with the pixels of the source: what is left when these are averaged.
    plain, lined = (
        np.sqrt(np.square(grey - uniform_filter(grey, damage.scale))[flat].mean())
        for grey in (faithful, crisp)
    )
    # 1.1 as it is; 1.5 and more where lines were seen.
    assert lined < 1.3 * plain
