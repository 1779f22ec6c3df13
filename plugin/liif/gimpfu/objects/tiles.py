# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiles: the squares of 64 pixels in which GIMP 2 handed out pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu.errors import ArgumentError
from gimpfu.objects import buffers
from gimpfu.strict import Strict

if TYPE_CHECKING:
    from gimpfu.objects.drawables import Drawable

TILE = 64
"""Pixels along the side of a tile; those at the right and bottom edge may be smaller."""


class Tile(Strict):
    """One square of pixels: ``tile[x, y]`` or ``tile[number]`` is one pixel's bytes.

    Coordinates and numbers begin at 0 in the tile's upper left corner. Raises
    :class:`gimpfu.errors.ArgumentError` when the drawable has no such tile.
    """

    __slots__ = ("_x", "_y", "bpp", "dirty", "drawable", "eheight", "ewidth", "shadow", "tile_num")

    def __init__(self, drawable: Drawable, shadow: bool, row: int, column: int) -> None:
        self.drawable, self.shadow = drawable, bool(shadow)
        self.bpp = drawable.bpp
        self.dirty = False
        """Whether something was written to it."""
        self.tile_num = row * -(-drawable.width // TILE) + column
        self._x, self._y = column * TILE, row * TILE
        self.ewidth = min(TILE, drawable.width - self._x)
        self.eheight = min(TILE, drawable.height - self._y)
        if row < 0 or column < 0 or self.ewidth <= 0 or self.eheight <= 0:
            raise ArgumentError(f"{drawable.name} has no tile in row {row}, column {column}")

    def __len__(self) -> int:
        """How many pixels it has."""
        return self.ewidth * self.eheight

    def __getitem__(self, index: int | tuple[int, int]) -> bytes:
        return buffers.pixels_of(self.drawable._native, self.shadow).read(*self._place(index), 1, 1)

    def __setitem__(self, index: int | tuple[int, int], pixel: object) -> None:
        place = self._place(index)
        self.dirty = True
        buffers.pixels_of(self.drawable._native, self.shadow).write(*place, 1, 1, pixel)

    def flush(self) -> None:
        """Send what was written to GIMP."""
        buffers.flush()

    def _place(self, index: int | tuple[int, int]) -> tuple[int, int]:
        """The pixel in the drawable's coordinates."""
        x, y = index if isinstance(index, tuple) else (index % self.ewidth, index // self.ewidth)
        if not (0 <= x < self.ewidth and 0 <= y < self.eheight):
            raise IndexError(f"{x}, {y} is not within a tile of {self.ewidth} x {self.eheight}")
        return self._x + x, self._y + y
