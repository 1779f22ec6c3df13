# SPDX-License-Identifier: GPL-3.0-or-later
"""Soft photos are drawn sharp, and nothing else is."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import maximum_filter, uniform_filter
from skimage import data

from liif_core.forensics.traces import Traces
from liif_core.lab.benchmarks.metrics import acutance, compare
from liif_core.registry.models import ModelEntry
from liif_core.runtime.one_pass import RunInfo
from tests.engine.damage import enlarged, photos, resized
from tests.engine.pictures import Bytes, compressed, gradient
from tests.engine.running import compute

QUALITY = 75
FLAT = 3
"""Levels from one pixel to the next that are no edge yet."""


@functools.cache
def soft_photo() -> Bytes:
    """A small photo that was out of focus, then compressed."""
    return compressed(_blurred(resized(photos()["astronaut"], 0.5)), QUALITY)


def _blurred(picture: Bytes) -> Bytes:
    return np.array(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(1)))


def _at_scale(source: Bytes, scale: float, **options: object) -> tuple[Bytes, RunInfo]:
    height, width = (math.floor(scale * side) for side in source.shape[:2])
    result = np.empty((height, width, 3), np.uint8)
    return result, compute(source, result, (width, height), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("quality", [None, 90, 75, 30])
def test_sharp_photos_are_not_soft(quality: int | None) -> None:
    for name, picture in photos().items():
        seen = picture if quality is None else compressed(picture, quality)
        assert Traces(seen).softness == 0, name


@pytest.mark.parametrize("quality", [None, 90, 75, 60])
def test_blurred_and_enlarged_ones_are(quality: int | None) -> None:
    for name, picture in photos().items():
        for made in (_blurred(picture), enlarged(picture, 2)):
            seen = made if quality is None else compressed(made, quality)
            assert Traces(seen).softness > 80, name


def test_between_them_softness_grows_with_the_blur() -> None:
    photo = Image.fromarray(photos()["coffee"])
    found = [
        Traces(np.array(photo.filter(ImageFilter.GaussianBlur(radius)))).softness
        for radius in (0.4, 0.55, 0.7, 0.9)
    ]
    assert found == sorted(found)
    assert found[0] == 0
    assert 0 < found[1] < 100
    assert found[-1] == 100


def test_what_was_drawn_is_meant_so() -> None:
    picture = Image.new("RGB", (1200, 1200), "white")
    ImageDraw.Draw(picture).ellipse((160, 160, 1040, 1040), fill=(30, 90, 200))
    assert Traces(np.array(picture.reduce(4))).softness == 0
    squares = np.repeat(np.repeat(soft_photo()[:64, :64], 4, 0), 4, 1)
    assert Traces(squares).softness == 0


@pytest.mark.parametrize(
    "picture", [gradient(300, 300), np.full((200, 200, 3), 90, np.uint8), soft_photo()[:40, :40]]
)
def test_what_has_no_detail_or_is_too_small_tells_nothing(picture: Bytes) -> None:
    assert Traces(picture).softness == 0


def test_by_itself_a_soft_photo_gets_as_much_as_it_is_soft() -> None:
    softness = Traces(soft_photo()).softness
    made, info = _at_scale(soft_photo(), 2)
    assert info.refocus == softness > 80
    told, _ = _at_scale(soft_photo(), 2, refocus=softness)
    assert_array_equal(made, told)
    plain, info = _at_scale(soft_photo(), 2, refocus=0)
    assert info.refocus == 0
    assert (plain != made).any()


def test_a_sharp_photo_gets_none() -> None:
    made, info = _at_scale(photos()["coffee"], 2)
    assert info.refocus == 0
    assert_array_equal(made, _at_scale(photos()["coffee"], 2, refocus=0)[0])


@pytest.mark.parametrize(("scale", "refocused"), [(1, False), (1.4, False), (1.5, True)])
def test_from_which_factor(scale: float, refocused: bool) -> None:
    _, info = _at_scale(soft_photo(), scale)
    assert info.refocus is not None
    assert (info.refocus > 0) is refocused


def test_edges_become_sharper_and_nearer_to_the_truth() -> None:
    truth = photos()["astronaut"]
    height, width = (side // 2 * 2 for side in truth.shape[:2])
    truth = truth[:height, :width]
    source = compressed(_blurred(resized(truth, 0.5)), QUALITY)
    sharp, plain = (_at_scale(source, 2, refocus=amount)[0] for amount in (100, 0))
    assert acutance(sharp, truth, 8) > 1.15 * acutance(plain, truth, 8)
    assert compare(sharp, truth, 8, False)[0] > compare(plain, truth, 8, False)[0]


def test_a_model_without_such_a_sibling_says_so(edsr_model: ModelEntry) -> None:
    said: list[str] = []
    small = soft_photo()[:80, :80]
    _, info = _at_scale(small, 2, model=edsr_model.name, refocus=50, warn=said.append)
    assert info.refocus is None
    assert said == [
        f"model {edsr_model.name} cannot refocus soft photos; the setting of refocus is ignored"
    ]
    _at_scale(small, 2, model=edsr_model.name, warn=said.append)
    assert len(said) == 1


@pytest.mark.slow
@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("photo", [data.brick, data.coffee], ids=lambda photo: photo.__name__)
def test_nothing_repeats_with_the_pixels_of_the_source(
    photo: Callable[[], Bytes], factor: int
) -> None:
    whole = np.array(Image.fromarray(photo()).convert("RGB"))
    source = compressed(_blurred(resized(whole, 1 / factor)), QUALITY)
    plain, sharp = (_at_scale(source, factor, refocus=amount)[0].mean(-1) for amount in (0, 100))
    flat = maximum_filter(np.hypot(*np.gradient(plain)), 9) < FLAT
    assert flat.mean() > 0.2
    before, after = (
        np.sqrt(np.square(grey - uniform_filter(grey, factor))[flat].mean())
        for grey in (plain, sharp)
    )
    # It is 0.8 to 1.1.
    assert after < 1.25 * before


def test_a_photo_that_is_repaired_twice_is_refocused_once() -> None:
    repairs = (("noise", 40), ("haze", 30))
    cleaned, info = _at_scale(soft_photo(), 1, refocus=0, repairs=repairs[:1])
    assert info.refocus == 0
    expected, _ = _at_scale(cleaned, 2, refocus=70, strength=0, repairs=repairs[1:])
    made, info = _at_scale(soft_photo(), 2, refocus=70, repairs=repairs)
    assert info.refocus == 70
    assert_array_equal(made, expected)
