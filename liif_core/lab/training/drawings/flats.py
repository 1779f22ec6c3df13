# SPDX-License-Identifier: Apache-2.0
"""Flat saturated colours right up to the border: logos, flags, posters, colour charts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from liif_core.lab.training.drawings.canvas import Canvas, array
from liif_core.lab.training.drawings.colours import BLACK, PURE, WHITE, Colour, of_hue
from liif_core.lab.training.drawings.fonts import opened
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import fitting, write
from liif_core.lab.training.drawings.shapes import around, blob, star
from liif_core.lab.training.drawings.words import TITLES


def draw_flats(kit: Kit) -> Picture:
    """No gradient, no shade: what is one colour is exactly that colour."""
    over = kit.choose((4, 4, 4, 1))  # Some without smoothed edges.
    shades = [vivid(kit) for _ in range(kit.whole(2, 6))]
    shades.append(kit.choose((WHITE, BLACK, vivid(kit))))
    canvas = Canvas(shades[0], over)
    manner = kit.choose((fields, flag, logo, patches, cuts), (3, 2, 3, 2, 2))
    manner(kit, canvas, shades)
    done = canvas.finished()
    if kit.chance(0.4):
        text = kit.choose(TITLES)
        font = fitting(text, kit.font("latin", "heading"), SIDE * 0.8, kit.whole(30, 150))
        write(done, (SIDE * 0.1, kit.between(60, SIDE - 190)), text, font, kit.choose(shades[1:]))
    elif kit.chance(0.3):
        font = opened(kit.font(), kit.choose((10, 13, 18)))
        for y in range(40, SIDE - 40, 60):
            write(done, (40, y), kit.choose(TITLES), font, kit.choose(shades[1:]))
    return array(done)


def vivid(kit: Kit) -> Colour:
    return (
        kit.choose(PURE)
        if kit.chance(0.5)
        else of_hue(kit.between(0, 1), kit.between(0.8, 1), kit.between(0.6, 1))
    )


def fields(kit: Kit, canvas: Canvas, shades: list[Colour]) -> None:
    """Rectangles beside and inside each other; their edges reach the border."""
    cuts = [0, *sorted(kit.whole(20, SIDE - 20) for _ in range(kit.whole(1, 4))), SIDE]
    for left, right in pairwise(cuts):
        rows = [0, *sorted(kit.whole(20, SIDE - 20) for _ in range(kit.whole(0, 3))), SIDE]
        for top, bottom in pairwise(rows):
            canvas.box((left, top, right, bottom), kit.choose(shades))
            if kit.chance(0.5):
                deep = kit.choose((1, 2, 4, 8, 30))
                canvas.box(
                    (left + deep, top + deep, right - deep, bottom - deep), kit.choose(shades)
                )


def flag(kit: Kit, canvas: Canvas, shades: list[Colour]) -> None:
    """Stripes, a cross, a disc, a star."""
    count, upright = kit.whole(2, 13), kit.chance(0.5)
    for i in range(count):
        a, b = SIDE * i // count, SIDE * (i + 1) // count
        canvas.box((a, 0, b, SIDE) if upright else (0, a, SIDE, b), shades[i % len(shades)])
    extra, colour = kit.choose(("cross", "disc", "star", "wedge", "none")), kit.choose(shades)
    if extra == "cross":
        at, wide = kit.between(130, 300), kit.between(16, 70)
        canvas.box((at, 0, at + wide, SIDE), colour)
        canvas.box((0, at, SIDE, at + wide), colour)
    elif extra == "disc":
        canvas.ellipse((SIDE / 2, SIDE / 2), (110, 110), colour)
    elif extra == "star":
        for _ in range(kit.choose((1, 5, 20))):
            at_ = (kit.between(0, SIDE), kit.between(0, SIDE))
            canvas.polygon(star(at_, kit.between(8, 70), 5, 0.38, -np.pi / 2), colour)
    elif extra == "wedge":
        canvas.polygon([(0, 0), (SIDE * 0.5, SIDE / 2), (0, SIDE)], colour)


def logo(kit: Kit, canvas: Canvas, shades: list[Colour]) -> None:
    """Simple shapes, some cut by the border."""
    for _ in range(kit.whole(2, 9)):
        at, reach = (kit.between(0, SIDE), kit.between(0, SIDE)), kit.between(20, 200)
        colour, kind = (
            kit.choose(shades),
            kit.choose(("disc", "ring", "corners", "blob", "star", "bar")),
        )
        if kind == "disc":
            canvas.ellipse(at, (reach, reach), colour)
        elif kind == "ring":
            canvas.ellipse(at, (reach, reach), None, colour, kit.between(1, reach * 0.7))
        elif kind == "corners":
            canvas.polygon(around(at, (reach, reach), kit.whole(3, 8), kit.between(0, 6)), colour)
        elif kind == "blob":
            canvas.polygon(blob(kit, at, reach), colour)
        elif kind == "star":
            canvas.polygon(
                star(at, reach, kit.whole(4, 16), kit.between(0.3, 0.9), kit.between(0, 6)), colour
            )
        else:
            angle = kit.between(0, 2 * np.pi)
            end = (at[0] + 700 * float(np.cos(angle)), at[1] + 700 * float(np.sin(angle)))
            canvas.line([at, end], colour, kit.between(1, 60))


def patches(kit: Kit, canvas: Canvas, shades: list[Colour]) -> None:
    """A chart of colours, with or without gaps between."""
    cell, gap = kit.choose((16, 32, 64, 128)), kit.choose((0, 0, 1, 2, 8))
    for x in range(0, SIDE, cell):
        for y in range(0, SIDE, cell):
            canvas.box(
                (x, y, x + cell - gap, y + cell - gap),
                vivid(kit) if kit.chance(0.7) else kit.choose(shades),
            )


def cuts(kit: Kit, canvas: Canvas, shades: list[Colour]) -> None:
    """Slanted edges from border to border, steep, shallow and nearly straight."""
    for _ in range(kit.whole(3, 10)):
        shift, slant = (
            kit.between(-100, SIDE),
            kit.choose((0.02, 0.1, 0.5, 1, 3)) * kit.choose((1, -1)),
        )
        wide = kit.choose((1, 3, 20, 80, 300))
        low, high = shift - slant * SIDE / 2, shift + slant * SIDE / 2
        corners = [(low, -1.0), (low + wide, -1.0), (high + wide, SIDE + 1.0), (high, SIDE + 1.0)]
        if kit.chance(0.5):
            corners = [(y, x) for x, y in corners]
        canvas.polygon(corners, kit.choose(shades))
