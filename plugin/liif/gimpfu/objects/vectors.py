# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths, which GIMP 2 called vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gimpfu import context
from gimpfu.errors import error
from gimpfu.introspection import Gimp
from gimpfu.objects.items import Item
from gimpfu.objects.wrapping import wrap, wraps
from gimpfu.strict import Strict

if TYPE_CHECKING:
    from gimpfu.objects.images import Image


@wraps(Gimp.Path)
class Vectors(Item):
    """A path, in its image or not yet: ``gimp.Vectors`` makes an empty one to be inserted."""

    __slots__ = ()

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

    def remove_stroke(self, stroke: VectorsBezierStroke | int) -> None:
        self.do("remove_stroke", stroke if isinstance(stroke, int) else stroke.ID)

    def to_selection(
        self,
        operation: int = Gimp.ChannelOps.REPLACE,
        antialias: bool = True,
        feather: bool = False,
        feather_radius_x: float = 0.0,
        feather_radius_y: float = 0.0,
    ) -> None:
        """Select what it encloses; ``operation`` is CHANNEL_OP_REPLACE, CHANNEL_OP_ADD, ..."""
        with context.kept():
            Gimp.context_set_antialias(bool(antialias))
            Gimp.context_set_feather(bool(feather))
            Gimp.context_set_feather_radius(feather_radius_x, feather_radius_y)
            self.image.do("select_item", Gimp.ChannelOps(int(operation)), self.native)


class VectorsBezierStroke(Strict):
    """One line of a path.

    ``controlpoints`` are x, y of the handle before, the point and the handle after, and so on.
    All lengths and places are in pixels.
    """

    __slots__ = ("ID", "vectors")

    def __init__(
        self, vectors: Vectors, controlpoints: Sequence[float], closed: bool = False
    ) -> None:
        self.vectors = vectors
        self.ID = int(
            vectors.native.stroke_new_from_points(
                Gimp.PathStrokeType.BEZIER, [float(value) for value in controlpoints], bool(closed)
            )
        )

    @classmethod
    def found(cls, vectors: Vectors, number: int) -> VectorsBezierStroke:
        """A stroke that the path has."""
        stroke = object.__new__(cls)
        stroke.vectors, stroke.ID = vectors, number
        return stroke

    @classmethod
    def new_moveto(cls, vectors: Vectors, x0: float, y0: float) -> VectorsBezierStroke:
        """A new line of one point, for :meth:`lineto` and its kin to go on with."""
        return cls.found(vectors, int(vectors.native.bezier_stroke_new_moveto(x0, y0)))

    @classmethod
    def new_ellipse(
        cls, vectors: Vectors, x0: float, y0: float, radius_x: float, radius_y: float, angle: float
    ) -> VectorsBezierStroke:
        """An ellipse about ``x0, y0``, turned by ``angle`` in radians."""
        make = vectors.native.bezier_stroke_new_ellipse
        return cls.found(vectors, int(make(x0, y0, radius_x, radius_y, angle)))

    @property
    def vectors_ID(self) -> int:  # noqa: N802 - the name in the GIMP 2 API
        """The number of its path."""
        return self.vectors.ID

    @property
    def points(self) -> tuple[list[float], bool]:
        """The control points and whether the line is closed."""
        _, points, closed = self.vectors.native.stroke_get_points(self.ID)
        return list(points), bool(closed)

    def get_length(self, precision: float) -> float:
        """In pixels, to a precision in pixels."""
        return float(self.vectors.native.stroke_get_length(self.ID, precision))

    def get_point_at_dist(self, dist: float, precision: float) -> tuple[float, float, float, bool]:
        """x, y and slope at so many pixels from its beginning, and whether it is that long."""
        _, x, y, slope, valid = self.vectors.native.stroke_get_point_at_dist(
            self.ID, dist, precision
        )
        return float(x), float(y), float(slope), bool(valid)

    def interpolate(self, precision: float) -> tuple[list[float], bool]:
        """x, y of points along the line, which lie as near to it, and whether it is closed."""
        points, closed = self.vectors.native.stroke_interpolate(self.ID, precision)
        return list(points), bool(closed)

    def close(self) -> None:
        self._do("stroke_close")

    def translate(self, off_x: float, off_y: float) -> None:
        """Move by so many pixels."""
        self._do("stroke_translate", off_x, off_y)

    def scale(self, scale_x: float, scale_y: float) -> None:
        """Multiply its coordinates."""
        self._do("stroke_scale", scale_x, scale_y)

    def rotate(self, center_x: float, center_y: float, angle: float) -> None:
        """Turn about a point, clockwise by degrees."""
        self._do("stroke_rotate", center_x, center_y, angle)

    def flip(self, flip_type: int, axis: float) -> None:
        """Mirror at the line ``axis``; ORIENTATION_HORIZONTAL or ORIENTATION_VERTICAL."""
        self._do("stroke_flip", Gimp.OrientationType(int(flip_type)), axis)

    def flip_free(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Mirror at the line through two points."""
        self._do("stroke_flip_free", x1, y1, x2, y2)

    def lineto(self, x0: float, y0: float) -> None:
        """Add a straight line to a point."""
        self._do("bezier_stroke_lineto", x0, y0)

    def conicto(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a curve to ``x1, y1`` with one control point."""
        self._do("bezier_stroke_conicto", x0, y0, x1, y1)

    def cubicto(self, x0: float, y0: float, x1: float, y1: float, x2: float, y2: float) -> None:
        """Add a curve to ``x2, y2`` with two control points."""
        self._do("bezier_stroke_cubicto", x0, y0, x1, y1, x2, y2)

    def __repr__(self) -> str:
        return f"<gimp.VectorsBezierStroke {self.ID} of {self.vectors!r}>"

    def _do(self, method: str, *values: object) -> None:
        # Not by the path's own do(), whose error would not say that the line may be gone.
        if getattr(self.vectors.native, method)(self.ID, *values) is False:
            reason = Gimp.get_pdb().get_last_error()
            raise error(f"{method} of {self!r} failed: {reason}")
