# SPDX-License-Identifier: Apache-2.0
"""Small signs as toolbars and lists have them."""

from __future__ import annotations

import numpy as np

from liif_core.lab.training.drawings.canvas import Canvas
from liif_core.lab.training.drawings.colours import Colour, darker, lighter
from liif_core.lab.training.drawings.kit import Kit
from liif_core.lab.training.drawings.shapes import around, star

SIGNS = (
    *("folder", "page", "cross", "tick", "plus", "search", "menu", "gear", "heart", "star"),
    *("arrow", "home", "bell", "mail", "play", "picture", "chart", "lock", "cloud", "person"),
)


def draw_sign(
    kit: Kit, canvas: Canvas, x: float, y: float, size: float, colour: Colour, ground: Colour
) -> None:
    """A sign of ``size`` pixels with its top left corner at x and y."""
    s, name = size, kit.choose(SIGNS)
    thick = max(1.0, s / 11)
    middle = (x + s / 2, y + s / 2)

    def at(*points: float) -> list[tuple[float, float]]:
        return [(x + a * s, y + b * s) for a, b in zip(points[::2], points[1::2], strict=True)]

    if name == "folder":
        canvas.polygon(at(0.05, 0.2, 0.4, 0.2, 0.5, 0.3, 0.95, 0.3, 0.95, 0.85, 0.05, 0.85), colour)
        canvas.box((x + 0.05 * s, y + 0.4 * s, x + 0.95 * s, y + 0.85 * s), lighter(colour, 0.3))
    elif name == "page":
        canvas.polygon(
            at(0.2, 0.05, 0.6, 0.05, 0.82, 0.27, 0.82, 0.95, 0.2, 0.95), ground, colour, thick
        )
        for row in (0.45, 0.6, 0.75):
            canvas.line(at(0.32, row, 0.7, row), colour, thick * 0.8)
    elif name == "cross":
        canvas.line(at(0.2, 0.2, 0.8, 0.8), colour, thick)
        canvas.line(at(0.8, 0.2, 0.2, 0.8), colour, thick)
    elif name == "tick":
        canvas.line(at(0.15, 0.55, 0.4, 0.8, 0.85, 0.25), colour, thick * 1.4)
    elif name == "plus":
        canvas.line(at(0.5, 0.15, 0.5, 0.85), colour, thick)
        canvas.line(at(0.15, 0.5, 0.85, 0.5), colour, thick)
    elif name == "search":
        canvas.ellipse((x + 0.42 * s, y + 0.42 * s), (0.28 * s, 0.28 * s), None, colour, thick)
        canvas.line(at(0.62, 0.62, 0.9, 0.9), colour, thick * 1.3)
    elif name == "menu":
        for row in (0.25, 0.5, 0.75):
            canvas.line(at(0.15, row, 0.85, row), colour, thick)
    elif name == "gear":
        canvas.polygon(star(middle, 0.46 * s, 9, 0.78, 0.1), colour)
        canvas.ellipse(middle, (0.16 * s, 0.16 * s), ground)
    elif name == "heart":
        canvas.ellipse((x + 0.32 * s, y + 0.36 * s), (0.2 * s, 0.2 * s), colour)
        canvas.ellipse((x + 0.68 * s, y + 0.36 * s), (0.2 * s, 0.2 * s), colour)
        canvas.polygon(at(0.14, 0.45, 0.86, 0.45, 0.5, 0.88), colour)
    elif name == "star":
        canvas.polygon(
            star(middle, 0.48 * s, 5, 0.42, -np.pi / 2), colour, darker(colour, 0.3), thick / 2
        )
    elif name == "arrow":
        canvas.line(at(0.1, 0.5, 0.85, 0.5), colour, thick)
        canvas.line(at(0.55, 0.2, 0.88, 0.5, 0.55, 0.8), colour, thick)
    elif name == "home":
        canvas.polygon(
            at(0.05, 0.5, 0.5, 0.1, 0.95, 0.5, 0.8, 0.5, 0.8, 0.9, 0.2, 0.9, 0.2, 0.5), colour
        )
        canvas.box((x + 0.42 * s, y + 0.6 * s, x + 0.58 * s, y + 0.9 * s), ground)
    elif name == "bell":
        canvas.ellipse((x + 0.5 * s, y + 0.42 * s), (0.27 * s, 0.3 * s), colour)
        canvas.polygon(at(0.23, 0.45, 0.77, 0.45, 0.9, 0.75, 0.1, 0.75), colour)
        canvas.ellipse((x + 0.5 * s, y + 0.83 * s), (0.09 * s, 0.09 * s), colour)
    elif name == "mail":
        canvas.box(
            (x + 0.06 * s, y + 0.2 * s, x + 0.94 * s, y + 0.8 * s), None, colour, thick, thick
        )
        canvas.line(at(0.08, 0.24, 0.5, 0.58, 0.92, 0.24), colour, thick)
    elif name == "play":
        canvas.ellipse(middle, (0.46 * s, 0.46 * s), colour)
        canvas.polygon(at(0.4, 0.28, 0.75, 0.5, 0.4, 0.72), ground)
    elif name == "picture":
        canvas.box(
            (x + 0.06 * s, y + 0.14 * s, x + 0.94 * s, y + 0.86 * s), ground, colour, thick, 2
        )
        canvas.polygon(at(0.12, 0.8, 0.38, 0.42, 0.56, 0.66, 0.68, 0.54, 0.88, 0.8), colour)
        canvas.ellipse((x + 0.7 * s, y + 0.32 * s), (0.08 * s, 0.08 * s), colour)
    elif name == "chart":
        for i, top in enumerate((0.55, 0.3, 0.1)):
            left = x + (0.12 + 0.28 * i) * s
            canvas.box((left, y + top * s, left + 0.2 * s, y + 0.9 * s), darker(colour, 0.2 * i))
    elif name == "lock":
        canvas.ellipse((x + 0.5 * s, y + 0.38 * s), (0.22 * s, 0.26 * s), None, colour, thick)
        canvas.box((x + 0.2 * s, y + 0.44 * s, x + 0.8 * s, y + 0.92 * s), colour, radius=0.08 * s)
    elif name == "cloud":
        for a, b, r in ((0.3, 0.6, 0.2), (0.52, 0.45, 0.26), (0.73, 0.6, 0.19)):
            canvas.ellipse((x + a * s, y + b * s), (r * s, r * s), colour)
        canvas.box((x + 0.28 * s, y + 0.58 * s, x + 0.75 * s, y + 0.8 * s), colour)
    else:
        canvas.ellipse((x + 0.5 * s, y + 0.3 * s), (0.2 * s, 0.2 * s), colour)
        canvas.polygon(
            [*around((x + 0.5 * s, y + 0.95 * s), (0.4 * s, 0.4 * s), 24, np.pi)[:13]], colour
        )
