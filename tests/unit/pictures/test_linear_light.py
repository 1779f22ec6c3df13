# SPDX-License-Identifier: GPL-3.0-or-later
"""Light on the curve of sRGB and back, of every sample type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from liif_core.colour import curves, primaries
from liif_core.colour.meaning import Meaning, build_profile
from liif_core.pictures import Picture, read_picture, write_picture
from liif_core.pictures.linear_light import (
    encode_light,
    encode_picture,
    restore_light,
    restore_picture,
)
from liif_core.pictures.picture import Samples
from tests.colours import encode, srgb_icc

LIGHT = build_profile(Meaning(primaries.DISPLAY_P3, curves.LINEAR), gray=False)
GRAY_LIGHT = build_profile(Meaning(curve=curves.LINEAR), gray=True)


@pytest.mark.parametrize(("dtype", "finer"), [(np.uint8, np.uint16), (np.uint16, np.float32)])
def test_every_step_of_light_comes_back(
    dtype: type[np.uint8 | np.uint16], finer: type[np.generic]
) -> None:
    largest = np.iinfo(dtype).max
    samples: Samples = np.arange(largest + 1).astype(dtype).reshape(1, -1, 1)
    encoded = encode_light(samples)
    assert encoded.dtype == finer
    unit = encoded / (65535 if finer == np.uint16 else 1)
    np.testing.assert_allclose(unit, encode(samples / largest), atol=1e-5)
    restored = restore_light(encoded, samples.dtype)
    assert restored.dtype == dtype
    np.testing.assert_array_equal(restored, samples)


def test_beyond_black_and_white_the_curve_goes_on() -> None:
    samples = np.array([-2, -0.001, 0, 0.002, 0.18, 1, 1.5, 60], np.float32).reshape(1, -1, 1)
    encoded = encode_light(samples)
    assert encoded.dtype == np.float32
    expected = [-25.84, -0.01292, 0, 0.02584, 0.46135, 1, 1.19418, 5.75501]
    np.testing.assert_allclose(encoded.ravel(), expected, rtol=1e-4)
    np.testing.assert_allclose(restore_light(encoded, samples.dtype), samples, rtol=1e-5)


@pytest.mark.parametrize("channels", [2, 4])
def test_alpha_is_no_light(channels: int) -> None:
    samples: Samples = np.full((2, 2, channels), 64, np.uint8)
    encoded = encode_light(samples)
    assert (encoded[..., -1] == 64 * 257).all()
    assert (encoded[..., :-1] == round(float(encode(64 / 255)) * 65535)).all()
    np.testing.assert_array_equal(restore_light(encoded, samples.dtype), samples)


def test_only_light_is_encoded() -> None:
    for icc in (None, srgb_icc()):
        picture = Picture(np.zeros((2, 2, 3), np.uint8), icc)
        assert encode_picture(picture) is picture
        assert restore_picture(picture) is picture


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 3])
def test_files_of_light_stay_such(tmp_path: Path, dtype: type[np.generic], channels: int) -> None:
    icc = LIGHT if channels == 3 else GRAY_LIGHT
    random = np.random.default_rng(2).random((5, 7, channels))
    largest = 1 if dtype == np.float32 else np.iinfo(dtype).max  # type: ignore[type-var]
    samples: Samples = (random * largest).astype(dtype)
    source, target = tmp_path / "light.tif", tmp_path / "again.tif"
    write_picture(source, Picture(samples, icc))
    read = read_picture(source)
    assert read.light is not None
    assert read.light.icc == icc
    assert read.light.dtype == dtype
    write_picture(target, replace(read, resolution=(72, 72)))
    again = restore_picture(read_picture(target))
    assert again.icc == icc
    assert again.samples.dtype == dtype
    np.testing.assert_allclose(again.samples, samples, rtol=1e-5)
