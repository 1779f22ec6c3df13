# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the picture was changed, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.registry.models import ModelEntry
from liif_core.runtime.enlargement import Enlargement
from liif_core.runtime.evidence import SHIFT, STRONGEST_CHANGE
from tests.engine.pictures import Floats, gradient, noise, photo
from tests.engine.running import difference, enlarge

EXACT = 1e-4


def _plain(source: Floats, grid: tuple[int, int]) -> Floats:
    """Cubic interpolation, of pixels that the engine reads by itself."""
    unused: object = None
    whole = Enlargement(source, grid, _entry(), unused, 0)  # type: ignore[arg-type]
    return whole.interpolated((0, grid[1]), (0, grid[0]))


def _entry() -> ModelEntry:
    from liif_core.registry.models import find

    return find("fast")


@pytest.mark.parametrize("grid", [(80, 60), (148, 111), (40, 30)])
def test_changes_are_the_distance_to_interpolation(grid: tuple[int, int]) -> None:
    source = (photo()[60:90, 80:120] / 255).astype(np.float32)
    changes = enlarge(source, grid, shown="changes", strength=60, tile=16)
    result = enlarge(source, grid, strength=60).astype(np.float32)
    distance = np.abs(result - _plain(source, grid)).mean(-1) / STRONGEST_CHANGE
    expected = np.repeat(np.clip(distance, 0, 1)[..., None], 3, -1)
    assert difference(changes, expected.astype(np.float32)) < 1e-3
    assert changes.std() > 0.01


def test_a_slope_is_certain_and_noise_is_not() -> None:
    slope = enlarge(gradient(30, 40), (80, 60), shown="certainty", strength=0)
    chance = enlarge(noise(30, 40), (80, 60), shown="certainty", strength=0)
    inner = np.s_[8:-8, 8:-8]
    assert slope[inner].min() > 0.9
    assert chance[inner].mean() < 0.5


def test_tiles_leave_no_trace() -> None:
    source = noise(41, 57)
    for shown in ("changes", "certainty"):
        whole = enlarge(source, (150, 110), shown=shown, strength=30, tile=200)
        assert (
            difference(enlarge(source, (150, 110), shown=shown, strength=30, tile=19), whole) < 0.01
        )


def test_transparency_is_kept() -> None:
    source = noise(30, 40, 4)
    result = enlarge(source, (80, 60), strength=0)
    for shown in ("changes", "certainty"):
        evidence = enlarge(source, (80, 60), shown=shown, strength=0)
        assert difference(evidence[..., 3:], result[..., 3:]) < EXACT
        assert difference(evidence[..., :1], evidence[..., 1:2]) == 0


def test_what_is_shifted_stays_in_its_place() -> None:
    """Of a picture that cubic convolution keeps, a slope, nothing moves."""
    source, grid = gradient(30, 40), (100, 75)
    unused: object = None
    for shift in ((SHIFT, -SHIFT), (-SHIFT, -SHIFT)):
        moved = Enlargement(source, grid, _entry(), unused, 0, shift=shift)  # type: ignore[arg-type]
        found = moved.interpolated((10, 65), (10, 90))
        plain = _plain(source, grid)[10:65, 10:90]
        assert difference(found[5:-5, 5:-5], plain[5:-5, 5:-5]) < EXACT


def test_eight_bits() -> None:
    source = photo()[60:90, 80:120].astype(np.uint8)
    for shown in ("changes", "certainty"):
        found = enlarge(source, (80, 60), shown=shown)
        assert found.dtype == np.uint8
        assert found.std() > 1
