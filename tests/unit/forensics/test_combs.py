# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocks at every pixel, and combs laid against counts of values, beside their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.forensics.blocks import list_phases, slide_blocks, transform_blocks
from liif_core.forensics.combs import (
    FREQUENCIES,
    QUALITIES,
    STEPS,
    Combs,
    compute_coefficients,
)
from liif_core.forensics.excerpts import Plane


def _plane(rows: int, columns: int) -> Plane:
    # Not whole levels, whose coefficients may lie just between two values that are counted.
    return np.random.default_rng(rows).uniform(0, 255, (rows, columns)).astype(np.float32)


@pytest.mark.parametrize("shape", [(8, 8), (16, 40), (29, 11), (61, 50)])
@pytest.mark.parametrize("frequencies", [8, 5])
def test_blocks_at_every_pixel_are_those_of_all_phases(
    shape: tuple[int, int], frequencies: int
) -> None:
    plane = _plane(*shape)
    bands = dict(slide_blocks(plane, frequencies))
    found = np.concatenate([bands[top] for top in sorted(bands)], axis=2)
    assert found.shape == (frequencies, frequencies, shape[0] - 7, shape[1] - 7)
    for x, y in list_phases():
        wanted = transform_blocks(plane, (x, y))[..., :frequencies, :frequencies]
        given = found[:, :, y::8, x::8].transpose(2, 3, 0, 1)
        np.testing.assert_allclose(given, wanted, atol=1e-3)


@pytest.mark.parametrize("shape", [(7, 30), (30, 7), (1, 1)])
def test_a_plane_without_a_whole_block_has_none(shape: tuple[int, int]) -> None:
    assert list(slide_blocks(_plane(*shape))) == []
    means, numbers = Combs([_plane(*shape)]).fit([(0, 0)], zeros=True)
    assert not means.any()
    assert not numbers.any()


@pytest.mark.parametrize("zeros", [True, False])
def test_a_mean_wave_is_that_of_the_coefficients(zeros: bool) -> None:
    planes = [_plane(40, 56), _plane(33, 25)]
    phases = [(0, 0), (3, 6), (7, 1)]
    means, numbers = Combs(planes).fit(phases, zeros=zeros)
    assert means.shape == (3, len(QUALITIES), len(FREQUENCIES))
    for mean, number, phase in zip(means, numbers, phases, strict=True):
        # Looked at in half levels.
        values = np.rint(compute_coefficients(planes, phase) * 2) / 2
        for frequency, column in enumerate(values.T):
            kept = column if zeros else column[np.abs(column) > 1]
            assert number[frequency] == kept.size
            wanted = np.exp(2j * np.pi * kept[:, None] / STEPS[:, frequency]).mean(0)
            np.testing.assert_allclose(mean[:, frequency], wanted, atol=1e-4)


def test_multiples_of_a_step_fit_its_comb() -> None:
    # One wave in each block, as high as ten steps of quality 50 at that frequency.
    wave = np.cos((2 * np.arange(8) + 1) * np.pi / 16) * 0.5 / np.sqrt(8)
    step = STEPS[QUALITIES.index(50)][FREQUENCIES.index((0, 1))]
    plane = np.tile(128 + 10 * step * wave, (16, 2)).astype(np.float32)
    means, numbers = Combs([plane]).fit([(0, 0)], zeros=False)
    assert numbers[0, FREQUENCIES.index((0, 1))] == 4
    assert means[0, QUALITIES.index(50), FREQUENCIES.index((0, 1))] == pytest.approx(1, abs=1e-3)


def test_levels_beyond_white_and_black_are_survived() -> None:
    plane = _plane(24, 24) * 100 - 5000
    means, numbers = Combs([plane]).fit([(0, 0)], zeros=True)
    assert np.isfinite(means).all()
    assert (numbers == 9).all()
