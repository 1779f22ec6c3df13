# SPDX-License-Identifier: Apache-2.0
"""What happens to photos in training: the codecs, the optics and whole histories."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage import data

from liif_core.forensics.excerpts import compute_luma
from liif_core.forensics.spectra import compute_spectra, find_share

pytestmark = pytest.mark.torch
pytest.importorskip("torch")

from liif_core.lab.training.damage import codecs, history, optics  # noqa: E402
from liif_core.lab.training.degradations import GRID  # noqa: E402

SIDE = 80


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return np.ascontiguousarray(data.astronaut()[:320, 64:384])


@pytest.fixture(scope="module")
def small(photo: np.ndarray) -> Image.Image:
    return Image.fromarray(photo).resize((160, 160), Image.Resampling.BICUBIC)


def error(one: Image.Image, other: Image.Image) -> float:
    """Mean square, in levels."""
    return float(np.square(np.asarray(one, float) - np.asarray(other, float)).mean())


@pytest.mark.parametrize("codec", ["WEBP", "AVIF"])
@pytest.mark.parametrize("quality", [20, 40, 60, 80])
def test_strength_is_that_of_the_jpeg_with_as_large_an_error(
    codec: codecs.Codec, quality: int, small: Image.Image
) -> None:
    how = codecs.Compression(codec, quality)
    same = codecs.Compression("JPEG", round(100 * (1 - how.strength)))
    ours, jpeg = (error(codecs.compress(small, each), small) for each in (how, same))
    # One photo is not the mean of sixty: within 2.5 dB.
    assert abs(10 * np.log10(ours / jpeg)) < 2.5


def test_a_blur_spreads_a_point_by_its_two_deviations_along_its_angle() -> None:
    point = np.zeros((41, 41, 3), np.float32)
    point[20, 20] = 1000
    spread = optics.blur(point, (2.0, 1.0), np.pi / 2)[..., 0]
    steps = np.arange(41) - 20
    down, across = ((spread.sum(axis) * steps**2).sum() / 1000 for axis in (1, 0))
    assert spread.sum() == pytest.approx(1000, rel=1e-4)
    assert down == pytest.approx(4, rel=0.05)
    assert across == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize(("shot", "dark", "light"), [(0.0, 8, 8), (1.0, 0, 8 * 2**0.5)])
def test_shot_noise_grows_with_the_light(shot: float, dark: float, light: float) -> None:
    rng = np.random.default_rng(0)
    for level, wanted in ((0, dark), (255, light)):
        flat = np.full((200, 200, 3), level, np.float32)
        assert np.std(optics.add_noise(flat, 8, shot, False, rng)) == pytest.approx(wanted, abs=0.1)


def test_gray_noise_leaves_the_colours() -> None:
    flat = np.full((64, 64, 3), 100, np.float32)
    noisy = optics.add_noise(flat, 8, 0.5, True, np.random.default_rng(0))
    assert np.ptp(noisy, axis=2).max() == 0
    assert noisy.std() > 5


def test_sharpening_leaves_halos_and_flat_ground() -> None:
    step = np.full((20, 40, 3), 100, np.float32)
    step[:, 20:] = 150
    sharp = optics.sharpen(step, 1.0, 1.0)
    assert sharp[10, 19, 0] < 95
    assert sharp[10, 20, 0] > 155
    np.testing.assert_allclose(sharp[:, [0, -1]], step[:, [0, -1]], atol=0.01)


def test_undamaged_is_the_reduced_picture(photo: np.ndarray) -> None:
    only_clean = history.Shares(none=1, jpeg=0, mild=0)
    rng = np.random.default_rng(0)
    pixels, strength, roughness = history.live(photo, SIDE, (3, 5), only_clean, rng)
    assert roughness == 0
    assert strength == 0
    assert pixels.shape == (SIDE - GRID, SIDE - GRID, 3)
    plain = np.asarray(Image.fromarray(photo).resize((SIDE, SIDE), Image.Resampling.BICUBIC), float)
    # Whatever filter it was, it lies where it lay: moved by a pixel it would differ by more.
    here, beside = (
        np.abs(plain[3 : 3 + 64, 5 + step : 69 + step] - pixels).mean() for step in (0, 1)
    )
    assert here < beside / 3


def test_histories_stay_in_place_and_harm_more_the_harsher(photo: np.ndarray) -> None:
    plain = np.asarray(Image.fromarray(photo).resize((SIDE, SIDE), Image.Resampling.BICUBIC), float)
    errors = []
    for shares, rough in (
        (history.Shares(none=0, jpeg=0, mild=1), 0.5),
        (history.Shares(none=0, jpeg=0, mild=0), 1.0),
    ):
        lives = [
            history.live(photo, SIDE, (7, 2), shares, np.random.default_rng(seed))
            for seed in range(60)
        ]
        mean = np.mean([pixels for pixels, *_ in lives], axis=0)
        moved = {
            (down, across): np.abs(
                plain[7 + down : 71 + down, 2 + across : 66 + across] - mean
            ).mean()
            for down in (-1, 0, 1)
            for across in (-1, 0, 1)
        }
        assert min(moved, key=lambda step: moved[step]) == (0, 0)
        errors.append(
            np.mean([np.square(pixels - plain[7:71, 2:66]).mean() for pixels, *_ in lives])
        )
        assert {roughness for *_, roughness in lives} == {rough}
        strengths = [strength for _, strength, _ in lives]
        assert 0 <= min(strengths) <= max(strengths) <= 1
        assert np.std(strengths) > 0.1
    assert errors[1] > 2 * errors[0] > 0


def test_a_history_is_repeated_by_its_seed(photo: np.ndarray) -> None:
    one, other = (
        history.live(photo, SIDE, (0, 0), history.MOSTLY_SOFT, np.random.default_rng(5))
        for _ in range(2)
    )
    np.testing.assert_array_equal(one[0], other[0])
    assert one[1] == other[1]


def test_soft_histories_leave_little_of_the_resolution(photo: np.ndarray) -> None:
    def find_shares(shares: history.Shares) -> list[float]:
        found = []
        for seed in range(40):
            pixels, *_ = history.live(photo, SIDE, (0, 0), shares, np.random.default_rng(seed))
            share = find_share(compute_spectra([compute_luma(pixels.astype(np.float32))]) or [])
            assert share is not None
            found.append(share)
        return found

    soft, mild = (
        find_shares(history.Shares(none=0, jpeg=0, mild=0, soft=1)),
        find_shares(history.Shares(none=0, jpeg=0, mild=1)),
    )
    assert np.median(soft) < 0.6
    assert np.median(mild) > np.median(soft) + 0.15
