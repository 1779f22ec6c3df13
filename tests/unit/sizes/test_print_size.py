# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes by factor, in pixels and for a print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liif_core.errors import LiifError
from liif_core.sizes.print_plan import Sheet
from liif_core.sizes.print_size import (
    fit_inside,
    parse_paper,
    parse_pixels,
    parse_print,
    plan_feasible_print,
    scale_size,
)

sides = st.integers(1, 5000)


def test_pixels() -> None:
    assert parse_pixels("4000x3000") == (4000, 3000)
    assert parse_pixels(" 4000 \u00d7 3000 ") == (4000, 3000)


@pytest.mark.parametrize(
    "text", ["", "4000", "4000x", "x3000", "0x3000", "4000x0", "4e3x3", "-4x3"]
)
def test_what_is_no_size_in_pixels(text: str) -> None:
    with pytest.raises(LiifError, match="4000x3000"):
        parse_pixels(text)


@pytest.mark.parametrize(
    ("text", "width", "height", "ppi"),
    [
        ("30x20cm@300", 30 / 2.54, 20 / 2.54, 300),
        ("300x200mm@150", 30 / 2.54, 20 / 2.54, 150),
        ("12x8in@240", 12, 8, 240),
        ("12 x 8 Inch @ 240.5", 12, 8, 240.5),
        ("10,5x7.25cm@72", 10.5 / 2.54, 7.25 / 2.54, 72),
    ],
)
def test_prints(text: str, width: float, height: float, ppi: float) -> None:
    sheet = parse_print(text)
    assert (sheet.width, sheet.height, sheet.ppi) == pytest.approx((width, height, ppi))


@pytest.mark.parametrize(
    "text", ["", "30x20@300", "30x20cm", "30cm@300", "30x20px@300", "0x20cm@300", "30x20cm@0"]
)
def test_what_is_no_print_size(text: str) -> None:
    with pytest.raises(LiifError, match="30x20cm@300"):
        parse_print(text)


def test_papers() -> None:
    assert parse_paper("30x20cm") == pytest.approx((30 / 2.54, 20 / 2.54))
    assert parse_paper(" 10,5 x 8 IN ") == (10.5, 8)


@pytest.mark.parametrize("text", ["", "30x20", "30cm", "0x20cm", "30x20cm@300"])
def test_what_is_no_paper(text: str) -> None:
    with pytest.raises(LiifError, match="30x20cm or 12x8in"):
        parse_paper(text)


def test_the_new_size_is_rounded() -> None:
    assert scale_size((100, 67), 3.7) == (370, 248)
    assert scale_size((3, 1), 1) == (3, 1)


@pytest.mark.parametrize("scale", [0.99, 0, -2, 64.1, float("nan"), float("inf")])
def test_scales_out_of_range(scale: float) -> None:
    with pytest.raises(LiifError, match="not within 1 to 64"):
        scale_size((10, 10), scale)


def test_results_beyond_the_limit() -> None:
    with pytest.raises(LiifError, match="too many"):
        scale_size((20_000, 10), 14)


def test_the_shape_is_kept_inside_a_box() -> None:
    assert fit_inside((100, 50), (400, 400)) == (400, 200)
    assert fit_inside((50, 100), (400, 400)) == (200, 400)


def test_a_box_below_the_picture() -> None:
    with pytest.raises(LiifError, match=r"more than fit into 400 x 40\b.*liif clean"):
        fit_inside((100, 50), (400, 40))


@given(sides, sides, st.floats(1, 60), st.floats(1, 60), st.floats(50, 600))
def test_a_print_fits_the_sheet_and_touches_it(
    width: int, height: int, across: float, down: float, ppi: float
) -> None:
    try:
        plan = plan_feasible_print((width, height), Sheet(across, down, ppi))
    except LiifError:
        assert min(across * ppi / width, down * ppi / height) > 60
        return
    assert plan.size[0] >= width
    assert plan.size[1] >= height
    assert plan.ppi >= ppi * (1 - 1e-9) or not plan.enough
    printed = plan.size[0] / plan.ppi, plan.size[1] / plan.ppi
    # A pixel of rounding on each side.
    assert printed[0] <= across + 1 / plan.ppi
    assert printed[1] <= down + 1 / plan.ppi
    assert printed[0] >= across - 1 / plan.ppi or printed[1] >= down - 1 / plan.ppi


def test_a_photo_with_enough_pixels_keeps_them() -> None:
    plan = plan_feasible_print((6000, 3000), Sheet(10, 10, 300))
    assert (plan.size, plan.enough) == ((6000, 3000), True)
    assert plan.ppi == 600


@given(sides, sides, st.floats(1, 60), st.floats(1, 60), st.floats(50, 600))
def test_a_print_that_fills_the_sheet_has_its_size_to_the_pixel(
    width: int, height: int, across: float, down: float, ppi: float
) -> None:
    try:
        plan = plan_feasible_print((width, height), Sheet(across, down, ppi), fill=True)
    except LiifError:
        assert max(across * ppi / width, down * ppi / height) > 60
        return
    left, top, *printed = plan.crop or (0, 0, *plan.size)
    assert tuple(printed) == plan.printed
    for pixels, inches in zip(printed, (across, down), strict=True):
        assert abs(pixels - inches * plan.ppi) <= 1
    assert plan.ppi >= ppi * (1 - 1e-9)
    # What is cut off lies evenly at both sides of one direction.
    spare = [whole - part for whole, part in zip(plan.size, printed, strict=True)]
    assert min(spare) <= 1
    assert [left, top] == [length // 2 for length in spare]


def test_a_square_photo_on_a_postcard() -> None:
    plan = plan_feasible_print((1000, 1000), Sheet(6, 4, 300), fill=True)
    assert (plan.size, plan.crop, plan.ppi) == ((1800, 1800), (0, 300, 1800, 1200), 300)
    plan = plan_feasible_print((3000, 3000), Sheet(6, 4, 300), fill=True)
    assert (plan.size, plan.crop, plan.ppi) == ((3000, 3000), (0, 500, 3000, 2000), 500)
    assert plan_feasible_print((900, 600), Sheet(6, 4, 300), fill=True).crop is None
