# SPDX-License-Identifier: GPL-3.0-or-later
"""Enlarged before, soft, or sharp."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from liif_core.diagnosis.resolution import find_resolution
from liif_core.forensics.spectra import SMALLEST
from tests.engine.damage import enlarged, photos, planes
from tests.engine.pictures import compressed, noise, photo

Filter = Image.Resampling


def test_sharp_photos_are_full() -> None:
    for name, picture in photos().items():
        found = find_resolution(planes(picture), has_grid=False)
        assert found is not None, name
        assert (found.verdict, found.factor) == ("full", None), name
        assert found.share > 0.65, name


@pytest.mark.parametrize(
    ("factor", "how"),
    [
        (1.5, Filter.BICUBIC),
        (2, Filter.BILINEAR),
        (2, Filter.BICUBIC),
        (2, Filter.LANCZOS),
        (3, Filter.BICUBIC),
    ],
)
def test_enlargements_are_found_with_their_factor(factor: float, how: Filter) -> None:
    for name, picture in photos().items():
        found = find_resolution(planes(enlarged(picture, factor, how)), has_grid=False)
        assert found is not None, name
        assert found.verdict == "enlarged", name
        assert found.factor == pytest.approx(factor, rel=0.03), name
        assert found.share * factor == pytest.approx(1, abs=0.4), name


@pytest.mark.parametrize("factor", [2, 3])
def test_enlargements_are_found_below_a_jpeg(factor: float) -> None:
    for name, picture in photos().items():
        found = find_resolution(planes(compressed(enlarged(picture, factor), 90)), has_grid=True)
        assert found is not None, name
        assert found.factor == pytest.approx(factor, rel=0.03), name


@pytest.mark.parametrize("quality", [30, 75, 95])
def test_a_jpeg_is_no_enlargement(quality: int) -> None:
    for name, picture in photos().items():
        found = find_resolution(planes(compressed(picture, quality)), has_grid=True)
        assert found is not None, name
        assert found.factor is None, name


def test_a_blurred_photo_is_soft_and_not_enlarged() -> None:
    for name, picture in photos().items():
        blurred = Image.fromarray(picture).filter(ImageFilter.GaussianBlur(1))
        found = find_resolution(planes(np.array(blurred)), has_grid=False)
        assert found is not None, name
        assert (found.verdict, found.factor) == ("soft", None), name


def test_noise_is_detail_up_to_the_end() -> None:
    found = find_resolution([255 * noise(256, 256)[..., 0]], has_grid=False)
    assert found is not None
    assert found.share > 0.95


def test_nothing_is_said_of_flat_or_small_pictures() -> None:
    assert find_resolution([np.full((256, 256), 90, np.float32)], has_grid=False) is None
    small = photo()[: SMALLEST - 1, :200]
    assert find_resolution(planes(small), has_grid=False) is None
