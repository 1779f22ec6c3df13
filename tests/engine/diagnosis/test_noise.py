# SPDX-License-Identifier: GPL-3.0-or-later
"""The level of noise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from liif_core.forensics.excerpts import cut_excerpts
from liif_core.forensics.noise import estimate_noise, find_noisiness
from liif_core.forensics.traces import Traces
from tests.engine.damage import photos
from tests.engine.pictures import Bytes, compressed, gradient


def _noisy(picture: Bytes, sigma: float) -> Bytes:
    added = np.random.default_rng(7).normal(0, sigma, picture.shape)
    return np.clip(np.rint(picture + added), 0, 255).astype(np.uint8)


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


@pytest.mark.parametrize("quality", [None, 92, 75])
def test_clean_photos_are_not_noisy(quality: int | None) -> None:
    for name, picture in photos().items():
        seen = picture if quality is None else compressed(picture, quality)
        assert Traces(seen).noisiness == 0, name


@pytest.mark.parametrize(
    ("sigma", "quality", "least", "most"),
    [(4, None, 30, 70), (8, None, 85, 100), (8, 92, 60, 100)],
)
def test_noise_of_a_sensor_is_found(
    sigma: float, quality: int | None, least: int, most: int
) -> None:
    for name, picture in photos().items():
        seen = _noisy(picture, sigma)
        found = Traces(seen if quality is None else compressed(seen, quality)).noisiness
        assert least <= found <= most, name


def test_texture_is_no_noise() -> None:
    """Fine in every block, but most of it is not among the finest."""
    rng = np.random.default_rng(1)
    texture = gaussian_filter(rng.normal(0, 60, (200, 240)), 0.9, mode="wrap") + 128
    assert find_noisiness([texture.astype(np.float32)]) == 0
    assert find_noisiness([rng.normal(128, 8, (200, 240)).astype(np.float32)]) == 100


def test_what_was_drawn_and_what_is_tiny_has_no_noise() -> None:
    dither = (np.indices((200, 200)).sum(0) % 2 * 255).astype(np.uint8)[..., None].repeat(3, -1)
    assert Traces(dither).noisiness == 0
    assert find_noisiness([np.zeros((9, 50), np.float32)]) == 0
