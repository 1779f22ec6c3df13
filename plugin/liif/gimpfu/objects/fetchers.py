# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixel fetchers: single pixels, also from beyond the edges of a drawable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gimpfu.colors import RGB
from gimpfu.errors import ArgumentError
from gimpfu.objects import buffers
from gimpfu.strict import Strict

if TYPE_CHECKING:
    from gimpfu.objects.drawables import Drawable

NONE, WRAP, SMEAR, BLACK, BACKGROUND = range(5)
"""What is beyond the edges: PIXEL_FETCHER_EDGE_NONE, ..."""

_WITHIN: dict[int, Callable[[int, int], int]] = {
    WRAP: lambda place, size: place % size,
    SMEAR: lambda place, size: min(max(place, 0), size - 1),
}


class PixelFetcher(Strict):
    """``fetcher[x, y]`` is one pixel's bytes; coordinates are the drawable's.

    Beyond its edges is what ``edge_mode`` says: nothing (zeros), the pixels again, the nearest
    pixel, black, or ``bg_color``. Raises :class:`gimpfu.errors.ArgumentError` when something is
    written there without wrapping or smearing.
    """

    __slots__ = ("_color", "_drawable", "_shadow", "edge_mode")

    def __init__(
        self,
        drawable: Drawable,
        shadow: bool = False,
        bg_color: object = (0, 0, 0),
        edge_mode: int = NONE,
    ) -> None:
        self._drawable, self._shadow = drawable, bool(shadow)
        self._color = RGB.parse(bg_color)
        self.edge_mode = int(edge_mode)

    @property
    def bg_color(self) -> RGB:
        return self._color

    @bg_color.setter
    def bg_color(self, bg_color: object) -> None:
        self._color = RGB.parse(bg_color)

    def get_pixel(self, x: int, y: int) -> bytes:
        place = self._place(x, y)
        if place is None:
            return self._beyond()
        return buffers.pixels_of(self._drawable._native, self._shadow).read(*place, 1, 1)

    def put_pixel(self, x: int, y: int, pixel: object) -> None:
        place = self._place(x, y)
        if place is None:
            raise ArgumentError(f"{x}, {y} lies beyond the edges of {self._drawable.name}")
        buffers.pixels_of(self._drawable._native, self._shadow).write(*place, 1, 1, pixel)

    def __getitem__(self, place: tuple[int, int]) -> bytes:
        return self.get_pixel(*place)

    def __setitem__(self, place: tuple[int, int], pixel: object) -> None:
        self.put_pixel(*place, pixel)

    def _place(self, x: int, y: int) -> tuple[int, int] | None:
        """Where the pixel is taken from; None where there is none."""
        width, height = self._drawable.width, self._drawable.height
        if 0 <= x < width and 0 <= y < height:
            return x, y
        within = _WITHIN.get(self.edge_mode)
        return None if within is None else (within(x, width), within(y, height))

    def _beyond(self) -> bytes:
        """What is seen there: in black and in the background the alpha counts."""
        count = self._drawable.bpp
        if self.edge_mode not in (BLACK, BACKGROUND):
            return bytes(count)
        r, g, b, a = self._color if self.edge_mode == BACKGROUND else RGB(0, 0, 0)
        gray = round(255 * RGB(r, g, b).luminance())
        return bytes({1: (gray,), 2: (gray, a), 3: (r, g, b)}.get(count, (r, g, b, a)))
