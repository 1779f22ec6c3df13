# SPDX-License-Identifier: Apache-2.0
"""Line art: pens and brushes, hatching, engraving, technical drawings, mazes."""

from __future__ import annotations

import numpy as np
from PIL import Image

from liif_core.lab.training.drawings.canvas import Canvas, Path, Point, array
from liif_core.lab.training.drawings.colours import WHITE, Colour, of_hue
from liif_core.lab.training.drawings.fonts import opened
from liif_core.lab.training.drawings.grounds import cloud, paper
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import write
from liif_core.lab.training.drawings.shapes import around, blob, smooth, swelling, wander


def draw_inks(kit: Kit) -> Picture:
    """Ink on white or paper, or chalk on a dark board."""
    ground = kit.choose(("white", "paper", "board", "blue"), (5, 3, 1, 1))
    ink: Colour = kit.choose(((0, 0, 0), (20, 18, 24), (40, 30, 24), (20, 30, 90)))
    sheet = paper(kit) if ground == "paper" else Image.new("RGB", (SIDE, SIDE), WHITE)
    if ground in {"board", "blue"}:
        sheet = Image.new("RGB", (SIDE, SIDE), (24, 26, 28) if ground == "board" else (22, 60, 130))
        ink = (240, 240, 236)
    canvas = Canvas(sheet)
    manner = kit.choose((plants, hatched, engraved, technical, maze, mandala, doodles))
    manner(kit, canvas, ink)
    done = canvas.finished()
    if manner is technical:
        font = opened(kit.font("latin", "mono"), kit.choose((9, 11, 13)))
        for _ in range(12):
            words = f"{kit.choose(('', 'R', 'Ø', 'M'))}{kit.between(1, 200):.1f}"
            write(done, (kit.between(0, SIDE - 40), kit.between(0, SIDE - 14)), words, font, ink)
    return array(done)


def pen(kit: Kit, canvas: Canvas, path: Path, ink: Colour, thickest: float) -> None:
    """A stroke that swells and thins."""
    canvas.stroke(path, swelling(kit, len(path), thickest * 0.15, thickest), ink)


def plants(kit: Kit, canvas: Canvas, ink: Colour) -> None:
    """Stems with leaves that have veins, branching."""
    for _ in range(kit.whole(3, 8)):
        start = (kit.between(0, SIDE), kit.between(SIDE * 0.5, SIDE + 40))
        _branch(
            kit, canvas, ink, start, -np.pi / 2 + kit.between(-0.5, 0.5), kit.between(60, 130), 3
        )


