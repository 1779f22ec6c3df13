# SPDX-License-Identifier: GPL-3.0-or-later
"""How deep a picture is, and how deep its file becomes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from liif_core.errors import LiifError
from liif_core.pictures import Encoding, Picture, read_picture, write_picture
from liif_core.pictures.depth import Depth, change_depth, deepen
from liif_core.pictures.sample_ranges import spread, spread_signed

FIFTH = {"uint8": 51, "uint16": 13107, "float32": 0.2}
FLOATS = np.array([[[0.0], [0.5], [1.0], [2.0], [-1.0], [np.nan]]], np.float32)


@pytest.mark.parametrize("bits", range(1, 17))
def test_all_values_of_so_many_bits_fill_the_range(bits: int) -> None:
    values = np.arange(2**bits, dtype=np.uint32).reshape(1, -1, 1)
    filled = spread(values, 0, 2**bits - 1)
    assert filled.dtype == (np.uint8 if bits <= 8 else np.uint16)
    peak = np.iinfo(filled.dtype).max
    assert (filled[0, 0, 0], filled[0, -1, 0]) == (0, peak)
    exact = values / (2**bits - 1) * peak
    assert np.abs(filled - exact).max() <= 0.5


def test_deeper_whole_numbers_become_float() -> None:
    values = np.array([[[0], [2**31], [2**32 - 1]]], np.uint32)
    filled = spread(values, 0, 2**32 - 1)
    assert filled.dtype == np.float32
    np.testing.assert_allclose(filled.ravel(), [0, 0.5, 1], atol=1e-7)


def test_numbers_with_a_sign() -> None:
    above = np.array([[[0], [16384], [32767]]], np.int16)
    assert spread_signed(above, 16).ravel().tolist() == [0, 32769, 65535]
    below = np.array([[[-32767], [0], [32767]]], np.int16)
    assert spread_signed(below, 16).ravel().tolist() == [-1, 0, 1]
    assert spread(below, -32768, 32767).ravel().tolist() == [1, 32768, 65535]


@pytest.mark.parametrize(
    ("samples", "dtype", "expected"),
    [
        (np.array([[[0], [1], [255]]], np.uint8), np.uint16, [0, 257, 65535]),
        (np.array([[[0], [51], [255]]], np.uint8), np.float32, [0, 0.2, 1]),
        (np.array([[[0], [128], [129], [65535]]], np.uint16), np.uint8, [0, 0, 1, 255]),
        (np.array([[[0], [13107], [65535]]], np.uint16), np.float32, [0, 0.2, 1]),
        (FLOATS, np.uint8, [0, 128, 255, 255, 0, 0]),
        (FLOATS, np.uint16, [0, 32768, 65535, 65535, 0, 0]),
    ],
)
def test_a_change_of_depth(samples: np.ndarray, dtype: type, expected: list[float]) -> None:
    changed = change_depth(samples, np.dtype(dtype))
    assert changed.dtype == dtype
    np.testing.assert_allclose(changed.ravel(), expected, rtol=1e-6)


def test_only_what_is_less_deep_is_deepened() -> None:
    picture = Picture(np.full((2, 2, 1), 65535, np.uint16), bits=12)
    assert deepen(picture, 8) is picture
    assert deepen(picture, 16) is picture
    assert deepen(picture, None) is picture
    deep = deepen(picture, 32)
    assert deep.samples.dtype == np.float32
    assert (deep.samples.max(), deep.bits) == (1, None)


@pytest.mark.parametrize(
    ("suffix", "depth", "dtype"),
    [
        (".jpg", 8, np.uint8), (".webp", 8, np.uint8), (".avif", 8, np.uint8),
        (".png", 8, np.uint8), (".png", 16, np.uint16), (".tif", 8, np.uint8),
        (".tif", 16, np.uint16), (".tif", 32, np.float32),
    ],
)  # fmt: skip
@pytest.mark.parametrize("given", [np.uint8, np.uint16, np.float32])
def test_every_format_has_the_depth_that_was_asked_for(
    tmp_path: Path, suffix: str, depth: Depth, dtype: type, given: type
) -> None:
    path = tmp_path / f"picture{suffix}"
    told: list[str] = []
    picture = Picture(np.full((16, 16, 3), FIFTH[np.dtype(given).name], given))
    write_picture(path, picture, told.append, encoding=Encoding(depth=depth))
    samples = read_picture(path).samples
    assert samples.dtype == dtype
    np.testing.assert_allclose(samples, FIFTH[np.dtype(dtype).name], rtol=0.02)
    assert told == []


@pytest.mark.parametrize(
    ("suffix", "depth", "words"),
    [
        (".jpg", 16, r"JPEG holds 8 bits of each sample, not 16\. Write a \.png or \.tif"),
        (".webp", 16, "WebP holds 8 bits"),
        (".avif", 16, "AVIF holds 12 bits of each sample, not 16"),
        (".png", 32, r"PNG holds 16 bits of each sample, not float\. Write a \.tif"),
    ],
)
def test_a_depth_that_a_format_has_not_is_refused(
    tmp_path: Path, suffix: str, depth: Depth, words: str
) -> None:
    path = tmp_path / f"picture{suffix}"
    picture = Picture(np.zeros((4, 6, 3), np.uint8))
    with pytest.raises(LiifError, match=words):
        write_picture(path, picture, encoding=Encoding(depth=depth))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("suffix", "samples", "told"),
    [
        (".jpg", np.zeros((4, 6, 3), np.uint16), ["JPEG holds 8 bits of each sample"]),
        (".webp", np.zeros((4, 6, 3), np.uint16), ["WebP holds 8 bits"]),
        (".png", np.zeros((4, 6, 3), np.float32), ["PNG holds 16 bits"]),
        (".png", FLOATS, ["PNG holds 16 bits", "brighter than white is cut off"]),
        (".png", np.zeros((4, 6, 3), np.uint16), []),
        (".tif", FLOATS, []),
    ],
)
def test_what_a_format_cannot_keep_is_told(
    tmp_path: Path, suffix: str, samples: np.ndarray, told: list[str]
) -> None:
    notes: list[str] = []
    write_picture(tmp_path / f"picture{suffix}", Picture(samples), notes.append)
    assert len(notes) == len(told)
    for note, words in zip(notes, told, strict=True):
        assert words in note
    asked: list[str] = []
    write_picture(
        tmp_path / f"asked{suffix}", Picture(samples), asked.append, encoding=Encoding(depth=8)
    )
    # What was asked for is no surprise; but what is lost at the ends is.
    assert asked == (
        ["what is darker than black or brighter than white is cut off"] if samples is FLOATS else []
    )
