# SPDX-License-Identifier: GPL-3.0-or-later
"""Masks that follow the edges of their picture."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter

from liif_core.errors import Cancelled
from liif_core.request.frame import Frame
from liif_core.runtime import bilateral
from liif_core.runtime.bilateral import joint_bilateral_upsample
from liif_core.runtime.hooks import Hooks
from tests.engine.pictures import Bytes, compressed, noise, photo

Plane = NDArray[np.float32]
SIDE = 192
FACTOR = 4


def disc(side: int = SIDE) -> Plane:
    """A disc with an antialiased edge, 0 to 1."""
    y, x = np.mgrid[:side, :side] + 0.5
    distance = np.hypot(x - 0.45 * side, y - 0.55 * side)
    return np.clip(0.3 * side - distance + 0.5, 0, 1).astype(np.float32)


def scene() -> Bytes:
    """One photo inside the disc and another one around it."""
    inside, around = photo()[:SIDE, :SIDE], photo()[:SIDE, -SIDE:][:, ::-1] // 2
    alpha = disc()[..., None]
    return np.rint(alpha * inside + (1 - alpha) * around).astype(np.uint8)


def small(picture: NDArray[np.generic], factor: int = FACTOR) -> NDArray[np.generic]:
    return np.array(Image.fromarray(picture).reduce(factor))


def bilinear(mask: Plane) -> Plane:
    side = mask.shape[1] * FACTOR, mask.shape[0] * FACTOR
    return np.array(Image.fromarray(mask).resize(side, Image.Resampling.BILINEAR))


def followed(mask: Plane, guide: Bytes) -> Plane:
    """The mask (h, w) along with a picture of which a JPEG is left."""
    picture = compressed(np.asarray(small(guide), np.uint8), 75)
    result = np.empty((*guide.shape[:2], 1), np.float32)
    joint_bilateral_upsample(
        mask[..., None], picture, guide, result, Frame.of((guide.shape[1], guide.shape[0]))
    )
    return result[..., 0]


def error(answer: Plane, truth: Plane) -> float:
    return float(np.abs(answer - truth).mean())


def test_edges_follow_the_picture() -> None:
    truth = disc()
    mask = np.asarray(small(truth), np.float32)
    answer = followed(mask, scene())
    blind = followed(mask, np.zeros_like(scene()))
    assert error(answer, truth) < 0.5 * error(bilinear(mask), truth)
    assert error(answer, truth) < 0.8 * error(blind, truth)


def test_a_step_that_the_picture_does_not_show_is_no_worse_than_plain() -> None:
    truth = np.roll(disc(), (40, 30), (0, 1))
    mask = np.asarray(small(truth), np.float32)
    assert error(followed(mask, scene()), truth) < 0.8 * error(bilinear(mask), truth)


def test_a_feathered_mask_stays_soft_without_halos() -> None:
    """Across the edges of a picture that it has nothing to do with."""
    truth = gaussian_filter(np.roll(disc(), 30, 1), 10)
    mask = np.asarray(small(truth), np.float32)
    answer = followed(mask, scene())
    assert np.abs(answer - truth).max() < 0.02
    steps = [np.abs(np.diff(plane, axis=1)).max() for plane in (answer, truth)]
    assert steps[0] < 2 * steps[1]


def test_a_depth_map_keeps_its_slopes_and_gets_its_edge() -> None:
    slope = np.linspace(0, 1, SIDE, dtype=np.float32)
    truth = np.where(disc() > 0.5, 0.9 - 0.3 * slope[:, None], 0.1 + 0.3 * slope[None])
    mask = np.asarray(small(truth.astype(np.float32)), np.float32)
    assert error(followed(mask, scene()), truth) < 0.6 * error(bilinear(mask), truth)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("value", [0, 0.2, 1])
def test_a_constant_mask_stays_exactly_that(dtype: type[np.generic], value: float) -> None:
    largest = 1 if dtype == np.float32 else np.iinfo(dtype).max  # type: ignore[type-var]
    mask = np.full((20, 30, 2), value * largest).astype(dtype)
    result = np.zeros((75, 111, 2), dtype)
    picture, guide = noise(20, 30), noise(75, 111, seed=1)
    joint_bilateral_upsample(mask, picture, guide, result, Frame.of((111, 75)))
    np.testing.assert_allclose(result, np.full_like(result, mask[0, 0, 0]), rtol=1e-5)
    if dtype != np.float32:
        assert (result == mask[0, 0, 0]).all()


def test_values_stay_between_those_of_the_samples_around() -> None:
    mask = noise(24, 24, 1)
    result = np.empty((96, 96, 1), np.float32)
    joint_bilateral_upsample(
        mask, noise(24, 24, seed=2), noise(96, 96, seed=3), result, Frame.of((96, 96))
    )
    lowest = minimum_filter(mask[..., 0], 3, mode="nearest").repeat(4, 0).repeat(4, 1)
    highest = maximum_filter(mask[..., 0], 3, mode="nearest").repeat(4, 0).repeat(4, 1)
    assert (result[..., 0] >= lowest - 1e-5).all()
    assert (result[..., 0] <= highest + 1e-5).all()


def _noisy(region: tuple[int, int, int, int] | None = None) -> NDArray[np.uint8]:
    """A mask of 40 x 50 samples along with noise, 3.7 times as large."""
    grid = 185, 148
    mask = (255 * noise(40, 50, 1)).astype(np.uint8)
    guide = noise(148, 185, seed=3)
    x, y, width, height = region or (0, 0, *grid)
    result = np.empty((height, width, 1), np.uint8)
    guide = guide[y : y + height, x : x + width]
    joint_bilateral_upsample(mask, noise(40, 50, seed=2), guide, result, Frame.of(grid, region))
    return result


def test_tiles_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _noisy()
    monkeypatch.setattr(bilateral, "_CELLS", 7)
    tiled = _noisy()
    assert np.abs(tiled.astype(int) - whole).max() <= 1
    assert (tiled == whole).mean() > 0.999


def test_a_part_is_that_of_the_whole() -> None:
    """But for its border, where it does not see what lies beyond."""
    whole, part = _noisy(), _noisy((60, 50, 120, 90))
    inner = np.s_[45:-45, 45:-45]
    np.testing.assert_allclose(part[inner].astype(int), whole[50:140, 60:180][inner], atol=1)


def test_a_part_is_right_at_its_border_too() -> None:
    truth, guide = disc(), scene()
    mask = np.asarray(small(truth), np.float32)[..., None]
    result = np.empty((70, 90, 1), np.float32)
    region, area = (30, 40, 90, 70), np.s_[40:110, 30:120]
    picture = np.asarray(small(guide))
    joint_bilateral_upsample(mask, picture, guide[area], result, Frame.of((SIDE, SIDE), region))
    whole = followed(mask[..., 0], guide)
    found = error(result[..., 0], truth[area]), error(whole[area], truth[area])
    assert found[0] < 1.1 * found[1], found


def test_a_mask_may_be_smaller_than_its_picture() -> None:
    truth, guide = disc(), scene()
    mask = np.asarray(small(truth), np.float32)
    result = np.empty((SIDE, SIDE, 1), np.float32)
    joint_bilateral_upsample(
        mask[..., None], np.asarray(small(guide, 2)), guide, result, Frame.of((SIDE, SIDE))
    )
    assert error(result[..., 0], truth) < 0.5 * error(bilinear(mask), truth)


def test_a_mask_of_the_new_size_is_kept() -> None:
    mask = noise(16, 16, 1)
    result = np.empty((8, 4, 1), np.float32)
    joint_bilateral_upsample(
        mask, noise(8, 8), noise(8, 4), result, Frame.of((16, 16), (3, 5, 4, 8))
    )
    np.testing.assert_array_equal(result, mask[5:13, 3:7])


def test_transparency_is_an_edge_of_the_picture() -> None:
    truth = disc()
    mask = np.asarray(small(truth), np.float32)
    flat = np.full((SIDE, SIDE, 4), 128, np.uint8)
    flat[..., 3] = np.rint(255 * truth)
    hidden = flat.copy()
    hidden[..., :3][truth == 0] = noise(SIDE, SIDE)[truth == 0] * 255
    answers = [followed_alpha(mask, picture) for picture in (flat, hidden)]
    assert error(answers[0], truth) < 0.4 * error(bilinear(mask), truth)
    # Colours that nobody sees count for nothing.
    np.testing.assert_allclose(answers[1], answers[0], atol=0.02)


def followed_alpha(mask: Plane, picture: Bytes) -> Plane:
    from liif_core.runtime.reducing import reduce_picture

    little = reduce_picture(picture, (SIDE // FACTOR, SIDE // FACTOR))
    result = np.empty((SIDE, SIDE, 1), np.float32)
    joint_bilateral_upsample(mask[..., None], little, picture, result, Frame.of((SIDE, SIDE)))
    return result[..., 0]


def test_it_can_be_cancelled_and_tells_how_far_it_is() -> None:
    mask, result = noise(80, 80, 1), np.empty((160, 160, 1), np.float32)
    shares: list[float] = []

    def run() -> None:
        joint_bilateral_upsample(
            mask,
            noise(80, 80),
            noise(160, 160),
            result,
            Frame.of((160, 160)),
            Hooks(shares.append, lambda: len(shares) == 2),
        )

    with pytest.raises(Cancelled):
        run()
    assert shares == [0.25, 0.5]


@pytest.mark.slow
def test_memory_beside_the_pictures_is_that_of_a_tile() -> None:
    mask, picture = np.zeros((300, 300, 1), np.uint8), np.zeros((300, 300, 3), np.uint8)
    guide, result = np.zeros((1200, 1200, 3), np.uint8), np.zeros((1200, 1200, 1), np.uint8)
    tracemalloc.start()
    try:
        joint_bilateral_upsample(mask, picture, guide, result, Frame.of((1200, 1200)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The whole guide alone would be 17 MB as the numbers that are computed with.
    assert peak < 15e6
