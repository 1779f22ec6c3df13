# SPDX-License-Identifier: Apache-2.0
"""What a picture becomes, in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from liif_core.request.limits import MAX_RESULT_SIDE, MAX_SCALE, MAX_SIDE
from liif_core.request.rules import Checked, RequestError, Whole, declare

Size = tuple[int, int]
"""Width and height."""
Region = tuple[int, int, int, int]
"""x, y, width and height."""


@dataclass(frozen=True)
class Frame(Checked):
    """The whole source would become ``grid_width`` x ``grid_height`` pixels; of that grid the
    rectangle ``x, y, width, height`` is computed."""

    grid_width: int = declare(Whole())
    grid_height: int = declare(Whole())
    x: int = declare(Whole())
    y: int = declare(Whole())
    width: int = declare(Whole())
    height: int = declare(Whole())

    @classmethod
    def of(cls, grid: Size, region: Region | None = None) -> Frame:
        """All of ``grid``, or ``region`` of it."""
        return cls(*grid, *(region or (0, 0, *grid)))

    @property
    def grid(self) -> Size:
        return self.grid_width, self.grid_height

    @property
    def region(self) -> Region:
        return self.x, self.y, self.width, self.height

    @property
    def is_whole(self) -> bool:
        """Whether all of the grid is computed."""
        return self.region == (0, 0, *self.grid)

    def check_source(self, source: Size) -> None:
        """Raise :class:`RequestError` unless a picture of that size can become this, and the
        rectangle lies inside."""
        check_side("width", source[0], self.grid_width)
        check_side("height", source[1], self.grid_height)
        if (
            min(self.x, self.y) < 0
            or min(self.width, self.height) < 1
            or self.x + self.width > self.grid_width
            or self.y + self.height > self.grid_height
        ):
            raise RequestError("the rectangle to compute does not lie inside the enlarged picture")


def check_side(name: str, source: int, grid: int) -> None:
    """Raise :class:`RequestError` unless a side of ``source`` pixels can become ``grid``."""
    if not 1 <= source <= MAX_SIDE:
        raise RequestError(f"the picture's {name} of {source} is not within 1 to {MAX_SIDE}")
    if grid < source:
        raise RequestError(f"the new {name} of {grid} is below the {source} there are")
    if grid > MAX_RESULT_SIDE or grid > source * MAX_SCALE:
        raise RequestError(
            f"the new {name} of {grid} is above the limit of "
            f"{min(MAX_RESULT_SIDE, int(source * MAX_SCALE))}"
        )
