# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths, which GIMP 2 called vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gimpfu.introspection import Gimp
from gimpfu.objects.items import Item
from gimpfu.objects.wrapping import wrap, wraps

if TYPE_CHECKING:
    from gimpfu.objects.images import Image


@wraps(Gimp.Path)
class Vectors(Item):
    """A path, in its image or not yet: ``gimp.Vectors`` makes an empty one to be inserted."""

    if TYPE_CHECKING:
        _native: Gimp.Path

        @property
        def native(self) -> Gimp.Path: ...

    def __init__(self, image: Image, name: str) -> None:
        self._native = Gimp.Path.new(image.native, name)

    @property
    def strokes(self) -> list[VectorsBezierStroke]:
        return [VectorsBezierStroke.found(self, number) for number in self.native.get_strokes()]

    def copy(self) -> Vectors:
        """A copy to be inserted."""
        copy: Vectors = wrap(self.native.copy())
        return copy

    def remove_stroke(self, stroke: VectorsBezierStroke) -> None:
        self.do("remove_stroke", stroke.ID)


class VectorsBezierStroke:
    """One line of a path.

    ``controlpoints`` are x, y of the handle before, the point and the handle after, and so on.
    """

    def __init__(self, vectors: Vectors, controlpoints: Sequence[float], closed: bool) -> None:
        self.vectors = vectors
        self.ID = int(
            vectors.native.stroke_new_from_points(
                Gimp.PathStrokeType.BEZIER, [float(value) for value in controlpoints], closed
            )
        )

    @classmethod
    def found(cls, vectors: Vectors, number: int) -> VectorsBezierStroke:
        """A stroke that the path has."""
        stroke = object.__new__(cls)
        stroke.vectors, stroke.ID = vectors, number
        return stroke

    @property
    def points(self) -> tuple[list[float], bool]:
        """The control points and whether the line is closed."""
        _, points, closed = self.vectors.native.stroke_get_points(self.ID)
        return list(points), bool(closed)

    def get_length(self, precision: float) -> float:
        """In pixels, to a precision in pixels."""
        return float(self.vectors.native.stroke_get_length(self.ID, precision))

    def close(self) -> None:
        self.vectors.do("stroke_close", self.ID)
