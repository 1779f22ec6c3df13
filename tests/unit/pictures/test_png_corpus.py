# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of PNG: all colours, depths, both orders of rows, transparency of every sort."""

from __future__ import annotations

from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from liif_core.pictures import read_picture

from .png_files import Kind, all_kinds, make_samples, write_png


@pytest.mark.parametrize("kind", all_kinds(), ids=str)
def test_every_kind_of_png(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / "picture.png"
    shown = write_png(path, kind, make_samples(kind))
    warned: list[str] = []
    picture = read_picture(path, warned.append)
    np.testing.assert_array_equal(picture.samples, shown)
    assert picture.samples.dtype == shown.dtype
    assert picture.size == (13, 11)
    assert warned == []
    other = imagecodecs.png_decode(path.read_bytes())
    np.testing.assert_array_equal(picture.samples, other.reshape(shown.shape))


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 9), (5, 3), (33, 2)])
def test_small_pngs_with_few_rows_in_a_pass(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "picture.png"
    kind = Kind(0, 4, interlaced=True, transparent=True)
    shown = write_png(path, kind, make_samples(kind, size))
    np.testing.assert_array_equal(read_picture(path).samples, shown)
