# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixel regions: ``region[x, y]`` and ``region[x1:x2, y1:y2]``, read and written as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu.errors import ArgumentError
from gimpfu.objects import buffers
from gimpfu.strict import Strict

if TYPE_CHECKING:
    from gimpfu.objects.drawables import Drawable

Index = int | slice


class PixelRgn(Strict):
    """A rectangle of a drawable's pixels, or of its shadow's.

    Indices are the drawable's coordinates, x first; a slice without ends means all of the
    region. The bytes come row by row, ``bpp`` for each pixel. Raises :class:`IndexError` beyond
    the region and :class:`gimpfu.errors.ArgumentError` for bytes of another length.
    """

    __slots__ = ("_size", "bpp", "dirty", "drawable", "h", "shadow", "w", "x", "y")

    def __init__(
        self,
        drawable: Drawable,
        x: int,
        y: int,
        width: int,
        height: int,
        dirty: bool = True,
        shadow: bool = False,
    ) -> None:
        self.drawable = drawable
        self.dirty, self.shadow = bool(dirty), bool(shadow)
        self.bpp = drawable.bpp
        self._size = drawable.width, drawable.height
        self.resize(x, y, width, height)

    def resize(self, x: int, y: int, width: int, height: int) -> None:
        """Make it another rectangle, which must lie within the drawable."""
        if not (0 <= x <= x + width <= self._size[0] and 0 <= y <= y + height <= self._size[1]):
            raise ArgumentError(
                f"a region of {width} x {height} at {x}, {y} does not lie within a drawable of "
                f"{self._size[0]} x {self._size[1]}"
            )
        self.x, self.y, self.w, self.h = x, y, width, height

    @property
    def rowstride(self) -> int:
        """Bytes of a row."""
        return self.w * self.bpp

    def __getitem__(self, index: tuple[Index, Index]) -> bytes:
        area = self._area(index)
        return buffers.pixels_of(self.drawable._native, self.shadow).read(*area)

    def __setitem__(self, index: tuple[Index, Index], data: object) -> None:
        area = self._area(index)
        buffers.pixels_of(self.drawable._native, self.shadow).write(*area, data)

    def _area(self, index: tuple[Index, Index]) -> tuple[int, int, int, int]:
        if not isinstance(index, tuple) or len(index) != 2:
            raise IndexError("a region has two indices: region[x, y]")
        x, width = _span(index[0], self.x, self.w)
        y, height = _span(index[1], self.y, self.h)
        return x, y, width, height


def _span(index: Index, first: int, length: int) -> tuple[int, int]:
    """Where an index begins and how many pixels it takes."""
    if isinstance(index, slice):
        if index.step not in (None, 1):
            raise IndexError("a region takes no step")
        start = first if index.start is None else index.start
        stop = first + length if index.stop is None else index.stop
    else:
        start, stop = index, index + 1
    if not first <= start < stop <= first + length:
        raise IndexError(f"{start} to {stop} is not within {first} to {first + length}")
    return start, stop - start
