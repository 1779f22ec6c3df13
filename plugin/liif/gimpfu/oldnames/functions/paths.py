# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths, which GIMP 2 called vectors."""

from __future__ import annotations

from collections.abc import Sequence

from gimpfu.introspection import Gimp
from gimpfu.objects import Image, Item, Vectors, unwrap
from gimpfu.oldnames.functions.lists import Counted, floats


def gimp_vectors_get_strokes(vectors: Vectors) -> Counted:
    strokes = tuple(vectors.native.get_strokes())
    return len(strokes), strokes


def gimp_vectors_stroke_get_points(
    vectors: Vectors, stroke: int
) -> tuple[int, int, tuple[float, ...], bool]:
    kind, points, closed = vectors.native.stroke_get_points(stroke)
    return int(kind), len(points), tuple(points), bool(closed)


def gimp_vectors_stroke_new_from_points(
    vectors: Vectors, kind: int, count: int, points: Sequence[float], closed: bool
) -> int:
    bezier = Gimp.PathStrokeType(int(kind))
    return int(vectors.native.stroke_new_from_points(bezier, floats(points), closed))


def gimp_vectors_stroke_interpolate(
    vectors: Vectors, stroke: int, precision: float
) -> tuple[int, tuple[float, ...], bool]:
    points, closed = vectors.native.stroke_interpolate(stroke, precision)
    return len(points), tuple(points), bool(closed)


def gimp_image_insert_vectors(
    image: Image, vectors: Vectors, parent: Item | None, position: int
) -> None:
    image.do("insert_path", vectors.native, unwrap(parent), position)
