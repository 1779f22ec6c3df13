# SPDX-License-Identifier: GPL-3.0-or-later
"""The estimate of a task's time, and the summary that holds it."""

from __future__ import annotations

import pytest
from liif_gimp.dialog.summary import duration, extent, memory
from liif_gimp.estimate import Pace
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.installation import Model
from liif_gimp.tasks import Task

from liif_core.request.frame import Frame
from liif_core.request.layout import Layout
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.request.wire import Job

MODEL = Model("fast", "", receptive_radius=10, tile=100, has_detail=False)


def job(
    source: Size, grid: Size, region: Rectangle, repairs: tuple[tuple[str, int], ...] = ()
) -> Job:
    request = Enlarge(Frame.of(grid, region), Settings(repairs=repairs))
    return Job(Layout(*source, "RGB", "u8"), request, "fd:3")


def test_a_job_takes_what_it_took() -> None:
    """Whatever the margins: the same region again takes the same time."""
    source, grid, region = Size(400, 300), Size(800, 600), Rectangle(100, 100, 240, 120)
    done = {"seconds": 1.0, "encoding": 0.5, "decoding": 0.25}
    pace = Pace.of(job(source, grid, region), done, MODEL)
    again = Task(Rectangle(0, 0, *source), grid, region)
    assert pace.seconds(again, MODEL) == pytest.approx(1)


def test_the_pace_is_that_of_one_pass() -> None:
    """What two repairs took says what the next one alone takes."""
    size, region = Size(100, 100), Rectangle(0, 0, 100, 100)
    done = {"seconds": 7.0, "encoding": 4.0, "decoding": 2.0}
    twice = job(size, size, region, (("noise", 50), ("haze", 50)))
    once = Task(Rectangle(0, 0, *size), size, region)
    assert Pace.of(twice, done, MODEL).seconds(once, MODEL) == pytest.approx(3.5)


def test_what_comes_before_the_first_tile_does_not_grow_with_the_picture() -> None:
    size, large = Size(100, 100), Size(1000, 100)
    done = {"seconds": 3.3, "encoding": 2.0, "decoding": 1.0}
    pace = Pace.of(job(size, size, Rectangle(0, 0, *size)), done, MODEL)
    # In ten tiles, each with two margins of 10 but for the sides of the picture.
    task = Task(Rectangle(0, 0, *large), large, Rectangle(0, 0, *large))
    assert pace.seconds(task, MODEL) == pytest.approx(0.3 + 2 * 11.8 + 10)


def test_times_that_were_rounded_leave_nothing_less_than_nothing() -> None:
    size = Size(100, 100)
    done = {"seconds": 0.75, "encoding": 0.5004, "decoding": 0.25}
    assert Pace.of(job(size, size, Rectangle(0, 0, *size)), done, MODEL).before == 0


def test_margins_count_for_the_encoder_only() -> None:
    source, grid = Size(400, 400), Size(800, 800)
    # 60 x 60 source pixels in one tile, so 80 x 80 with margins; 120 x 120 output pixels.
    done = {"seconds": 208, "encoding": 64, "decoding": 144}
    pace = Pace.of(job(source, grid, Rectangle(0, 0, 120, 120)), done, MODEL)
    assert (pace.encoder, pace.decoder) == pytest.approx((0.01, 0.01))
    # Four tiles a side, each with two margins but for the sides of the picture: 460 x 460.
    everything = Task(Rectangle(0, 0, *source), grid, Rectangle(0, 0, *grid))
    assert pace.seconds(everything, MODEL) == pytest.approx(2116 + 6400)


def test_a_picture_smaller_than_a_margin_is_seen_once() -> None:
    source = Size(8, 8)
    done = {"seconds": 64, "encoding": 64, "decoding": 0}
    pace = Pace.of(job(source, source, Rectangle(0, 0, 8, 8)), done, MODEL)
    assert pace.encoder == pytest.approx(1.0)


def test_sizes_are_told_in_pixels_and_on_paper() -> None:
    told = extent(Size(3000, 2000), (300.0, 300.0))
    assert told == "3000 x 2000 pixels (6 MP), 25 x 17 cm at 300 PPI"
    assert extent(Size(300, 200), (300.0, 150.0)).endswith("2.5 x 3.4 cm at 300 PPI")


@pytest.mark.parametrize(
    ("pixel_bytes", "told"), [(3, "17 MiB"), (16, "92 MiB"), (1, "5.7 MiB"), (300, "1.7 GiB")]
)
def test_memory_is_told_in_its_units(pixel_bytes: int, told: str) -> None:
    assert memory(Size(3000, 2000), pixel_bytes) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.2, "less than a second"),
        (3.4, "about 3 s"),
        (99, "about 99 s"),
        (150, "about 2 min"),
        (7200, "about 2 h"),
    ],
)
def test_times_are_no_more_precise_than_an_estimate(seconds: float, told: str) -> None:
    assert duration(seconds) == told
