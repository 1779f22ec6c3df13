# SPDX-License-Identifier: Apache-2.0
"""Charts as programs for statistics and offices draw them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from liif_core.lab.training.drawings.canvas import Canvas, array
from liif_core.lab.training.drawings.colours import (
    WHITE,
    Colour,
    darker,
    lighter,
    mixed,
    palette,
)
from liif_core.lab.training.drawings.fonts import Font, opened
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import fitting, manner_of, write
from liif_core.lab.training.drawings.shapes import around, star
from liif_core.lab.training.drawings.words import LABELS, NAMES, PLACES, TITLES, number


@dataclass
class Sheet:
    """A chart on the way: its style, its shapes, and text for when they are done."""

    canvas: Canvas
    ground: Colour
    ink: Colour
    colours: list[Colour]
    font: Font
    size: int
    manner: str
    texts: list[tuple[float, float, str, str, int]] = field(default_factory=list)

    def say(self, x: float, y: float, words: str, anchor: str = "mm", size: int = 0) -> None:
        self.texts.append((x, y, words, anchor, size or self.size))

    @property
    def faint(self) -> Colour:
        return mixed(self.ink, self.ground, 0.85)


Frame = tuple[float, float, float, float]
"""Left, top, right, bottom of where the data are."""


def draw_chart(kit: Kit) -> Picture:
    dark = kit.chance(0.2)
    ground: Colour = kit.choose(((28, 30, 34), (17, 17, 17), (14, 28, 54))) if dark else WHITE
    if not dark and kit.chance(0.25):
        ground = kit.choose(((234, 234, 242), (250, 246, 238), (229, 229, 229)))
    sheet = Sheet(
        Canvas(ground),
        ground,
        (220, 220, 220) if dark else kit.choose(((0, 0, 0), (40, 40, 40), (90, 90, 90))),
        palette(kit, 8),
        kit.font("latin", "interface"),
        kit.choose((8, 9, 10, 11, 12, 14)),
        manner_of(kit),
    )
    if kit.chance(0.25):
        halves: list[Frame] = [(0, 0, SIDE, SIDE / 2), (0, SIDE / 2, SIDE, SIDE)]
        if kit.chance(0.5):
            halves = [
                (x, y, x + SIDE / 2, y + SIDE / 2)
                for x, y in ((0, 0), (256, 0), (0, 256), (256, 256))
            ]
    else:
        halves = [(0, 0, SIDE, SIDE)]
    for part in halves:
        _panel(kit, sheet, part)
    done = sheet.canvas.finished()
    for x, y, words, anchor, size in sheet.texts:
        write(done, (x, y), words, opened(sheet.font, size), sheet.ink, sheet.manner, anchor)
    return array(done)


def _panel(kit: Kit, sheet: Sheet, part: Frame) -> None:
    left, top, right, bottom = part
    margin = sheet.size * 3.2
    frame = (left + margin * 1.1, top + margin, right - margin * 0.6, bottom - margin)
    title = kit.choose(TITLES)
    size = int(fitting(title, sheet.font, right - left - 20, round(sheet.size * 1.7)).size)
    sheet.say((left + right) / 2, top + margin / 2, title, size=size)
    kind = kit.choose((lines, bars, pie, scatter, areas, heat, radar), (4, 4, 3, 3, 2, 2, 1))
    kind(kit, sheet, frame)


def axes(kit: Kit, sheet: Sheet, frame: Frame, names: list[str] | None = None) -> None:
    """A grid of hairlines, ticks, numbers; ``names`` below instead of numbers."""
    left, top, right, bottom = (round(v) for v in frame)
    canvas = sheet.canvas
    rows, columns = kit.whole(3, 8), kit.whole(3, 8)
    step = kit.choose((0.1, 0.5, 1, 2, 5, 10, 20, 50, 1000))
    if kit.chance(0.75):
        for i in range(rows + 1):
            y = round(bottom - (bottom - top) * i / rows)
            canvas.box((left, y, right, y + 1), sheet.faint)
        for i in range(columns + 1) if kit.chance(0.6) else ():
            x = round(left + (right - left) * i / columns)
            canvas.box((x, top, x + 1, bottom), sheet.faint)
    for i in range(rows + 1):
        y = round(bottom - (bottom - top) * i / rows)
        canvas.box((left - 4, y, left, y + 1), sheet.ink)
        sheet.say(left - 6, y, f"{i * step:g}", "rm")
    if names:
        for i, name in enumerate(names):
            middle = left + (right - left) * (i + 0.5) / len(names)
            if opened(sheet.font, sheet.size).getlength(name) < (right - left) / len(names):
                sheet.say(middle, bottom + sheet.size, name)
    else:
        for i in range(columns + 1):
            x = round(left + (right - left) * i / columns)
            canvas.box((x, bottom, x + 1, bottom + 4), sheet.ink)
            sheet.say(x, bottom + sheet.size, f"{2000 + i * 4}" if step > 20 else f"{i * 2}")
    canvas.box((left, top, left + 1, bottom + 1), sheet.ink)
    canvas.box((left, bottom, right, bottom + 1), sheet.ink)
    if kit.chance(0.3):
        canvas.box((left, top, right, top + 1), sheet.ink)
        canvas.box((right, top, right + 1, bottom + 1), sheet.ink)


def legend(kit: Kit, sheet: Sheet, frame: Frame, colours: list[Colour]) -> None:
    left, top, right, _ = frame
    if kit.chance(0.35):
        return
    high, names = round(sheet.size * 1.5), kit.some(LABELS + PLACES, len(colours))
    wide = max(opened(sheet.font, sheet.size).getlength(name) for name in names) + 34
    x = round(right - wide - 6) if kit.chance(0.6) else round(left + 8)
    y = round(top + 8)
    sheet.canvas.box((x, y, x + wide, y + high * len(names) + 6), sheet.ground, sheet.faint, 1)
    for i, (name, colour) in enumerate(zip(names, colours, strict=True)):
        middle = y + 3 + high * (i + 0.5)
        sheet.canvas.box((x + 6, middle - 4, x + 24, middle + 4), colour)
        sheet.say(x + 29, middle, name, "lm")


def series(kit: Kit, count: int) -> NDArray[np.float64]:
    """Values of 0 to 1 as measurements, walks, waves or growth give them."""
    t = np.linspace(0, 1, count)
    manner = kit.choose(("walk", "wave", "growth", "peaks"))
    if manner == "walk":
        values = np.cumsum(kit.rng.normal(size=count))
    elif manner == "wave":
        values = np.sin(t * kit.between(4, 40) + kit.between(0, 6)) * np.exp(-t * kit.between(0, 3))
    elif manner == "growth":
        values = t ** kit.between(0.3, 4) * kit.choose((1, -1)) + kit.rng.normal(size=count) * 0.03
    else:
        values = sum(
            kit.between(0.2, 1)
            * np.exp(-(((t - kit.between(0, 1)) / kit.between(0.01, 0.15)) ** 2))
            for _ in range(4)
        ) + np.zeros(count)
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) / max(high - low, 1e-9)
    return np.asarray(scaled * kit.between(0.4, 0.95) + kit.between(0.0, 0.05))


def placed(frame: Frame, values: NDArray[np.float64]) -> list[tuple[float, float]]:
    left, top, right, bottom = frame
    across = np.linspace(left, right, len(values))
    return [
        (float(x), float(bottom - v * (bottom - top))) for x, v in zip(across, values, strict=True)
    ]


def lines(kit: Kit, sheet: Sheet, frame: Frame) -> None:
    axes(kit, sheet, frame)
    colours = sheet.colours[: kit.whole(1, 6)]
    width, count = kit.choose((0.8, 1, 1.5, 2, 3)), kit.choose((8, 14, 40, 150, 300))
    marks = kit.choose(("none", "dot", "box", "star")) if count < 41 else "none"
    for colour in colours:
        path = placed(frame, series(kit, count))
        if kit.chance(0.15):
            for (x0, y0), (x1, y1) in zip(path[::2], path[1::2], strict=False):
                sheet.canvas.line([(x0, y0), (x1, y1)], colour, width)
        else:
            sheet.canvas.line(path, colour, width)
        for point in path if marks != "none" else ():
            mark(sheet.canvas, marks, point, width * 1.2 + 1.5, colour, sheet.ground)
    legend(kit, sheet, frame, colours)


def mark(
    canvas: Canvas, kind: str, point: tuple[float, float], size: float, fill: Colour, edge: Colour
) -> None:
    x, y = point
    if kind == "box":
        canvas.box((x - size, y - size, x + size, y + size), fill, edge, 0.5)
    elif kind == "star":
        canvas.polygon(star(point, size * 1.6, 5, 0.45, -np.pi / 2), fill)
    else:
        canvas.ellipse(point, (size, size), fill, edge, 0.5)


def bars(kit: Kit, sheet: Sheet, frame: Frame) -> None:
    left, top, right, bottom = frame
    groups, each = kit.whole(3, 14), kit.choose((1, 1, 2, 3, 4))
    axes(kit, sheet, frame, kit.some(PLACES, groups))
    stacked, share = kit.chance(0.4), kit.between(0.5, 0.95)
    outline = sheet.ink if kit.chance(0.25) else None
    varied = each == 1 and kit.chance(0.4)
    for i in range(groups):
        start, base = left + (right - left) * (i + (1 - share) / 2) / groups, bottom
        wide = (right - left) / groups * share
        for j in range(each):
            high = (bottom - top) * kit.between(0.05, 0.95 / (each if stacked else 1))
            colour = sheet.colours[(i if varied else j) % len(sheet.colours)]
            if stacked:
                sheet.canvas.box((start, base - high, start + wide, base), colour, outline, 1)
                base -= high
            else:
                x = start + wide * j / each
                sheet.canvas.box((x, bottom - high, x + wide / each, bottom), colour, outline, 1)
                if wide / each > 24 and kit.chance(0.5):
                    sheet.say(x + wide / each / 2, bottom - high - sheet.size, number(kit)[:5])
    legend(kit, sheet, frame, sheet.colours[:each])


def pie(kit: Kit, sheet: Sheet, frame: Frame) -> None:
    left, top, right, bottom = frame
    centre, radius = (
        ((left + right) / 2, (top + bottom) / 2),
        min(right - left, bottom - top) / 2.15,
    )
    shares = kit.rng.dirichlet(np.full(kit.whole(2, 8), 2.0))
    angle, hole, rim = kit.between(0, 360), kit.choose((0, 0, 0.5, 0.7)), kit.chance(0.6)
    for i, share in enumerate(shares):
        end, colour = angle + 360 * float(share), sheet.colours[i % len(sheet.colours)]
        turn = np.radians((angle + end) / 2)
        apart = radius * 0.08 if kit.chance(0.1) else 0.0
        middle = (centre[0] + apart * float(np.cos(turn)), centre[1] + apart * float(np.sin(turn)))
        sheet.canvas.wedge(middle, radius, angle, end, colour)
        if rim:
            for edge in (angle, end):
                a = np.radians(edge)
                tip = (middle[0] + radius * float(np.cos(a)), middle[1] + radius * float(np.sin(a)))
                sheet.canvas.line([middle, tip], sheet.ground, 1.5)
        if share > 0.07:
            place = radius * (0.85 if hole else 0.68)
            x, y = centre[0] + place * float(np.cos(turn)), centre[1] + place * float(np.sin(turn))
            sheet.say(x, y, f"{share * 100:.0f}%")
        angle = end
    if hole:
        sheet.canvas.ellipse(centre, (radius * hole, radius * hole), sheet.ground)
        sheet.say(*centre, kit.choose(NAMES))


def scatter(kit: Kit, sheet: Sheet, frame: Frame) -> None:
    left, top, right, bottom = frame
    axes(kit, sheet, frame)
    kind, size = kit.choose(("dot", "dot", "box", "star")), kit.choose((1, 1.5, 2.5, 4, 7))
    colours = sheet.colours[: kit.whole(1, 4)]
    for colour in colours:
        middle, spread = kit.rng.uniform(0.2, 0.8, 2), kit.rng.uniform(0.03, 0.2, 2)
        for _ in range(kit.choose((20, 60, 200))):
            u, v = np.clip(kit.rng.normal(middle, spread), 0, 1)
            at = (left + float(u) * (right - left), bottom - float(v) * (bottom - top))
            mark(sheet.canvas, kind, at, size, colour, sheet.ground)
    legend(kit, sheet, frame, colours)


def areas(kit: Kit, sheet: Sheet, frame: Frame) -> None:
    left, _, right, bottom = frame
    axes(kit, sheet, frame)
    colours = sheet.colours[: kit.whole(1, 4)]
    layers = np.cumsum([series(kit, 60) / len(colours) for _ in colours], axis=0)
    for colour, layer in zip(reversed(colours), reversed(layers), strict=True):
        path = placed(frame, layer)
        fill = lighter(colour, 0.4) if kit.chance(0.5) else colour
        sheet.canvas.polygon([(left, bottom), *path, (right, bottom)], fill)
        sheet.canvas.line(path, darker(colour, 0.15), 1.5)
    legend(kit, sheet, frame, colours)


def heat(kit: Kit, sheet: Sheet, frame: Frame) -> None:
    """A matrix of coloured cells, with or without numbers."""
    left, top, right, bottom = (round(v) for v in frame)
    rows, columns = kit.whole(4, 24), kit.whole(4, 24)
    low, high = sheet.colours[0], sheet.colours[1]
    gap = kit.choose((0, 0, 1))
    for i in range(rows):
        for j in range(columns):
            share = kit.between(0, 1) ** 1.3
            colour = mixed(low, high, share) if kit.chance(0.98) else sheet.ground
            x0, x1 = (left + (right - left) * c // columns for c in (j, j + 1))
            y0, y1 = (top + (bottom - top) * r // rows for r in (i, i + 1))
            sheet.canvas.box((x0, y0, x1 - gap, y1 - gap), colour)
            if x1 - x0 > sheet.size * 2.6 and y1 - y0 > sheet.size:
                sheet.say((x0 + x1) / 2, (y0 + y1) / 2, f"{share:.2f}")


def radar(kit: Kit, sheet: Sheet, frame: Frame) -> None:
    left, top, right, bottom = frame
    centre, radius = ((left + right) / 2, (top + bottom) / 2), min(right - left, bottom - top) / 2.2
    corners = kit.whole(3, 9)
    for ring in np.linspace(0.2, 1, 5):
        reach = (radius * float(ring),) * 2
        sheet.canvas.polygon(around(centre, reach, corners, -np.pi / 2), None, sheet.faint, 1)
    for tip, name in zip(
        around(centre, (radius, radius), corners, -np.pi / 2),
        kit.some(PLACES, corners),
        strict=True,
    ):
        sheet.canvas.line([centre, tip], sheet.faint, 1)
        sheet.say(tip[0], tip[1], name)
    for colour in sheet.colours[: kit.whole(1, 3)]:
        shape = around(centre, (radius, radius), corners, -np.pi / 2)
        path = []
        for x, y in shape:
            share = kit.between(0.2, 0.95)
            path.append((centre[0] + (x - centre[0]) * share, centre[1] + (y - centre[1]) * share))
        sheet.canvas.polygon(path, None, colour, 2)
        for point in path:
            sheet.canvas.ellipse(point, (2.5, 2.5), colour)
