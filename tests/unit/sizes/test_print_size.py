# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes by factor, in pixels and for a print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liif_core.errors import LiifError
from liif_core.sizes.print_plan import Sheet
from liif_core.sizes.print_size import fit_inside, plan_feasible_print, scale_size

sides = st.integers(1, 5000)


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


def test_one_side_alone_decides() -> None:
    assert fit_inside((100, 50), (400, None)) == (400, 200)
    assert fit_inside((100, 50), (None, 400)) == (800, 400)
    with pytest.raises(LiifError, match="more than fit into a height of 40"):
        fit_inside((100, 50), (None, 40))
    # Who writes 2x here means a factor.
    with pytest.raises(LiifError, match=r"more than fit into a width of 2\b.*with --scale"):
        fit_inside((100, 50), (2, None))


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


@given(sides, sides, st.floats(1, 60), st.floats(1, 60), st.booleans())
def test_a_turned_paper_lies_as_the_photo_and_shows_no_less_of_it(
    width: int, height: int, across: float, down: float, fill: bool
) -> None:
    photo = width, height
    try:
        plain = plan_feasible_print(photo, Sheet(across, down, 1), fill=fill)
        turned = plan_feasible_print(photo, Sheet(across, down, 1), fill=fill, turn=True)
    except LiifError:
        return
    assert turned.turned == ((width - height) * (across - down) < 0)
    if not turned.turned:
        assert turned == plain
        return
    # A pixel of rounding.
    slack = 1 / min(*plain.size, *turned.size)
    assert turned.cut_off <= plain.cut_off + 2 * slack
    if not fill:
        areas = [p.size[0] * p.size[1] / p.ppi**2 for p in (turned, plain)]
        assert areas[0] >= areas[1] * (1 - 4 * slack)


def test_what_a_filled_paper_cuts_off() -> None:
    """A portrait photo of 3:4 on the 15 x 10 cm that a shop offers."""
    sheet = Sheet(6, 4, 300)
    kept = plan_feasible_print((600, 800), sheet, fill=True)
    assert (kept.printed, kept.cut_off) == ((1800, 1200), 0.5)
    turned = plan_feasible_print((600, 800), sheet, fill=True, turn=True)
    assert (turned.size, turned.printed) == ((1350, 1800), (1200, 1800))
    assert turned.cut_off == pytest.approx(1 / 9)
    assert plan_feasible_print((600, 800), sheet).cut_off == 0
    # Neither a square photo nor a square paper lies one way or the other.
    assert not plan_feasible_print((500, 500), sheet, fill=True, turn=True).turned
    assert not plan_feasible_print((600, 800), Sheet(5, 5, 300), turn=True).turned
