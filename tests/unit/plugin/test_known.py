# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known around the part of the result that is seen."""

from __future__ import annotations

import pytest
from liif_gimp.dialog import surroundings
from liif_gimp.dialog.known import Known
from liif_gimp.dialog.surroundings import State, Surroundings, patch_of
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.tasks import Task

from liif_core.request.frame import Frame
from liif_core.request.layout import Layout
from liif_core.request.questions import Enlarge
from liif_core.request.wire import Job

from .fake_gi import Pixbuf

REGION = Rectangle(0, 0, 6, 2)
PATCH = Size(2, 2)
ROOM = 3 * 4 * 3
"""Bytes for three patches, which is all."""
SEEN = Rectangle(0, 0, 2, 1)


def patch(letter: str) -> Pixbuf:
    return Pixbuf(letter * 2, letter * 2)


def shown(known: Known, crop: Rectangle) -> list[str] | None:
    before = Pixbuf(*["." * crop.width] * crop.height)
    made = known.carried(crop, before)  # type: ignore[arg-type] # stands for GdkPixbuf's
    return None if made is None else made.rows  # type: ignore[attr-defined]


def filled(memory: int, seen: Rectangle = SEEN) -> Known:
    """With all that is wanted, in letters in the order of their computation."""
    known = Known(REGION, PATCH, memory)
    for letter in "abcdef":
        place = known.wanted(seen)
        if place is None:
            break
        known.add(place, patch(letter), seen)  # type: ignore[arg-type]
    return known


def test_nothing_is_known_at_first() -> None:
    known = Known(REGION, PATCH, ROOM)
    assert shown(known, SEEN) is None
    assert not known.covers(SEEN)
    assert list(known.places) == []


def test_all_is_known_in_the_end_the_nearest_first() -> None:
    known = filled(ROOM)
    assert shown(known, REGION) == ["aabbcc", "aabbcc"]
    assert known.covers(REGION)
    assert shown(known, Rectangle(1, 1, 3, 1)) == ["abb"]


def test_what_was_seen_last_counts_too() -> None:
    known = Known(REGION, PATCH, ROOM)
    known.see(Rectangle(1, 0, 3, 2), Pixbuf("xyz", "uvw"))  # type: ignore[arg-type]
    assert known.covers(Rectangle(2, 0, 2, 2))
    assert not known.covers(Rectangle(0, 0, 2, 2))
    assert shown(known, Rectangle(0, 0, 3, 1)) == [".xy"]
    assert shown(known, Rectangle(4, 0, 2, 2)) is None


def test_memory_has_an_end_and_what_is_far_makes_room() -> None:
    known = filled(ROOM - 1)
    assert shown(known, REGION) == ["aabb..", "aabb.."]
    other = Rectangle(4, 0, 2, 2)
    place = known.wanted(other)
    assert place == other
    known.add(place, patch("c"), other)  # type: ignore[arg-type]
    assert shown(known, REGION) == ["..bbcc", "..bbcc"]
    assert known.wanted(other) is None


def test_one_patch_fits_always() -> None:
    assert shown(filled(0), REGION) == ["aa....", "aa...."]


@pytest.mark.parametrize(
    ("before", "after", "patch"),
    [
        (Size(4000, 3000), Size(8000, 6000), Size(384, 384)),
        (Size(400, 300), Size(400, 300), Size(192, 192)),
        (Size(100, 100), Size(6400, 3200), Size(1024, 1024)),
        (Size(1, 1), Size(1, 1), Size(192, 192)),
    ],
)
def test_patches_are_large_enough_for_the_network(before: Size, after: Size, patch: Size) -> None:
    everything = Rectangle(0, 0, *after)
    assert patch_of(Task(Rectangle(0, 0, *before), after, everything)) == patch


class Around:
    """Surroundings, and what they told."""

    def __init__(self, known: Known) -> None:
        self.told: list[State] = []
        self.times: list[float] = []
        self.surroundings = Surroundings(
            known,
            lambda place: Job(
                Layout(3, 1, "RGB", "u8"), Enlarge(Frame.of((6, 2), (*place,))), "nowhere"
            ),
            lambda _job, _result: patch("n"),  # type: ignore[arg-type, return-value]
            lambda _job, said: self.times.append(said["encoding"]),
            self.told.append,
        )

    def compute(self, seconds: float = 0.1) -> bool:
        job = self.surroundings.next()
        if job is not None:
            self.surroundings.done(job, b"", {"encoding": seconds, "decoding": 0.0})
        return job is not None


def test_it_ends_when_all_is_known() -> None:
    around = Around(Known(REGION, PATCH, ROOM))
    around.surroundings.look(SEEN)
    assert [around.compute() for _ in range(5)] == [True, True, True, False, False]
    assert around.told == ["more", "more", "more", "all"]


def test_it_ends_when_enough_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "_MOST_SECONDS", 5.0)
    around = Around(Known(REGION, PATCH, ROOM))
    around.surroundings.look(SEEN)
    assert [around.compute(3.0) for _ in range(3)] == [True, True, False]
    assert around.times == [3.0, 3.0]
    assert around.told == ["more", "more", "enough"]


def test_what_takes_long_is_not_computed_unasked() -> None:
    around = Around(Known(REGION, PATCH, ROOM))
    around.surroundings.look(SEEN, 4.0)
    assert not around.compute()
    assert around.told == ["enough"]
