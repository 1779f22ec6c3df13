# SPDX-License-Identifier: GPL-3.0-or-later
"""The size that a picture's detail is worth, on photos whose true resolution is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from liif_core.diagnosis.resolution import Resolution, find_resolution
from liif_core.enlarging import Wish, enlarge_opened, open_picture
from liif_core.errors import LiifError
from liif_core.pictures import Picture, read_picture, write_picture
from liif_core.request.settings import Settings
from liif_core.runtime.hooks import Hooks
from liif_core.sizes.content_scale import (
    FEWEST_PPI,
    MOST_PPI,
    PAYING,
    SCREEN,
    choose_for_paper,
    choose_for_screen,
    find_effective_size,
)
from liif_core.sizes.print_size import Size
from tests.engine.damage import enlarged, photos, planes
from tests.engine.pictures import Bytes, compressed, psnr

SHARP = Resolution(0.95, "full", None)
ENLARGED = Resolution(0.5, "enlarged", 2.0)
SOFT = Resolution(0.6, "soft", None)
PHOTO: Size = (1200, 800)
PAPER = 12.0, 8.0


def measured(picture: Bytes, *, has_grid: bool = False) -> Resolution | None:
    return find_resolution(planes(picture), has_grid=has_grid)


def size_of(picture: Bytes) -> Size:
    return picture.shape[1], picture.shape[0]


@pytest.mark.parametrize(
    ("factor", "quality"), [(1.5, None), (2, None), (3, None), (2, 90), (3, 90)]
)
def test_what_an_enlargement_added_is_not_counted(factor: float, quality: int | None) -> None:
    for name, picture in photos().items():
        found = enlarged(picture, factor)
        if quality is not None:
            found = compressed(found, quality)
        own = size_of(found)
        resolution = measured(found, has_grid=quality is not None)
        detail = find_effective_size(own, resolution)
        assert detail == pytest.approx([side / factor for side in own], rel=0.03), name
        # A small photo, for which no screen is large enough: its detail decides.
        assert choose_for_screen(own, resolution).size == pytest.approx(
            [PAYING * side for side in detail], rel=0.02
        ), name


@pytest.mark.parametrize("quality", [None, 50, 90])
def test_all_pixels_of_a_sharp_photo_count(quality: int | None) -> None:
    for name, picture in photos().items():
        found = picture if quality is None else compressed(picture, quality)
        own = size_of(found)
        assert find_effective_size(own, measured(found, has_grid=quality is not None)) == own, name


@pytest.mark.parametrize(
    ("resolution", "scale", "words"),
    [
        (SHARP, 2.7, "detail for 1200 x 800 pixels; enlarged 2.7 times it fills a screen of 3840"),
        (None, 2.7, "enlarged 2.7 times it fills"),
        (
            ENLARGED,
            2.0,
            "was enlarged 2.00 times before and holds detail for only 600 x 400 pixels; enlarged 2 "
            "times, the most that this detail allows; to fill a screen of 3840 x 2160 it would "
            "have to be enlarged 2.7 times",
        ),
        (SOFT, 2.4, "is soft and holds detail for only 720 x 480 pixels; enlarged 2.4 times, the"),
        (Resolution(0.2, "enlarged", 5.0), 1.0, "too little to enlarge it, so it keeps its size"),
    ],
)
def test_a_screen(resolution: Resolution | None, scale: float, words: str) -> None:
    choice = choose_for_screen(PHOTO, resolution)
    assert choice.size == (1200 * scale, 800 * scale)
    assert choice.plan is None
    assert words in choice.reason


def test_a_screen_is_turned_as_the_picture_is_unless_it_is_named() -> None:
    assert choose_for_screen((800, 1200), SHARP).size == (2160, 3240)
    assert choose_for_screen((800, 1200), SHARP, SCREEN).size == (1440, 2160)
    assert choose_for_screen(PHOTO, SHARP, (1800, 1800)).size == (1800, 1200)


def test_a_width_alone_is_enough() -> None:
    choice = choose_for_screen(PHOTO, SHARP, (1800, None))
    assert choice.size == (1800, 1200)
    assert choice.reason.endswith("enlarged 1.5 times it fills a width of 1800")
    assert choose_for_screen(PHOTO, SHARP, (None, 1600)).size == (2400, 1600)


def test_a_picture_never_becomes_smaller() -> None:
    choice = choose_for_screen((6000, 4000), SHARP)
    assert choice.size == (6000, 4000)
    assert "keeps its size" in choice.reason
    paper = choose_for_paper((6000, 4000), SHARP, PAPER)
    assert (paper.size, paper.plan and paper.plan.ppi) == ((6000, 4000), 500)
    assert "500 pixels per inch, which it has already" in paper.reason


@pytest.mark.parametrize(
    ("resolution", "ppi", "words"),
    [
        (SHARP, MOST_PPI, "1200 x 800 pixels, 100 for each inch of this paper; it is printed with"),
        (ENLARGED, 200, "with 200 pixels per inch, the most that this detail allows"),
        (Resolution(0.2, "enlarged", 5.0), FEWEST_PPI, "with 150 pixels per inch, the fewest"),
    ],
)
def test_a_print(resolution: Resolution, ppi: int, words: str) -> None:
    choice = choose_for_paper(PHOTO, resolution, PAPER)
    assert choice.plan is not None
    assert (choice.size, choice.plan.ppi) == ((12 * ppi, 8 * ppi), ppi)
    assert words in choice.reason


def test_a_paper_lies_as_the_photo() -> None:
    upright = choose_for_paper((800, 1200), SHARP, PAPER, turn=True)
    assert upright.size == choose_for_paper(PHOTO, SHARP, PAPER).size[::-1]
    assert choose_for_paper((800, 1200), SHARP, PAPER).size == (1600, 2400)


def test_a_print_that_fills_its_paper_needs_more() -> None:
    fitted = choose_for_paper(PHOTO, ENLARGED, (8.0, 8.0))
    filled = choose_for_paper(PHOTO, ENLARGED, (8.0, 8.0), fill=True)
    assert fitted.plan is not None
    assert filled.plan is not None
    assert (fitted.plan.ppi, filled.plan.ppi) == (300, 200)
    assert filled.plan.printed == (1600, 1600)


def test_a_print_beyond_the_engine_is_refused() -> None:
    with pytest.raises(LiifError, match="too many"):
        choose_for_paper((20, 20), SHARP, (40.0, 40.0))


def test_a_picture_that_was_enlarged_is_worked_on_at_its_detail(tmp_path: Path) -> None:
    """Where it comes nearer to the truth than at the size it has."""
    truth = photos()["astronaut"]
    settings = Settings("fast", device="cpu")
    source = tmp_path / "in.png"
    write_picture(source, Picture(enlarged(truth, 2), resolution=(300, 300)))

    def result(wish: Wish) -> Picture:
        target = tmp_path / f"{wish.scale}.png"
        opened = open_picture(source, target, wish, settings, overwrite=False, warn=pytest.fail)
        enlarge_opened(opened, settings, Hooks(warn=pytest.fail))
        return read_picture(target)

    plain = result(Wish(scale=1.0))
    chosen = result(Wish(scale="auto", pixels="{}x{}".format(*size_of(truth))))
    assert chosen.size == size_of(truth)
    assert chosen.resolution == pytest.approx((300, 300), abs=0.1)
    own, auto = (psnr(np.asarray(each.samples), truth) for each in (plain, chosen))
    assert auto > own + 0.5, (own, auto)
