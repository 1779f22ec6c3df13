# SPDX-License-Identifier: GPL-3.0-or-later
"""The grid of JPEG in the pixels, and the quality read off it."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.forensics.combs import Combs
from liif_core.forensics.excerpts import SIDE, cut_excerpts
from liif_core.forensics.grid import CERTAIN, find_grid
from liif_core.forensics.quality import estimate_quality
from tests.engine.damage import cropped_jpeg, photos, planes, resized
from tests.engine.pictures import compressed, noise, photo

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("quality", [15, 50, 80, 95])
@pytest.mark.parametrize(("left", "top"), [(0, 0), (3, 6), (7, 1)])
def test_the_grid_is_where_a_crop_left_it(quality: int, left: int, top: int) -> None:
    for name, picture in photos().items():
        grid = find_grid(planes(cropped_jpeg(picture, quality, left, top)))
        assert grid is not None, name
        assert (grid.x, grid.y) == (-left % 8, -top % 8), name
        assert grid.log10_false_alarms < CERTAIN


def test_undamaged_pictures_have_no_grid() -> None:
    for name, picture in photos().items():
        assert find_grid(planes(picture)) is None, name
    assert find_grid([255 * noise(256, 256)[..., 0]]) is None
    assert find_grid([np.full((64, 64), 128, np.float32)]) is None


def test_resizing_removes_the_grid() -> None:
    assert find_grid(planes(resized(compressed(photo(), 40), 0.8))) is None


@pytest.mark.parametrize("side", [1, 7, 8, 14])
def test_pictures_too_small_for_blocks_have_none(side: int) -> None:
    assert find_grid(planes(compressed(photo(), 20)[:side, :side])) is None


def test_blocks_are_the_more_visible_the_lower_the_quality() -> None:
    grids = [find_grid(planes(compressed(photo(), quality))) for quality in (10, 30, 90)]
    strong, middle, weak = (grid.blockiness for grid in grids if grid is not None)
    assert strong > 1.5 * middle
    assert middle > weak
    assert weak < 0.1


@pytest.mark.parametrize("quality", [10, 25, 50, 75, 90, 95])
def test_the_quality_is_read_off_the_pixels(quality: int) -> None:
    for name, picture in photos().items():
        found = estimate_quality(Combs(planes(cropped_jpeg(picture, quality, 3, 6))), (5, 2))
        assert found is not None, name
        assert abs(found - quality) <= 2, name


def test_no_quality_is_read_where_there_is_none() -> None:
    for name, picture in photos().items():
        assert estimate_quality(Combs(planes(picture)), (0, 0)) is None, name
        # On another grid than its own a JPEG is as good as none.
        jpeg = compressed(picture, 50)
        assert estimate_quality(Combs(planes(jpeg)), (4, 3)) is None, name


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_all_kinds_of_pictures_give_the_same_excerpts(
    channels: int, dtype: type[np.generic]
) -> None:
    gray = compressed(photo(), 50)[:60, :100, :1]
    largest = {np.uint8: 255, np.uint16: 65535}.get(dtype, 1)
    source = np.repeat(gray / 255 * largest, channels, axis=2)
    if channels in (2, 4):
        source[..., -1] = largest
    (window,) = cut_excerpts(source.astype(dtype))
    assert window.dtype == np.float32
    np.testing.assert_allclose(window, np.broadcast_to(gray, (60, 100, 3)), atol=0.01)


def test_excerpts_keep_the_phase_and_leave_out_the_transparent() -> None:
    rows, columns = np.mgrid[0:1003, 0:701]
    source = np.stack([rows % 8, columns % 8, 0 * rows, 255 + 0 * rows], -1).astype(np.uint8)
    windows = cut_excerpts(source)
    assert len(windows) == 9
    for window in windows:
        assert window.shape == (SIDE, SIDE, 3)
        np.testing.assert_allclose(window, windows[0], atol=1e-3)
    source[: 1003 // 2, :, 3] = 0
    assert 0 < len(cut_excerpts(source)) < 9
