# SPDX-License-Identifier: GPL-3.0-or-later
"""Sample types, channels, alpha and the smallest and thinnest pictures."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from liif_core.errors import Cancelled
from tests.engine.pictures import Floats, Samples, gradient, noise, photo
from tests.engine.running import WHOLE, difference, enlarge

LARGEST = {"uint8": 255, "uint16": 65535, "float32": 1}


def _as(picture: Floats, kind: str) -> Samples:
    if kind == "float32":
        return picture
    return np.rint(picture * LARGEST[kind]).astype(kind)


def _part_of_the_photo() -> Floats:
    return photo()[100:124, 150:181].astype(np.float32) / np.float32(255)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", list(LARGEST))
def test_kinds_agree_with_float_colours(kind: str, channels: int) -> None:
    """Every kind gives what the RGB float picture of the same values gives."""
    grey, has_alpha = channels < 3, channels in (2, 4)
    colours = _part_of_the_photo()
    planes = [colours[..., :1] if grey else colours] + [gradient(24, 31)[..., :1]] * has_alpha
    source = _as(np.concatenate(planes, 2), kind)
    # From the samples, as their rounding is not the engine's.
    shown = source[..., : channels - has_alpha].astype(np.float64) / LARGEST[kind]
    rgb = np.broadcast_to(shown, (24, 31, 3)).astype(np.float32)
    expected = enlarge(rgb, (115, 89)).astype(np.float64)
    found = enlarge(source, (115, 89)).astype(np.float64) / LARGEST[kind]
    assert found.shape == (89, 115, channels)
    rounding = 0.0 if kind == "float32" else 0.51 / LARGEST[kind]
    if grey:
        expected = expected.mean(-1, keepdims=True)
    if kind != "float32":
        expected = expected.clip(0, 1)
    assert difference(found[..., : channels - has_alpha], expected) < rounding + 1e-5
    if has_alpha:
        assert found[..., -1].min() >= 0
        assert found[..., -1].max() <= 1
        # A slope stays the same slope.
        inner = np.s_[12:-12, 12:-12]
        assert difference(found[..., -1][inner], _slope(89, 115)[inner]) < rounding + 0.005


def _slope(height: int, width: int) -> Floats:
    """What :func:`gradient` of 24 x 31 is at this size, to its borders."""
    y = (np.arange(height) + 0.5) * 24 / height - 0.5
    x = (np.arange(width) + 0.5) * 31 / width - 0.5
    return (0.1 + 0.8 * (y[:, None] / 23 + x / 30) / 2).astype(np.float32)


@pytest.mark.parametrize("kind", list(LARGEST))
def test_alpha_is_kept_exactly_at_the_same_size(kind: str) -> None:
    source = _as(noise(30, 41, 4), kind)
    source[5:20, 5:25, 3] = 0
    result = enlarge(source, (41, 30), tile=16)
    assert_array_equal(result[..., 3], source[..., 3])
    assert (result[..., :3] != source[..., :3]).any()


def test_hidden_colours_change_nothing() -> None:
    source = noise(40, 60, 4)
    hole = np.zeros((40, 60), bool)
    hole[8:30, 10:60] = True
    source[hole, 3] = 0
    source[hole, :3] = 0
    other = source.copy()
    other[hole, :3] = noise(40, 60, 3, seed=1)[hole]
    other[9, 11] = (np.inf, np.nan, -1e30, 0)
    assert_array_equal(enlarge(source, (120, 80)), enlarge(other, (120, 80)))


@pytest.mark.parametrize("kind", list(LARGEST))
def test_no_dark_halo(kind: str) -> None:
    """A white disc above transparent black, as editors leave it, has white edges."""
    y, x = np.mgrid[0:40, 0:40]
    disc = (np.hypot(y - 19.5, x - 19.5) < 13).astype(np.float32)
    source = _as(np.repeat(disc[..., None], 4, 2), kind)
    result = enlarge(source, (148, 148)).astype(np.float64) / LARGEST[kind]
    seen = result[..., 3] > 0.01
    assert 0 < seen.mean() < 0.5
    assert result[seen][:, :3].min() > 0.97


def test_a_wholly_transparent_picture() -> None:
    source = np.zeros((9, 12, 4), np.uint8)
    result = enlarge(source, (24, 18))
    assert (result[..., 3] == 0).all()


def test_what_floats_exceed_survives() -> None:
    source = _part_of_the_photo()
    source[8:16, 10:20] = (4.0, 2.0, -0.5)
    result = enlarge(source, (93, 72), tile=11)
    middle = result[33:39, 39:51]
    assert np.abs(middle - np.array([4.0, 2.0, -0.5])).max() < 0.1
    # The rest of the picture is that of the same picture with limited values.
    limited = enlarge(source.clip(0, 1), (93, 72), tile=WHOLE)
    far = np.s_[:, 75:]
    assert difference(result[far], limited[far]) < 1e-5


def test_undefined_and_infinite_samples_stay_where_they_are() -> None:
    source = _part_of_the_photo()
    plain = enlarge(source, (93, 72))
    source[11:14, 14:17] = (np.nan, np.inf, -np.inf)
    result = enlarge(source, (93, 72))
    assert np.isfinite(result).all()
    assert result[37, 46, 1] > 1
    assert result[37, 46, 2] < 0
    far = np.s_[:, 75:]
    # The reach of the network is wider than this; its answer to one pixel fades with distance.
    assert difference(result[far], plain[far]) < 0.05


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [((1, 1), (1, 1)), ((1, 1), (64, 64)), ((1, 50), (3, 120)), ((50, 1), (120, 3))],
)
@pytest.mark.parametrize("channels", [1, 4])
def test_the_smallest_and_thinnest(
    inputs: tuple[int, int], outputs: tuple[int, int], channels: int
) -> None:
    value = np.array([90, 140, 200, 255][-channels:], np.uint8)
    source = np.broadcast_to(value, (*inputs, channels)).copy()
    result = enlarge(source, (outputs[1], outputs[0])).astype(int)
    # The zeros around a picture this thin are most of what the network sees.
    assert np.abs(result - value.astype(int)).max() < 40
    assert len(np.unique(result)) > 0


def test_factor_64() -> None:
    source = (gradient(4, 5) * 255).astype(np.uint8)
    result = enlarge(source, (320, 256))
    corner = enlarge(source, (320, 256), region=(300, 250, 20, 6))
    assert_array_equal(result[250:, 300:], corner)
    # Still the same slope: red rises, green falls.
    assert (np.diff(result[::32, 128, 0].astype(int)) >= -2).all()
    assert result[-1, -1, 0] > result[0, 0, 0] + 100
    assert result[-1, -1, 1] + 100 < result[0, 0, 1]


def test_a_long_strip() -> None:
    source = np.rint(gradient(2, 20_000) * 255).astype(np.uint8)
    result = enlarge(source, (20_001, 2)).astype(int)
    assert np.abs(result[:, :20_000] - source).max() < 40
    assert np.abs(result[:, :20_000] - source).mean() < 10


def test_progress_rises_from_0_to_1() -> None:
    fractions: list[float] = []
    enlarge(noise(60, 90), (180, 120), tile=32, progress=fractions.append)
    assert fractions[0] == 0
    assert fractions[-1] == 1
    assert len(fractions) > 6
    assert all(one < other for one, other in pairwise(fractions))


def test_cancelling_stops_before_the_next_block() -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == 3

    fractions: list[float] = []
    with pytest.raises(Cancelled):
        enlarge(noise(60, 90), (180, 120), tile=32, cancelled=cancelled, progress=fractions.append)
    assert asked == 3
    assert max(fractions) < 1
