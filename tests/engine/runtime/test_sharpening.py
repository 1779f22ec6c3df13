# SPDX-License-Identifier: GPL-3.0-or-later
"""How crisply a picture is drawn by itself."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image, ImageDraw

from liif_core.forensics.traces import Traces
from liif_core.registry.models import ModelEntry, find
from liif_core.request.frame import Frame
from liif_core.request.settings import Settings
from liif_core.runtime.sharpening import Sharpening, choose_sharpening
from tests.engine.damage import enlarged, photos, resized
from tests.engine.pictures import Bytes, compressed
from tests.engine.running import compute

QUALITY = 75


def _choose(
    source: Bytes,
    scale: float,
    model: str = "fast",
    *,
    detail: int | None = None,
    refocus: int | None = None,
) -> Sharpening:
    height, width = (int(scale * side) for side in source.shape[:2])
    said: list[str] = []
    settings = Settings(model, detail=detail, refocus=refocus)
    frame = Frame.of((width, height))
    chosen = choose_sharpening(find(model), settings, frame, Traces(source), said.append)
    assert said == []
    return chosen


@pytest.mark.parametrize("quality", [None, 75])
@pytest.mark.parametrize(
    ("scale", "detail"), [(1, 0), (1.4, 0), (1.5, 100), (2, 100), (3.7, 100), (8, 100)]
)
def test_photos_that_are_enlarged_are_crisp(quality: int | None, scale: float, detail: int) -> None:
    for name, photo in photos().items():
        seen = photo if quality is None else compressed(photo, quality)
        assert _choose(seen, scale) == Sharpening(detail, 0), name


def test_what_is_refocused_is_crisp_by_that() -> None:
    soft = compressed(enlarged(photos()["coffee"], 2), QUALITY)
    chosen = _choose(soft, 2)
    assert chosen.refocus is not None
    assert chosen.refocus > 80
    assert chosen.detail == 100 - chosen.refocus
    assert _choose(soft, 2, refocus=30) == Sharpening(70, 30)
    assert _choose(soft, 2, refocus=0) == Sharpening(100, 0)


def _noisy(picture: Bytes) -> Bytes:
    noise = np.random.default_rng(3).normal(0, 8, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def test_noisy_photos_are_mostly_refocused() -> None:
    for name, photo in photos().items():
        chosen = _choose(_noisy(photo), 2)
        assert chosen.refocus is not None
        assert 60 < chosen.refocus <= 80, name
        assert chosen.detail == 100 - chosen.refocus
        assert _choose(_noisy(photo), 1) == Sharpening(0, 0)


@pytest.mark.parametrize("scale", [2, 4])
def test_noise_is_not_stronger_than_it_was(scale: int) -> None:
    """By more than a half without, as scratches."""
    sky = np.full((120, 160, 3), (70, 120, 190), np.uint8)
    noisy = _noisy(sky)
    result = np.empty((120 * scale, 160 * scale, 3), np.uint8)
    compute(noisy, result, (160 * scale, 120 * scale))
    assert result.std((0, 1)).max() < noisy.std((0, 1)).min()


def test_drawings_are_crisp_and_never_refocused() -> None:
    picture = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(picture).rectangle((40, 40, 260, 200), fill=(30, 90, 200))
    for quality in (None, 60):
        source = np.array(picture) if quality is None else compressed(np.array(picture), quality)
        assert _choose(source, 4) == Sharpening(100, 0)
        assert _choose(source, 1) == Sharpening(0, 0)


def test_squares_are_left_as_they_are() -> None:
    squares = np.repeat(np.repeat(photos()["coffee"][:64, :64], 4, 0), 4, 1)
    assert _choose(squares, 2) == Sharpening(0, 0)


@pytest.mark.parametrize("detail", [0, 40, 100])
def test_what_a_person_sets_is_used(detail: int) -> None:
    assert _choose(photos()["coffee"], 4, detail=detail) == Sharpening(detail, 0)
    assert _choose(photos()["coffee"], 1, detail=detail) == Sharpening(detail, 0)


def test_a_model_without_siblings_has_neither(edsr_model: ModelEntry) -> None:
    assert _choose(photos()["coffee"], 4, edsr_model.name) == Sharpening(None, None)


def test_by_itself_and_set_by_hand_are_the_same_picture() -> None:
    source = compressed(resized(photos()["coffee"], 0.25), QUALITY)
    grid = 2 * source.shape[1], 2 * source.shape[0]
    made: dict[int | None, Bytes] = {}
    for detail in (None, 100, 0):
        made[detail] = np.empty((grid[1], grid[0], 3), np.uint8)
        info = compute(source, made[detail], grid, detail=detail)
        assert info.detail == (100 if detail is None else detail)
    assert_array_equal(made[None], made[100])
    assert (made[None] != made[0]).any()
