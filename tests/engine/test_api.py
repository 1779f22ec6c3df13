# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as other Python programs call it."""

from __future__ import annotations

import doctest
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

import liif_core
from liif_core import api
from liif_core.errors import LiifError
from tests.engine.pictures import photo
from tests.engine.running import enlarge
from tests.engine.worker_process import CHECKOUT

SMALL = np.ascontiguousarray(photo()[40:70, 50:90]).astype(np.uint8)


def test_the_example_in_its_documentation() -> None:
    found = doctest.DocTestFinder().find(api.upscale, "upscale", globs={})
    assert sum(len(each.examples) for each in found) >= 5
    runner = doctest.DocTestRunner()
    for each in found:
        runner.run(each)
    assert runner.failures == 0


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        "import sys, liif_core\n"
        "heavy = {'numpy', 'PIL', 'onnxruntime', 'torch', 'typer'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert callable(liif_core.upscale) and 'numpy' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, check=True)


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'downscale'"):
        liif_core.downscale  # noqa: B018


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_arrays_are_those_of_the_engine(dtype: type[np.generic], channels: int) -> None:
    gray = SMALL.mean(-1, keepdims=True)
    planes = [SMALL[..., :3] if channels > 2 else gray, gray[..., : 1 - channels % 2]]
    source = np.concatenate(planes, -1)[..., :channels]
    largest = 1 if dtype == np.float32 else np.iinfo(dtype).max  # type: ignore[type-var]
    source = (source / 255 * largest).astype(dtype)
    before = source.copy()
    found = liif_core.upscale(source, 1.5, strength=30, detail=50)
    assert_array_equal(found, enlarge(source, (60, 45), strength=30, detail=50))
    assert_array_equal(source, before)
    if channels == 1:
        assert_array_equal(liif_core.upscale(source[..., 0], 1.5, strength=30, detail=50),
                           found[..., 0])  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "made"),
    [
        *[(mode, mode) for mode in ("L", "LA", "RGB", "RGBA", "I;16")],
        *[("1", "L"), ("P", "RGB"), ("PA", "RGBA")],
    ],
)
def test_images_stay_images(mode: str, made: str) -> None:
    image = Image.fromarray(SMALL)
    if mode == "I;16":
        image = Image.fromarray(SMALL[..., 0].astype(np.uint16) * 257)
    elif mode == "PA":
        image = image.convert("P").convert("PA")
    else:
        image = image.convert(mode)
    image.info["icc_profile"] = b"a profile"
    found = liif_core.upscale(image, scale=2, strength=30)
    assert (found.mode, found.size) == (made, (80, 60))
    assert found.info["icc_profile"] == b"a profile"
    expected = np.asarray(image if mode == made else image.convert(made))
    if expected.ndim == 2:
        expected = expected[..., None]
    result = enlarge(expected, (80, 60), strength=30)
    assert_array_equal(np.asarray(found), result[..., 0] if result.shape[2] == 1 else result)


def test_a_palette_with_transparency_keeps_it() -> None:
    image = Image.fromarray(SMALL).convert("P")
    image.info["transparency"] = 3
    assert liif_core.upscale(image, 1).mode == "RGBA"


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((4, 4, 3)),
        np.zeros((4, 4, 5), np.uint8),
        np.zeros(4, np.uint8),
        np.zeros((4, 4), bool),
        Image.new("CMYK", (4, 4)),
        Image.new("F", (4, 4)),
    ],
)
def test_what_is_no_picture_is_told(picture: Any) -> None:  # noqa: ANN401
    with pytest.raises(LiifError, match=r"(Give|Convert)"):
        liif_core.upscale(picture)


def test_settings_are_checked() -> None:
    with pytest.raises(LiifError, match="detail must be 0 to 100"):
        liif_core.upscale(SMALL, detail=101)
    with pytest.raises(LiifError, match="not within 1 to 64"):
        liif_core.upscale(SMALL, 0.5)
    with pytest.raises(LiifError, match="picture's width of 0"):
        liif_core.upscale(np.zeros((4, 0, 3), np.uint8))
    with pytest.raises(TypeError, match="zoom"):
        liif_core.upscale(SMALL, zoom=3)
