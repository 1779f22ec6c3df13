# SPDX-License-Identifier: GPL-3.0-or-later
"""How a PNG is compressed: photos in less time, drawings as small as ever."""

from __future__ import annotations

from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from liif_core.pictures import Picture, read_picture, write_picture
from liif_core.pictures.picture import Samples
from liif_core.pictures.png_compression import LARGER, choose_compression
from liif_core.sample import PHOTO


def _photo(depth: type[np.generic] = np.uint8) -> Samples:
    """As an enlargement is: smooth from sample to sample, and nothing in it twice."""
    with Image.open(PHOTO) as photo:
        large = photo.convert("RGB").resize((896, 600), Image.Resampling.BICUBIC)
    samples = np.array(large)
    if depth == np.uint8:
        return samples
    noise = np.random.default_rng(0).integers(0, 256, samples.shape, np.uint16)
    return samples.astype(np.uint16) * 256 + noise


def _drawing() -> Samples:
    """A pattern of many colours that repeats, as letters and icons do."""
    icon = np.random.default_rng(0).integers(0, 256, (24, 40, 3), np.uint8)
    return np.tile(icon, (20, 12, 1))


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_photo_is_not_searched_for_what_repeats(
    depth: type[np.generic], channels: int, tmp_path: Path
) -> None:
    samples = _photo(depth)
    samples = np.concatenate([samples, samples[..., :1]], axis=2)[..., :channels].copy()
    options = choose_compression(samples)
    assert options["strategy"] == imagecodecs.PNG.STRATEGY.RLE
    write_picture(tmp_path / "photo.png", Picture(samples))
    usual = len(imagecodecs.png_encode(samples))
    assert (tmp_path / "photo.png").stat().st_size <= LARGER * usual
    np.testing.assert_array_equal(read_picture(tmp_path / "photo.png").samples, samples)


def test_a_drawing_stays_as_small_as_it_can_be(tmp_path: Path) -> None:
    samples = _drawing()
    assert choose_compression(samples) == {}
    write_picture(tmp_path / "drawing.png", Picture(samples))
    assert (tmp_path / "drawing.png").stat().st_size == len(imagecodecs.png_encode(samples))
    fast = imagecodecs.png_encode(samples, level=1, strategy=imagecodecs.PNG.STRATEGY.RLE)
    assert len(fast) > 10 * (tmp_path / "drawing.png").stat().st_size


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 5000, 3), (3000, 1, 4), (95, 7, 2), (97, 7, 3)])
def test_pictures_of_any_shape_are_written(shape: tuple[int, ...], tmp_path: Path) -> None:
    samples = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    write_picture(tmp_path / "picture.png", Picture(samples))
    np.testing.assert_array_equal(read_picture(tmp_path / "picture.png").samples, samples)
