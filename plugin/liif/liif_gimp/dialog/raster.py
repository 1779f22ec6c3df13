# SPDX-License-Identifier: GPL-3.0-or-later
"""A region in patches of one size, and which of them are near a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from liif_gimp.geometry import Rectangle, Size


class Cell(NamedTuple):
    """A patch by its number across and down."""

    column: int
    row: int


class Raster(NamedTuple):
    """The region, and the size of its patches; those at its right and lower end may be smaller."""

    region: Rectangle
    patch: Size

    @property
    def columns(self) -> int:
        """How many patches there are across."""
        return -(-self.region.width // self.patch.width)

    @property
    def rows(self) -> int:
        """How many there are down."""
        return -(-self.region.height // self.patch.height)

    def place(self, cell: Cell) -> Rectangle:
        """Where a patch lies, in the coordinates of the region."""
        left = self.region.x + cell.column * self.patch.width
        top = self.region.y + cell.row * self.patch.height
        return Rectangle(left, top, *self.patch).within(self.region)

    def meeting(self, area: Rectangle) -> Iterator[Cell]:
        """The patches that have pixels of an ``area`` within the region."""
        first = self._cell(area.x, area.y)
        last = self._cell(area.x + area.width - 1, area.y + area.height - 1)
        for row in range(first.row, last.row + 1):
            for column in range(first.column, last.column + 1):
                yield Cell(column, row)

    def around(self, area: Rectangle) -> Iterator[Cell]:
        """All patches, those first that are nearest to the middle of an ``area`` within it."""
        middle = self._cell(area.x + area.width // 2, area.y + area.height // 2)
        farthest = max(
            middle.column,
            middle.row,
            self.columns - 1 - middle.column,
            self.rows - 1 - middle.row,
        )
        for distance in range(farthest + 1):
            yield from self._ring(middle, distance)

    def _cell(self, x: int, y: int) -> Cell:
        return Cell(
            (x - self.region.x) // self.patch.width, (y - self.region.y) // self.patch.height
        )

    def _ring(self, middle: Cell, distance: int) -> Iterator[Cell]:
        """The patches that lie so many from the middle, its sides before its corners."""
        found = []
        for row in range(middle.row - distance, middle.row + distance + 1):
            if not 0 <= row < self.rows:
                continue
            inner = abs(row - middle.row) < distance
            step = 2 * distance if inner else 1
            for column in range(
                middle.column - distance, middle.column + distance + 1, max(1, step)
            ):
                if 0 <= column < self.columns:
                    found.append(Cell(column, row))
        yield from sorted(
            found,
            key=lambda cell: abs(cell.column - middle.column) + abs(cell.row - middle.row),
        )
