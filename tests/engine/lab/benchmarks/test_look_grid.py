# SPDX-License-Identifier: GPL-3.0-or-later
"""What repeats with the source pixels: its level as it was made, by any factor."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from liif_core.lab.benchmarks.look.grid import flat_ground, measure_grid

PITCHES = (2.0, 3.0, 3.7, 4.0)
SIDE = 240


def grey(plane: NDArray[np.floating]) -> NDArray[np.uint8]:
    return np.rint(plane).clip(0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)


def lattice(pitch: float, amplitude: float, phase: float = 0.4) -> NDArray[np.float64]:
    """A wave across and one down, of the same ``amplitude``, at the pitch of the source pixels."""
    y, x = np.mgrid[:SIDE, :SIDE]
    return amplitude * (
        np.cos(2 * np.pi * x / pitch + phase) + np.cos(2 * np.pi * y / pitch + phase)
    )


def scene() -> NDArray[np.float64]:
    """Soft noise: texture that is all over, and knows nothing of the source pixels."""
    rng = np.random.default_rng(3)
    return 128 + 100 * gaussian_filter(rng.normal(0, 1, (SIDE, SIDE)), 1.5)


@pytest.mark.parametrize("pitch", PITCHES)
def test_the_level_of_a_known_grid_is_found(pitch: float) -> None:
    made = lattice(pitch, 20)
    ground = np.ones((SIDE, SIDE), bool)
    found = measure_grid(grey(128 + made), ground, (pitch, pitch))
    assert found.flat == pytest.approx(made.std(), rel=0.02)
    assert np.isnan(found.texture)
    found = measure_grid(grey(128 + made), ~ground, (pitch, pitch))
    assert found.texture == pytest.approx(made.std(), rel=0.02)
    assert found.beyond == pytest.approx(made.std(), rel=0.02)


@pytest.mark.parametrize("pitch", PITCHES)
def test_a_faint_grid_stands_out_of_texture(pitch: float) -> None:
    flat = np.zeros((SIDE, SIDE), bool)
    made = lattice(pitch, 2)
    before = measure_grid(grey(scene()), flat, (pitch, pitch))
    after = measure_grid(grey(scene() + made), flat, (pitch, pitch))
    assert abs(before.beyond) < 0.6
    assert after.beyond == pytest.approx(made.std(), rel=0.15)
    assert after.texture**2 - before.texture**2 == pytest.approx(made.var(), rel=0.3)


@pytest.mark.parametrize("pitch", PITCHES)
def test_patterns_of_another_pitch_are_no_grid(pitch: float) -> None:
    ground = np.ones((SIDE, SIDE), bool)
    assert measure_grid(grey(128 + lattice(pitch * 1.5, 20)), ground, (pitch, pitch)).flat < 0.5


def test_a_ramp_and_a_flat_field_have_none() -> None:
    y, x = np.mgrid[:SIDE, :SIDE]
    ground = np.ones((SIDE, SIDE), bool)
    assert measure_grid(grey(np.full((SIDE, SIDE), 77.0)), ground, (4, 4)).flat < 1e-9
    # Only what rounding leaves.
    assert measure_grid(grey(40 + 0.5 * x + 0.1 * y), ground, (4, 4)).flat < 0.25


def test_the_grid_of_flat_ground_is_not_that_of_the_texture_beside_it() -> None:
    plane = np.full((SIDE, SIDE), 128.0)
    plane[:, SIDE // 2 :] = scene()[:, SIDE // 2 :]
    flat = flat_ground(grey(plane))
    assert flat[:, : SIDE // 2 - 12].all()
    assert not flat[:, SIDE // 2 :].all()
    made = lattice(4, 3)
    made[:, : SIDE // 2] = 0
    found = measure_grid(grey(plane + made), flat, (4, 4))
    assert found.flat < 0.3
    assert found.beyond == pytest.approx(3, rel=0.15)
