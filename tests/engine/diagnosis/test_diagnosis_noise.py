# SPDX-License-Identifier: GPL-3.0-or-later
"""The level of noise."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.diagnosis.noise import estimate_noise
from liif_core.forensics.excerpts import cut_excerpts
from tests.engine.damage import photos
from tests.engine.pictures import gradient


@pytest.mark.parametrize("sigma", [5, 10, 25])
@pytest.mark.parametrize("coloured", [True, False])
def test_noise_is_told_within_a_quarter(sigma: float, coloured: bool) -> None:
    draw = np.random.default_rng(7)
    for name, picture in photos().items():
        added = draw.normal(0, sigma, picture.shape if coloured else (*picture.shape[:2], 1))
        noisy = np.clip(np.rint(picture + added), 0, 255).astype(np.uint8)
        assert estimate_noise(cut_excerpts(noisy)) == pytest.approx(sigma, rel=0.25), name


def test_undamaged_pictures_have_little() -> None:
    for name, picture in photos().items():
        level = estimate_noise(cut_excerpts(picture))
        assert level is not None, name
        assert level < 3, name
    assert estimate_noise(cut_excerpts(gradient(100, 100))) == pytest.approx(0, abs=0.01)


def test_clipped_parts_do_not_hide_noise() -> None:
    draw = np.random.default_rng(7)
    half_white = np.full((200, 300, 3), 300.0)
    half_white[:, 150:] = 100
    noisy = np.clip(np.rint(half_white + draw.normal(0, 12, half_white.shape)), 0, 255)
    assert estimate_noise(cut_excerpts(noisy.astype(np.uint8))) == pytest.approx(12, rel=0.25)


def test_nothing_is_said_of_tiny_pictures() -> None:
    assert estimate_noise(cut_excerpts(np.zeros((9, 50, 3), np.uint8))) is None
    assert estimate_noise(cut_excerpts(np.zeros((10, 50, 1), np.uint8))) == 0
