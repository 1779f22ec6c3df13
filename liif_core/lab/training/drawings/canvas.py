# SPDX-License-Identifier: Apache-2.0
"""Shapes with edges as a designer's program draws them: each pixel mixed by the area covered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from liif_core.lab.training.drawings.colours import Colour
from liif_core.lab.training.drawings.kit import SIDE, Picture

OVER = 4
"""Drawn at so many times the size, then reduced by area."""
Point = tuple[float, float]
"""x and y in pixels of the finished picture."""
Path = Sequence[Point]


class Canvas:
    """A ground, a colour or a picture that stays as it is, and shapes upon it."""

    def __init__(self, ground: Colour | Image.Image, over: int = OVER) -> None:
        self.over = over
        side = SIDE * over
        if isinstance(ground, Image.Image):
            self.image = ground.resize((side, side), Image.Resampling.NEAREST)
        else:
            self.image = Image.new("RGB", (side, side), ground)
        self.pen = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.reduce(self.over) if self.over > 1 else self.image

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.over, y * self.over) for x, y in points]

    def polygon(
        self, points: Path, fill: Colour | None, outline: Colour | None = None, width: float = 1
    ) -> None:
        if fill is not None and len(points) > 2:
            self.pen.polygon(self._scaled(points), fill=fill)
        if outline is not None:
            self.line([*points, points[0]], outline, width)

    def line(self, points: Path, colour: Colour, width: float = 1) -> None:
        """With round joints and ends."""
        scaled = self._scaled(points)
        thick = max(1, round(width * self.over))
        self.pen.line(scaled, fill=colour, width=thick, joint="curve")
        if thick > 2 * self.over:
            radius = thick / 2 - 0.5
            for x, y in (scaled[0], scaled[-1]):
                self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def stroke(self, points: Path, widths: Sequence[float], colour: Colour) -> None:
        """Ink of a width that changes from point to point, as pens and brushes leave it."""
        scaled = self._scaled(points)
        radii = [width * self.over / 2 for width in widths]
        for ((x0, y0), r0), ((x1, y1), r1) in pairwise(zip(scaled, radii, strict=True)):
            length = float(np.hypot(x1 - x0, y1 - y0))
            if length > 0:
                nx, ny = (y0 - y1) / length, (x1 - x0) / length
                corners = [
                    (x0 + nx * r0, y0 + ny * r0),
                    (x1 + nx * r1, y1 + ny * r1),
                    (x1 - nx * r1, y1 - ny * r1),
                    (x0 - nx * r0, y0 - ny * r0),
                ]
                self.pen.polygon(corners, fill=colour)
            self.pen.ellipse((x0 - r0, y0 - r0, x0 + r0, y0 + r0), fill=colour)

    def ellipse(
        self,
        centre: Point,
        radii: Point,
        fill: Colour | None,
        outline: Colour | None = None,
        width: float = 1,
    ) -> None:
        (x, y), (rx, ry), k = centre, radii, self.over
        box = ((x - rx) * k, (y - ry) * k, (x + rx) * k, (y + ry) * k)
        thick = max(1, round(width * k))
        self.pen.ellipse(box, fill=fill, outline=outline, width=thick if outline else 0)

    def box(
        self,
        corners: tuple[float, float, float, float],
        fill: Colour | None,
        outline: Colour | None = None,
        width: float = 1,
        radius: float = 0,
    ) -> None:
        """A rectangle from left, top to right, bottom (not included)."""
        k = self.over
        left, top, right, bottom = (round(edge * k) for edge in corners)
        if right <= left or bottom <= top:
            return
        most = min(right - left, bottom - top) / 2
        self.pen.rounded_rectangle(
            (left, top, right - 1, bottom - 1),
            radius=min(radius * k, most),
            fill=fill,
            outline=outline,
            width=max(1, round(width * k)) if outline else 0,
        )

    def wedge(self, centre: Point, radius: float, start: float, end: float, fill: Colour) -> None:
        """A slice of a pie between two angles in degrees."""
        (x, y), k = centre, self.over
        box = ((x - radius) * k, (y - radius) * k, (x + radius) * k, (y + radius) * k)
        self.pen.pieslice(box, start, end, fill=fill)

    def fill_with(self, points: Path, picture: Image.Image, at: tuple[int, int] = (0, 0)) -> None:
        """The polygon with what a picture of the finished size, its corner at x, y, has there."""
        left, top, right, bottom = bounds(points)
        if right <= left or bottom <= top:
            return
        k = self.over
        part = picture.crop((left - at[0], top - at[1], right - at[0], bottom - at[1]))
        size = ((right - left) * k, (bottom - top) * k)
        mask = Image.new("L", size)
        corners = [((x - left) * k, (y - top) * k) for x, y in points]
        ImageDraw.Draw(mask).polygon(corners, fill=255)
        large = part.resize(size, Image.Resampling.NEAREST)
        self.image.paste(large, (left * k, top * k), mask)

    def mask_of(self, points: Path) -> Image.Image:
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon(self._scaled(points), fill=255)
        return mask

    def lay_on(self, mask: Image.Image, picture: Image.Image) -> None:
        large = picture.resize(self.image.size, Image.Resampling.NEAREST)
        self.image.paste(large, mask=mask)


def bounds(points: Path) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the whole pixels around the points, inside the picture."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (
        max(0, int(min(xs)) - 1),
        max(0, int(min(ys)) - 1),
        min(SIDE, int(max(xs)) + 2),
        min(SIDE, int(max(ys)) + 2),
    )


def array(image: Image.Image) -> Picture:
    return np.array(image.convert("RGB"))


def image(picture: Picture) -> Image.Image:
    return Image.fromarray(picture)
