# SPDX-License-Identifier: GPL-3.0-or-later
"""Rectangles of whole pixels, and where GIMP's own scaling puts them."""

from __future__ import annotations

import math
from typing import NamedTuple


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


class Rectangle(NamedTuple):
    """Position of the upper left corner, and size; in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def empty(self) -> bool:
        return self.width < 1 or self.height < 1

    def moved(self, x: int, y: int) -> Rectangle:
        """The rectangle shifted by ``x, y``."""
        return self._replace(x=self.x + x, y=self.y + y)

    def grown(self, margin: int) -> Rectangle:
        """The rectangle with a margin on all four sides."""
        return Rectangle(
            self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin
        )

    def within(self, other: Rectangle) -> Rectangle:
        """The part that lies inside ``other``; its sides are below 1 when nothing does."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Rectangle(x, y, right - x, bottom - y)

    def scaled(self, old: Size, new: Size) -> Rectangle:
        """Where a layer or group lies after GIMP scaled its image from ``old`` to ``new``.

        Same arithmetic as GIMP's ``gimp_item_scale_by_factors``, whose rounding, unlike Python's,
        sends halves up: both edges are scaled and rounded, not the width.
        """
        across, down = new.width / old.width, new.height / old.height
        x, y = _rounded(across * self.x), _rounded(down * self.y)
        return Rectangle(
            x,
            y,
            _rounded(across * (self.x + self.width)) - x,
            _rounded(down * (self.y + self.height)) - y,
        )


def scaled_size(size: Size, scale: float) -> Size:
    """A canvas enlarged by a factor of at least 1, never smaller than it was."""
    return Size(
        max(size.width, round(size.width * scale)), max(size.height, round(size.height * scale))
    )


def _rounded(length: float) -> int:
    return math.floor(length + 0.5)
