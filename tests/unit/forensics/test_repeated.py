# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures that were enlarged by repeating their pixels, and those that only look like it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from liif_core.forensics.repeated import find_repeated
from tests.engine.damage import enlarged, photos, resized
from tests.engine.pictures import Bytes, compressed

Filter = Image.Resampling


def repeated(picture: Bytes, factor: float, before: float = 0.5) -> tuple[Bytes, tuple[int, int]]:
    """The picture reduced, then its pixels repeated; and the size that it had between."""
    small = resized(picture, before)
    size = round(small.shape[1] * factor), round(small.shape[0] * factor)
    made = Image.fromarray(small).resize(size, Filter.NEAREST)
    return np.array(made), (small.shape[1], small.shape[0])


@pytest.mark.parametrize("factor", [2, 2.5, 3, 3.7, 4, 5, 8, 10])
def test_the_pixels_that_there_were_are_counted(factor: float) -> None:
    for name, picture in photos().items():
        made, size = repeated(picture, factor)
        found = find_repeated(made)
        assert found is not None, name
        assert (found.size, found.exact) == (size, True), name
        assert found.factor(made.shape[1], made.shape[0]) == pytest.approx(factor, rel=0.01)


@pytest.mark.parametrize("quality", [75, 85, 95])
@pytest.mark.parametrize("factor", [2, 3, 4, 5, 8])
def test_they_are_found_below_a_jpeg(factor: int, quality: int) -> None:
    for name, picture in photos().items():
        made, size = repeated(picture, factor)
        found = find_repeated(compressed(made, quality))
        assert found is not None, name
        assert (found.size, found.exact) == (size, False), name


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 2, 4])
def test_depth_and_channels_make_no_difference(kind: type, channels: int) -> None:
    made, size = repeated(photos()["cat"], 3)
    peak = 1 if kind is np.float32 else np.iinfo(kind).max
    values = made.astype(np.float64) / 255 * peak
    alpha = np.full((*made.shape[:2], 1), peak)
    colours = values[..., :1] if channels < 3 else values
    samples: NDArray[Any] = np.concatenate([colours, alpha], -1)[..., :channels].astype(kind)
    found = find_repeated(samples)
    assert found is not None
    assert (found.size, found.exact) == (size, True)


@pytest.mark.parametrize("quality", [None, 5, 10, 30, 75, 95])
def test_a_photo_is_not_taken_for_one(quality: int | None) -> None:
    for name, picture in photos().items():
        made = picture if quality is None else compressed(picture, quality)
        assert find_repeated(made) is None, name


@pytest.mark.parametrize("how", [Filter.BILINEAR, Filter.BICUBIC, Filter.LANCZOS])
@pytest.mark.parametrize("factor", [1.5, 2, 3, 4])
def test_nor_is_one_that_was_interpolated(how: Filter, factor: float) -> None:
    for name, picture in photos().items():
        made = enlarged(picture, factor, how)
        assert find_repeated(made) is None, name
        assert find_repeated(compressed(made, 80)) is None, name


def test_nor_are_lines_at_equal_distances() -> None:
    paper = Image.new("RGB", (400, 300), "white")
    draw = ImageDraw.Draw(paper)
    for place in range(0, 400, 10):
        draw.line([(place, 0), (place, 299)], fill="gray")
        draw.line([(0, place), (399, place)], fill="gray")
    assert find_repeated(np.array(paper)) is None


def test_nothing_is_said_of_flat_or_tiny_pictures() -> None:
    assert find_repeated(np.full((200, 300, 3), 90, np.uint8)) is None
    for side in (1, 2, 7):
        assert find_repeated(np.zeros((side, side, 3), np.uint8)) is None
        noise = np.random.default_rng(0).integers(0, 255, (side, 40, 1), np.uint8)
        assert find_repeated(noise) is None
