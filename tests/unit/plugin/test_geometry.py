# SPDX-License-Identifier: GPL-3.0-or-later
"""Rectangles under GIMP's scaling, and the pixels of a print."""

from __future__ import annotations

import gimpfu
import pytest
from hypothesis import given
from hypothesis import strategies as st
from liif_gimp.geometry import Rectangle, Size, scaled_size
from liif_gimp.printing import plan

sides = st.integers(1, 3000)
offsets = st.integers(-3000, 3000)
scales = st.floats(1.0, 64.0)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        # Read from GIMP 3.0.4: a layer of 50 x 40 at (-7, 13) in an image of 200 x 100.
        ((333, 166), (-12, 22, 84, 66)),
        ((740, 370), (-26, 48, 185, 148)),
        ((501, 251), (-18, 33, 126, 100)),
        ((300, 150), (-10, 20, 75, 60)),  # all four edges are halves before
    ],
)
def test_a_layer_is_scaled_as_gimp_does_it(
    new: tuple[int, int], expected: tuple[int, int, int, int]
) -> None:
    assert Rectangle(-7, 13, 50, 40).scaled(Size(200, 100), Size(*new)) == expected


@given(offsets, offsets, sides, sides, sides, sides, scales)
def test_no_layer_shrinks(
    x: int, y: int, width: int, height: int, columns: int, rows: int, scale: float
) -> None:
    canvas = Size(columns, rows)
    result = Rectangle(x, y, width, height).scaled(canvas, scaled_size(canvas, scale))
    assert result.width >= width
    assert result.height >= height


@given(offsets, sides, sides, sides, scales)
def test_neighbours_stay_neighbours(
    x: int, left: int, right: int, columns: int, scale: float
) -> None:
    canvas = Size(columns, 10)
    new = scaled_size(canvas, scale)
    first = Rectangle(x, 0, left, 10).scaled(canvas, new)
    second = Rectangle(x + left, 0, right, 10).scaled(canvas, new)
    assert first.x + first.width == second.x


def test_rectangles() -> None:
    area = Rectangle(2, 3, 10, 20)
    assert area.grown(4) == (-2, -1, 18, 28)
    assert area.grown(4).within(area) == area
    assert area.moved(-2, 1) == (0, 4, 10, 20)
    assert area.within(Rectangle(12, 3, 5, 5)).empty
    assert not area.within(Rectangle(11, 22, 5, 5)).empty


def test_a_poster_from_a_thumbnail_is_refused() -> None:
    with pytest.raises(gimpfu.error, match=r"factor of 100,.* by 64 at most.*smaller print"):
        plan(Size(60, 60), 20.0, 20.0, "inch", 300.0, fill=False, turn=True)