def _branch(
    kit: Kit, canvas: Canvas, ink: Colour, start: Point, angle: float, length: float, depth: int
) -> None:
    bend = kit.between(-0.6, 0.6)
    points = [start]
    for i in range(4):
        turn = angle + bend * i / 3
        x, y = points[-1]
        points.append((x + length / 4 * float(np.cos(turn)), y + length / 4 * float(np.sin(turn))))
    path = smooth(points)
    pen(kit, canvas, path, ink, 1.2 + depth)
    for _ in range(kit.whole(1, 3)):
        at = path[kit.whole(len(path) // 3, len(path) - 1)]
        _leaf(kit, canvas, ink, at, angle + kit.between(-1.4, 1.4), kit.between(14, 46))
    for _ in range(kit.whole(1, 3) if depth else 0):
        at = path[kit.whole(len(path) // 2, len(path) - 1)]
        turn = angle + bend + kit.between(-0.8, 0.8)
        _branch(kit, canvas, ink, at, turn, length * kit.between(0.5, 0.85), depth - 1)


def _leaf(kit: Kit, canvas: Canvas, ink: Colour, at: Point, angle: float, length: float) -> None:
    along = np.array([np.cos(angle), np.sin(angle)]) * length
    aside = np.array([-along[1], along[0]]) * kit.between(0.15, 0.35)
    base = np.array(at)

    def edge(sign: int) -> list[Point]:
        spots = (base, base + along * 0.4 + aside * sign, base + along)
        return smooth([(float(x), float(y)) for x, y in spots], steps=8)

    outline = [*edge(1), *reversed(edge(-1))]
    if kit.chance(0.4):
        canvas.polygon(outline, ink)
        return
    pen(kit, canvas, edge(1), ink, 1.8)
    pen(kit, canvas, edge(-1), ink, 1.4)
    for share in np.linspace(0.15, 0.85, kit.whole(3, 8)):
        root = base + along * share
        for sign in (1, -1):
            tip = root + along * 0.12 + aside * sign * (1 - abs(2 * share - 1)) * 0.8
            canvas.line(
                [(float(root[0]), float(root[1])), (float(tip[0]), float(tip[1]))], ink, 0.6
            )


def hatch(
    kit: Kit, canvas: Canvas, outline: Path, ink: Colour, gap: float, angle: float, width: float
) -> None:
    """Parallel strokes inside an outline, a little uneven."""
    layer = Image.new("L", canvas.image.size)
    stencil = Canvas((0, 0, 0), canvas.over)
    reach = SIDE * 1.5
    along = np.array([np.cos(angle), np.sin(angle)])
    aside = np.array([-along[1], along[0]])
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    middle = np.array([(min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2])
    radius = min(reach, float(np.hypot(max(xs) - min(xs), max(ys) - min(ys))) / 2 + 4)
    for offset in np.arange(-radius, radius, gap):
        at = middle + aside * (offset + kit.between(-0.15, 0.15) * gap)
        ends = [at - along * radius, at + along * radius]
        stencil.line([(float(x), float(y)) for x, y in ends], WHITE, width * kit.between(0.8, 1.2))
    layer.paste(stencil.image.convert("L"), mask=canvas.mask_of(outline))
    canvas.image.paste(Image.new("RGB", canvas.image.size, ink), mask=layer)


def hatched(kit: Kit, canvas: Canvas, ink: Colour) -> None:
    """Shapes shaded by one, two or three layers of strokes."""
    for _ in range(kit.whole(4, 9)):
        centre = (kit.between(40, SIDE - 40), kit.between(40, SIDE - 40))
        outline = blob(kit, centre, kit.between(40, 130), kit.between(0.1, 0.4))
        angle, gap = kit.between(0, np.pi), kit.choose((2.5, 3.5, 5, 8))
        for layer in range(kit.whole(1, 3)):
            hatch(kit, canvas, outline, ink, gap, angle + layer * 0.7, kit.between(0.5, 1.2))
        pen(kit, canvas, outline, ink, kit.between(1.5, 5))


def engraved(kit: Kit, canvas: Canvas, ink: Colour) -> None:
    """Lines that follow a relief and grow thick where it is dark, as on banknotes."""
    relief, tone = cloud(kit, kit.between(60, 160)), cloud(kit, kit.between(50, 120))
    gap = kit.choose((4, 5, 6, 8, 11))
    steps = np.arange(-8, SIDE + 8, 4)
    inside = np.clip(steps, 0, SIDE - 1)
    for y in range(-20, SIDE + 20, gap):
        row = min(max(y, 0), SIDE - 1)
        heights = y + relief[row, inside] * gap * 1.6
        widths = np.clip(gap * (0.42 + 0.3 * tone[row, inside]), 0.3, gap * 0.9)
        path = [(float(x), float(v)) for x, v in zip(steps, heights, strict=True)]
        canvas.stroke(path, [float(w) for w in widths], ink)


def technical(kit: Kit, canvas: Canvas, ink: Colour) -> None:
    """Hairlines, circles, sections, arrows of dimensions, a frame."""
    canvas.box((14, 14, SIDE - 14, SIDE - 14), None, ink, kit.choose((1, 1.5, 2)))
    for _ in range(kit.whole(4, 9)):
        x, y = kit.between(60, SIDE - 60), kit.between(60, SIDE - 60)
        reach = kit.between(18, 110)
        part = kit.choose(("circles", "plate", "section", "gear"))
        if part == "circles":
            for share in kit.some((1.0, 0.8, 0.5, 0.3, 0.15), 3):
                canvas.ellipse(
                    (x, y), (reach * share, reach * share), None, ink, kit.choose((0.6, 1, 1.6))
                )
            dashed(canvas, (x - reach * 1.2, y), (x + reach * 1.2, y), ink)
            dashed(canvas, (x, y - reach * 1.2), (x, y + reach * 1.2), ink)
        elif part == "plate":
            area = (x - reach, y - reach * 0.6, x + reach, y + reach * 0.6)
            canvas.box(area, None, ink, 1.4, kit.choose((0, 6, 14)))
            for dx, dy in ((-0.8, -0.4), (0.8, -0.4), (-0.8, 0.4), (0.8, 0.4)):
                canvas.ellipse((x + dx * reach, y + dy * reach), (4, 4), None, ink, 0.8)
        elif part == "section":
            corners = around((x, y), (reach, reach * 0.7), kit.whole(4, 7), kit.between(0, 1))
            hatch(kit, canvas, corners, ink, 5, np.pi / 4, 0.6)
            canvas.polygon(corners, None, ink, 1.6)
        else:
            teeth = kit.whole(12, 30)
            rim = [
                (x + reach * f * float(np.cos(a)), y + reach * f * float(np.sin(a)))
                for i, a in enumerate(np.linspace(0, 2 * np.pi, teeth * 4, endpoint=False))
                for f in ((1.0 if i % 4 < 2 else 0.86),)
            ]
            canvas.polygon(rim, None, ink, 1.2)
        low = y + reach + kit.between(6, 24)
        canvas.line([(x - reach, low), (x + reach, low)], ink, 0.6)
        for side in (-1, 1):
            tip = x + side * reach
            canvas.polygon(
                [(tip, low), (tip - side * 8, low - 2.2), (tip - side * 8, low + 2.2)], ink
            )
            canvas.line([(tip, y), (tip, low + 4)], ink, 0.5)


def dashed(canvas: Canvas, start: Point, end: Point, ink: Colour) -> None:
    """Long and short dashes."""
    length = max(float(np.hypot(end[0] - start[0], end[1] - start[1])), 1.0)
    at = 0.0
    for i in range(int(length / 6) + 1):
        stop = min(at + (10 if i % 2 == 0 else 2), length)
        points = [
            (
                start[0] + (end[0] - start[0]) * d / length,
                start[1] + (end[1] - start[1]) * d / length,
            )
            for d in (at, stop)
        ]
        canvas.line(points, ink, 0.5)
        at = stop + 3


def maze(kit: Kit, canvas: Canvas, ink: Colour) -> None:
    """Walls between cells, or slanted strokes at random."""
    cell, width = kit.choose((10, 16, 24, 36)), kit.choose((0.8, 1, 2, 4))
    slanted = kit.chance(0.5)
    for x in range(0, SIDE, cell):
        for y in range(0, SIDE, cell):
            way = kit.chance(0.5)
            if slanted:
                ends = [(x, y), (x + cell, y + cell)] if way else [(x + cell, y), (x, y + cell)]
            else:
                ends = [(x, y), (x + cell, y)] if way else [(x, y), (x, y + cell)]
            canvas.line([(float(a), float(b)) for a, b in ends], ink, width)


def mandala(kit: Kit, canvas: Canvas, ink: Colour) -> None:
    """Petals around a centre, ring after ring."""
    centre = (SIDE / 2 + kit.between(-60, 60), SIDE / 2 + kit.between(-60, 60))
    radius = 14.0
    while radius < SIDE * 0.75:
        count, deep = kit.choose((6, 8, 12, 16, 24, 36)), kit.between(12, 52)
        width, kind = kit.choose((0.7, 1, 1.6, 3)), kit.choose(("petal", "dot", "arc", "line"))
        for angle in np.arange(count) * 2 * np.pi / count:
            out = np.array([np.cos(angle), np.sin(angle)])
            side = np.array([-out[1], out[0]]) * np.pi * radius / count
            root, tip = np.array(centre) + out * radius, np.array(centre) + out * (radius + deep)
            if kind == "petal":
                for sign in (1, -1):
                    spots = (root, (root + tip) / 2 + side * sign, tip)
                    canvas.line(
                        smooth([(float(x), float(y)) for x, y in spots], steps=6), ink, width
                    )
            elif kind == "dot":
                canvas.ellipse((float(tip[0]), float(tip[1])), (2 + width, 2 + width), ink)
            elif kind == "arc":
                spots = (root - side, tip, root + side)
                canvas.line(smooth([(float(x), float(y)) for x, y in spots], steps=6), ink, width)
            else:
                canvas.line(
                    [(float(root[0]), float(root[1])), (float(tip[0]), float(tip[1]))], ink, width
                )
        canvas.ellipse(centre, (radius, radius), None, ink, width)
        radius += deep


def doodles(kit: Kit, canvas: Canvas, ink: Colour) -> None:
    """Brush and pen strokes that cross, with one colour beside the ink."""
    other = of_hue(kit.between(0, 1), 0.9, 0.8)
    for _ in range(kit.whole(40, 140)):
        start = (kit.between(0, SIDE), kit.between(0, SIDE))
        path = wander(kit, start, kit.between(8, 40), kit.whole(3, 16), kit.between(0.2, 1.3))
        pen(kit, canvas, path, ink if kit.chance(0.85) else other, kit.choose((1, 1.5, 2.5, 5, 14)))
