# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-print: the pixels that a print needs, and its resolution."""

from __future__ import annotations

import pytest

from .conftest import SIZE, Run

WIDTH, HEIGHT = SIZE


@pytest.mark.parametrize(
    ("width", "height", "unit", "ppi", "pixels"),
    [
        (5.0, 4.0, "inch", 100.0, (500, 333)),  # the width decides: 500 / 150 = 3.33 times
        (10.0, 4.0, "inch", 75.0, (450, 300)),  # the height decides: 300 / 100 = 3 times
        (12.7, 10.16, "cm", 100.0, (500, 333)),  # the first one again
        (2.0, 1.0, "inch", 101.0, (152, 101)),  # hardly enlarged
    ],
)
def test_pixels_and_resolution_are_exact(
    run: Run, width: float, height: float, unit: str, ppi: float, pixels: tuple[int, int]
) -> None:
    outcome = run("print", width=width, height=height, unit=unit, ppi=ppi)
    after = outcome.after
    assert (after["width"], after["height"]) == pixels
    assert (outcome.layer["pixels"]["width"], outcome.layer["pixels"]["height"]) == pixels
    assert after["resolution"] == pytest.approx([ppi, ppi], rel=1e-6)
    assert len(after["layers"]) == 2


def test_a_photo_with_enough_pixels_is_cleaned_and_says_so(run: Run) -> None:
    outcome = run("print", width=1.0, height=1.0, unit="inch", ppi=100.0)
    assert (outcome.after["width"], outcome.after["height"]) == SIZE
    # 150 pixels on one inch: it fits exactly, with more pixels per inch than were asked for.
    assert outcome.after["resolution"] == pytest.approx([150, 150])
    assert "already has enough pixels" in outcome.result["printed"]
    assert outcome.layer["name"] == "Background (LIIF cleaned)"


def test_a_print_beyond_reason_is_refused(run: Run) -> None:
    outcome = run("print", width=1000.0, height=1000.0, unit="inch", ppi=300.0)
    assert not outcome.result["ok"]
    assert "smaller print or fewer PPI" in outcome.result["error"]
    assert outcome.unchanged


def test_a_print_that_fills_the_paper_is_cut_off(run: Run) -> None:
    outcome = run("print", width=2.0, height=2.0, unit="inch", ppi=150.0, shape="fill")
    after = outcome.after
    assert (after["width"], after["height"]) == (300, 300)
    assert after["resolution"] == pytest.approx([150, 150])
    for layer in after["layers"]:
        assert (layer["pixels"]["width"], layer["pixels"]["height"]) == (300, 300)
        assert (layer["x"], layer["y"]) == (0, 0)


def test_the_sharpening_for_the_print_can_be_switched_off(run: Run) -> None:
    wishes = {"width": 3.0, "height": 2.0, "unit": "inch", "ppi": 100.0}
    soft = run("print", **wishes, sharpen=False).layer
    crisp = run("print", **wishes).layer
    assert soft["filters"] == []
    assert crisp["filters"] == ["Output sharpening (LIIF)"]
    # The pixels themselves are the same: without the filter the one layer is the other.
    assert crisp["pixels"]["hash"] == soft["pixels"]["hash"]
