# SPDX-License-Identifier: GPL-3.0-or-later
"""Compressed once or twice."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.forensics.combs import Combs
from liif_core.forensics.recompression import Recompression, find_recompression
from liif_core.forensics.tables import compute_luminance_table
from tests.engine.damage import cropped_jpeg, photos, planes
from tests.engine.pictures import Bytes, compressed

pytestmark = pytest.mark.slow


def _before(jpeg: Bytes, last: int) -> Recompression | None:
    return find_recompression(Combs(planes(jpeg)), (0, 0), compute_luminance_table(last))


@pytest.mark.parametrize("quality", [20, 50, 75, 90, 95])
def test_one_compression_is_not_taken_for_two(quality: int) -> None:
    for name, picture in photos().items():
        assert _before(compressed(picture, quality), quality) is None, name


@pytest.mark.parametrize(("first", "last"), [(30, 50), (50, 75), (40, 90), (70, 90)])
def test_a_crop_between_two_compressions_is_found(first: int, last: int) -> None:
    for name, picture in photos().items():
        found = _before(compressed(cropped_jpeg(picture, first, 3, 6), last), last)
        assert found is not None, name
        assert (found.kind, found.x, found.y) == ("shifted", 5, 2), name
        assert abs(found.quality - first) <= 4, name


@pytest.mark.parametrize(("first", "last"), [(40, 90), (60, 95), (85, 95)])
def test_two_compressions_on_the_same_grid_are_found(first: int, last: int) -> None:
    for name, picture in photos().items():
        found = _before(compressed(compressed(picture, first), last), last)
        assert found is not None, name
        assert (found.kind, found.x, found.y) == ("aligned", 0, 0), name
        assert abs(found.quality - first) <= 4, name


def test_the_shift_is_found_without_knowing_the_last_table() -> None:
    jpeg = compressed(cropped_jpeg(photos()["cat"], 40, 2, 1), 85)
    found = find_recompression(Combs(planes(jpeg)), (0, 0), None)
    assert found is not None
    assert (found.x, found.y) == (6, 7)


@pytest.mark.parametrize("shape", [(1, 1), (5, 40), (8, 8), (30, 9)])
def test_pictures_too_small_to_say_have_no_earlier_one(shape: tuple[int, int]) -> None:
    window = np.full(shape, 100, np.float32)
    assert find_recompression(Combs([window]), (0, 0), compute_luminance_table(50)) is None
