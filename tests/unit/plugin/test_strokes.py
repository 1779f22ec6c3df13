# SPDX-License-Identifier: GPL-3.0-or-later
"""Strokes of paths have the methods that they had in GIMP 2."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from gimpfu.errors import error
from gimpfu.objects import Vectors, wrap
from gimpfu.objects.vectors import VectorsBezierStroke

from . import fake_gi

METHODS: list[tuple[str, tuple[object, ...], str]] = [
    ("close", (), "stroke_close"),
    ("translate", (1, 2), "stroke_translate"),
    ("scale", (2.0, 3.0), "stroke_scale"),
    ("rotate", (1.0, 2.0, 90.0), "stroke_rotate"),
    ("flip_free", (1, 2, 3, 4), "stroke_flip_free"),
    ("lineto", (5, 6), "bezier_stroke_lineto"),
    ("conicto", (1, 2, 3, 4), "bezier_stroke_conicto"),
    ("cubicto", (1, 2, 3, 4, 5, 6), "bezier_stroke_cubicto"),
]


class Path(fake_gi.Path):
    """Notes what is done to its strokes."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.answer: object = True

    def get_id(self) -> int:
        return 7

    def get_name(self) -> str:
        return "Line"

    def stroke_get_point_at_dist(self, *values: object) -> tuple[object, ...]:
        self.done.append(("dist", *values))
        return True, 3.0, 4.0, -0.5, True

    def stroke_interpolate(self, *_values: object) -> tuple[list[float], bool]:
        return [0.0, 0.0, 1.0, 1.0], True

    def bezier_stroke_new_moveto(self, *values: object) -> int:
        self.done.append(("moveto", *values))
        return 4

    def bezier_stroke_new_ellipse(self, *values: object) -> int:
        self.done.append(("ellipse", *values))
        return 5

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        def call(*values: object) -> object:
            self.done.append((name, *values))
            return self.answer

        return call


@pytest.fixture
def vectors() -> Vectors:
    wrapped: Vectors = wrap(Path())
    return wrapped


def done(vectors: Vectors) -> list[Any]:
    path: Any = vectors.native
    found: list[Any] = path.done
    return found


def test_a_point_is_found_at_a_distance(vectors: Vectors) -> None:
    stroke = VectorsBezierStroke.found(vectors, 2)
    assert stroke.get_point_at_dist(5, 0.1) == (3.0, 4.0, -0.5, True)
    assert stroke.get_point_at_dist(dist=6, precision=0.2)[3] is True
    assert done(vectors) == [("dist", 2, 5, 0.1), ("dist", 2, 6, 0.2)]
    assert stroke.interpolate(0.1) == ([0.0, 0.0, 1.0, 1.0], True)
    assert (stroke.vectors_ID, stroke.ID) == (7, 2)


@pytest.mark.parametrize(("method", "values", "called"), METHODS)
def test_a_stroke_is_changed(
    vectors: Vectors, method: str, values: tuple[object, ...], called: str
) -> None:
    getattr(VectorsBezierStroke.found(vectors, 2), method)(*values)
    assert done(vectors) == [(called, 2, *values)]


def test_a_stroke_is_begun_and_removed(vectors: Vectors) -> None:
    stroke = VectorsBezierStroke.new_moveto(vectors, 1, 2)
    ellipse = VectorsBezierStroke.new_ellipse(vectors, 5, 5, 3, 2, 0.5)
    vectors.remove_stroke(stroke)
    vectors.remove_stroke(ellipse.ID)
    assert done(vectors) == [
        ("moveto", 1, 2),
        ("ellipse", 5, 5, 3, 2, 0.5),
        ("remove_stroke", 4),
        ("remove_stroke", 5),
    ]


def test_what_was_not_done_is_an_error(vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = SimpleNamespace(get_last_error=lambda: "no such stroke")
    monkeypatch.setattr("gimpfu.objects.vectors.Gimp.get_pdb", lambda: reasons, raising=False)
    path: Any = vectors.native
    path.answer = False
    stroke = VectorsBezierStroke.found(vectors, 9)
    with pytest.raises(
        error, match=r"stroke_close of <gimp.VectorsBezierStroke 9 .*no such stroke"
    ):
        stroke.close()
