# SPDX-License-Identifier: GPL-3.0-or-later
"""The patches of a region, and in which order they are computed."""

from __future__ import annotations

import pytest
from liif_gimp.dialog.raster import Cell, Raster
from liif_gimp.geometry import Rectangle, Size

RASTER = Raster(Rectangle(100, 50, 25, 30), Size(10, 10))
"""Three patches across, the last of 5 pixels, and three down."""


def test_the_last_patches_end_with_the_region() -> None:
    assert (RASTER.columns, RASTER.rows) == (3, 3)
    assert RASTER.place(Cell(0, 0)) == Rectangle(100, 50, 10, 10)
    assert RASTER.place(Cell(2, 1)) == Rectangle(120, 60, 5, 10)


@pytest.mark.parametrize(
    ("area", "cells"),
    [
        (Rectangle(100, 50, 10, 10), {(0, 0)}),
        (Rectangle(109, 50, 2, 10), {(0, 0), (1, 0)}),
        (Rectangle(119, 69, 2, 2), {(1, 1), (2, 1), (1, 2), (2, 2)}),
        (Rectangle(124, 79, 1, 1), {(2, 2)}),
    ],
)
def test_patches_that_meet_an_area(area: Rectangle, cells: set[tuple[int, int]]) -> None:
    assert set(RASTER.meeting(area)) == cells


def test_the_nearest_come_first_and_all_come_once() -> None:
    found = list(RASTER.around(Rectangle(100, 50, 4, 4)))
    assert found[:4] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert found[-1] == (2, 2)
    assert len(found) == len(set(found)) == 9


@pytest.mark.parametrize("size", [Size(1, 700), Size(700, 1), Size(70, 50)])
def test_long_regions_are_gone_through_to_their_ends(size: Size) -> None:
    raster = Raster(Rectangle(0, 0, *size), Size(1, 1))
    found = list(raster.around(Rectangle(size.width // 3, size.height // 3, 1, 1)))
    assert len(found) == len(set(found)) == size.width * size.height
