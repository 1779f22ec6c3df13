# SPDX-License-Identifier: Apache-2.0
"""Illustrations: smooth gradients inside hard outlines, landscapes, things, stickers."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from liif_core.lab.training.drawings.canvas import Canvas, Path, Point, array, bounds, image
from liif_core.lab.training.drawings.colours import Colour, darker, lighter, mixed, of_hue, palette
from liif_core.lab.training.drawings.grounds import cloud, gradient
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.shapes import around, blob, smooth, star


def draw_illustration(kit: Kit) -> Picture:
    manner = kit.choose((landscape, stickers, blocks, abstract, sky_line), (4, 4, 3, 3, 2))
    sheet = manner(kit)
    if kit.chance(0.15):
        grain = cloud(kit, 1) * kit.between(1, 5)
        levels = np.asarray(sheet, np.float64) + grain[..., None]
        sheet = image(np.clip(np.round(levels), 0, 255).astype(np.uint8))
    return array(sheet)


def shaded(kit: Kit, canvas: Canvas, outline: Path, colour: Colour) -> None:
    """The shape with a gradient from a lighter to a darker shade."""
    left, top, right, bottom = bounds(outline)
    if right <= left or bottom <= top:
        return
    angle = kit.choose((np.pi / 2, np.pi / 4, 0.0))
    y, x = np.mgrid[0 : bottom - top, 0 : right - left]
    along = x / (right - left) * np.cos(angle) + y / (bottom - top) * np.sin(angle)
    share = np.clip(along / (np.cos(angle) + np.sin(angle)), 0, 1)[..., None]
    light, dark = lighter(colour, kit.between(0.1, 0.5)), darker(colour, kit.between(0.1, 0.5))
    levels = np.array(light) * (1 - share) + np.array(dark) * share
    canvas.fill_with(outline, image(np.round(levels).astype(np.uint8)), (left, top))


def landscape(kit: Kit) -> Image.Image:
    """Hills behind hills, a sun or moon, clouds, trees, houses."""
    hue = kit.between(0, 1)
    top, low = of_hue(hue, 0.6, kit.between(0.2, 1)), of_hue(hue + kit.between(-0.2, 0.2), 0.3, 1)
    canvas = Canvas(_upright(top, low))
    sun, size = (kit.between(60, SIDE - 60), kit.between(50, 220)), kit.between(20, 70)
    bright = of_hue(kit.between(0.02, 0.15), kit.between(0.1, 0.8), 1)
    for ring in (1.9, 1.4) if kit.chance(0.5) else ():
        canvas.ellipse(sun, (size * ring, size * ring), mixed(low, bright, 0.3 / ring + 0.1))
    canvas.ellipse(sun, (size, size), bright)
    for _ in range(kit.whole(0, 60)) if sum(top) < 300 else ():
        at = (kit.between(0, SIDE), kit.between(0, SIDE * 0.6))
        canvas.ellipse(at, (kit.between(0.4, 1.4),) * 2, (255, 255, 240))
    for _ in range(kit.whole(0, 4)):
        x, y, reach = kit.between(0, SIDE), kit.between(30, 180), kit.between(16, 40)
        for dx, r in ((-1.2, 0.6), (-0.4, 0.95), (0.5, 0.8), (1.2, 0.5)):
            canvas.ellipse(
                (x + dx * reach, y - r * reach * 0.4), (reach * r, reach * r), lighter(low, 0.6)
            )
        canvas.box(
            (x - reach * 1.7, y - 2, x + reach * 1.6, y + reach * 0.4), lighter(low, 0.6), radius=8
        )
    layers, near = kit.whole(3, 7), kit.choose(palette(kit, 3))
    outlined = kit.chance(0.4)
    for i in range(layers):
        depth = (i + 1) / layers
        colour = mixed(low, darker(near, 0.35), depth)
        base, rough = SIDE * (0.38 + 0.55 * depth), kit.between(10, 70) * (1.2 - depth * 0.6)
        spots = [
            (x, base + kit.between(-rough, rough))
            for x in range(-40, SIDE + 80, kit.choose((40, 70)))
        ]
        sharp = kit.chance(0.3)
        ridge = [(float(x), float(y)) for x, y in spots] if sharp else smooth(spots)
        hill = [*ridge, (SIDE + 60.0, SIDE + 5.0), (-60.0, SIDE + 5.0)]
        shaded(kit, canvas, hill, colour) if kit.chance(0.6) else canvas.polygon(hill, colour)
        if outlined:
            canvas.line(ridge, darker(colour, 0.6), 2)
        for x, y in ridge[:: kit.choose((3, 7, 12))]:
            if kit.chance(0.35):
                _tree(
                    kit, canvas, (x, y + 3), 60 * depth * kit.between(0.4, 1.1), darker(colour, 0.3)
                )
            elif kit.chance(0.06):
                _house(kit, canvas, (x, y + 5), 46 * depth)
    return canvas.finished()


def _upright(top: Colour, low: Colour) -> Image.Image:
    share = np.linspace(0, 1, SIDE)[:, None, None]
    levels = np.array(top) * (1 - share) + np.array(low) * share
    return image(np.repeat(np.round(levels), SIDE, axis=1).astype(np.uint8))


def _tree(kit: Kit, canvas: Canvas, foot: Point, high: float, colour: Colour) -> None:
    x, y = foot
    canvas.box((x - high * 0.04, y - high * 0.5, x + high * 0.04, y), (90, 60, 40))
    if kit.chance(0.5):
        for share in (0.0, 0.25, 0.5):
            wide = high * (0.3 - share * 0.35)
            top = y - high * (0.55 + share)
            canvas.polygon(
                [
                    (x - wide, y - high * (0.15 + share)),
                    (x, top),
                    (x + wide, y - high * (0.15 + share)),
                ],
                colour,
            )
            canvas.polygon(
                [(x, y - high * (0.15 + share)), (x, top), (x + wide, y - high * (0.15 + share))],
                darker(colour, 0.2),
            )
    else:
        canvas.polygon(blob(kit, (x, y - high * 0.65), high * 0.3, 0.15), colour)
        canvas.polygon(
            blob(kit, (x - high * 0.07, y - high * 0.72), high * 0.15, 0.2), lighter(colour, 0.15)
        )


def _house(kit: Kit, canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    wall = of_hue(kit.between(0, 0.2), kit.between(0, 0.5), kit.between(0.7, 1))
    canvas.box((x - size / 2, y - size * 0.6, x + size / 2, y), wall)
    canvas.box((x, y - size * 0.6, x + size / 2, y), darker(wall, 0.15))
    canvas.polygon(
        [(x - size * 0.6, y - size * 0.55), (x, y - size), (x + size * 0.6, y - size * 0.55)],
        (170, 60, 50),
    )
    canvas.box((x - size * 0.3, y - size * 0.4, x - size * 0.1, y - size * 0.2), (255, 230, 140))
    canvas.box((x + size * 0.12, y - size * 0.4, x + size * 0.3, y), (90, 60, 50))


def stickers(kit: Kit) -> Image.Image:
    """Things with gradients, highlights and a hard outline, some with a white rim and a shadow."""
    manner = kit.choose(("flat", "gradient"))
    ground = (
        gradient(kit, palette(kit, 2))
        if manner == "gradient"
        else Image.new("RGB", (SIDE, SIDE), kit.choose(palette(kit, 4)))
    )
    outline = darker(kit.choose(palette(kit, 3)), 0.75) if kit.chance(0.8) else None
    width, rim = kit.choose((1.5, 2.5, 4, 6)), kit.chance(0.35)
    step = kit.choose((130, 180, 260))
    spots = [
        (x, y) for x in range(step // 3, SIDE + 40, step) for y in range(step // 3, SIDE + 40, step)
    ]
    canvas = Canvas(ground)
    for x, y in spots:
        at = (x + kit.between(-20, 20), y + kit.between(-20, 20))
        parts = kit.choose((_fruit, _fungus, _creature, _gem, _flower, _bottle))(
            kit, at, step * 0.4
        )
        if rim:
            for shape, _ in parts:
                canvas.line([*shape, shape[0]], (255, 255, 255), width + 9)
            for shape, _ in parts:
                canvas.polygon(shape, (255, 255, 255))
        for shape, colour in parts:
            shaded(kit, canvas, shape, colour) if kit.chance(0.75) else canvas.polygon(
                shape, colour
            )
            if outline:
                canvas.line([*shape, shape[0]], outline, width)
        gleam = around((at[0] - step * 0.1, at[1] - step * 0.13), (step * 0.05, step * 0.03), 16)
        canvas.polygon(gleam, (255, 255, 255))
    return canvas.finished()


Parts = list[tuple[list[Point], Colour]]
"""Outlines with their colours, from back to front."""


def _fruit(kit: Kit, at: Point, size: float) -> Parts:
    x, y = at
    leaf = smooth(
        [(x, y - size * 0.7), (x + size * 0.3, y - size), (x + size * 0.55, y - size * 0.8)],
        closed=True,
    )
    stem = [
        (x - 3, y - size * 0.5),
        (x + 1, y - size * 0.95),
        (x + 6, y - size * 0.93),
        (x + 3, y - size * 0.5),
    ]
    return [
        (stem, (110, 70, 40)),
        (leaf, (90, 170, 60)),
        (blob(kit, at, size * 0.72, 0.07), of_hue(kit.between(-0.05, 0.2), 0.9, 0.95)),
    ]


def _fungus(kit: Kit, at: Point, size: float) -> Parts:
    x, y = at
    foot = smooth(
        [
            (x - size * 0.2, y),
            (x - size * 0.3, y + size * 0.8),
            (x + size * 0.3, y + size * 0.8),
            (x + size * 0.2, y),
        ],
        closed=True,
    )
    cap = [*around((x, y), (size * 0.8, size * 0.75), 40, np.pi)[:21]]
    dots = [
        (around((x + dx * size, y + dy * size), (size * r, size * r * 0.8), 20), (250, 245, 235))
        for dx, dy, r in ((-0.35, -0.25, 0.13), (0.1, -0.5, 0.12), (0.4, -0.18, 0.15))
    ]
    return [(foot, (240, 225, 200)), (cap, of_hue(kit.between(-0.05, 0.1), 0.85, 0.9)), *dots]


def _creature(kit: Kit, at: Point, size: float) -> Parts:
    x, y = at
    fur = of_hue(kit.between(0, 1), kit.between(0.3, 0.9), 0.95)
    ears = [
        (
            smooth(
                [
                    (x + s * size * 0.6, y - size * 0.3),
                    (x + s * size * 0.55, y - size),
                    (x + s * size * 0.1, y - size * 0.55),
                ],
                closed=True,
            ),
            darker(fur, 0.15),
        )
        for s in (-1, 1)
    ]
    eyes: Parts = []
    for s in (-1, 1):
        eyes.append(
            (
                around((x + s * size * 0.26, y - size * 0.08), (size * 0.15, size * 0.19), 24),
                (255, 255, 255),
            )
        )
        eyes.append(
            (
                around((x + s * size * 0.24, y - size * 0.04), (size * 0.07, size * 0.1), 20),
                (20, 20, 30),
            )
        )
    mouth = [*around((x, y + size * 0.25), (size * 0.2, size * 0.22), 30)[:16]]
    return [*ears, (blob(kit, at, size * 0.7, 0.06), fur), *eyes, (mouth, (200, 60, 80))]


def _gem(kit: Kit, at: Point, size: float) -> Parts:
    colour, count = of_hue(kit.between(0, 1), 0.7, 0.95), kit.choose((5, 6, 8))
    rim, heart = (
        around(at, (size * 0.75, size * 0.75), count, 0.3),
        around(at, (size * 0.4, size * 0.4), count, 0.3),
    )
    facets: Parts = []
    for i in range(count):
        j = (i + 1) % count
        shade = mixed(lighter(colour, 0.5), darker(colour, 0.5), abs(i / count * 2 - 1))
        facets.append(([rim[i], rim[j], heart[j], heart[i]], shade))
    return [*facets, (heart, lighter(colour, 0.25))]


def _flower(kit: Kit, at: Point, size: float) -> Parts:
    count, colour = kit.whole(5, 9), of_hue(kit.between(0, 1), 0.7, 1)
    petals: Parts = []
    for angle in np.arange(count) * 2 * np.pi / count:
        out = (
            at[0] + size * 0.45 * float(np.cos(angle)),
            at[1] + size * 0.45 * float(np.sin(angle)),
        )
        petals.append((around(out, (size * 0.3, size * 0.3), 24), colour))
    return [*petals, (around(at, (size * 0.26, size * 0.26), 28), (250, 200, 40))]


def _bottle(kit: Kit, at: Point, size: float) -> Parts:
    x, y = at
    colour = of_hue(kit.between(0, 1), 0.6, 0.8)
    half = [(0.13, -1.0), (0.13, -0.6), (0.4, -0.3), (0.4, 0.75)]
    body = [(x + a * size, y + b * size) for a, b in half] + [
        (x - a * size, y + b * size) for a, b in reversed(half)
    ]
    label = [
        (x - size * 0.4, y),
        (x + size * 0.4, y),
        (x + size * 0.4, y + size * 0.4),
        (x - size * 0.4, y + size * 0.4),
    ]
    cork = [
        (x - size * 0.1, y - size * 1.15),
        (x + size * 0.1, y - size * 1.15),
        (x + size * 0.12, y - size * 0.95),
        (x - size * 0.12, y - size * 0.95),
    ]
    return [
        (cork, (190, 140, 90)),
        (body, colour),
        (label, (250, 245, 225)),
        (star((x, y + size * 0.2), size * 0.16, 5, 0.45, -1.57), (220, 60, 60)),
    ]


def blocks(kit: Kit) -> Image.Image:
    """Boxes and ramps seen from above at an angle, three shades a colour."""
    canvas = Canvas(kit.choose(palette(kit, 4)))
    unit, shades = kit.choose((22, 32, 48)), palette(kit, 5)
    outline = (30, 26, 40) if kit.chance(0.4) else None
    count = SIDE // unit + 4
    for i in range(-count, count):
        for j in range(-count, count):
            x, y = SIDE / 2 + (i - j) * unit * 0.866, SIDE / 2 + (i + j) * unit * 0.5 - 60
            if not (-unit < x < SIDE + unit and -unit < y < SIDE + unit * 6) or kit.chance(0.15):
                continue
            high, colour = unit * kit.choose((0.3, 0.3, 1, 2, 3.5)), kit.choose(shades)
            dx, dy = unit * 0.866, unit * 0.5
            top = [(x, y - high - dy), (x + dx, y - high), (x, y - high + dy), (x - dx, y - high)]
            left = [(x - dx, y - high), (x, y - high + dy), (x, y + dy), (x - dx, y)]
            right = [(x + dx, y - high), (x, y - high + dy), (x, y + dy), (x + dx, y)]
            for face, shade in (
                (top, lighter(colour, 0.25)),
                (left, colour),
                (right, darker(colour, 0.3)),
            ):
                canvas.polygon(face, shade, outline, 1.2)
            rows = int(high // 14)
            for row in range(rows if unit > 30 else 0):
                lit = (255, 236, 150) if kit.chance(0.4) else darker(colour, 0.45)
                for a in (0.25, 0.6):
                    wx, wy = x - dx + dx * a, y - high + dy * a + 8 + row * 14
                    canvas.polygon(
                        [(wx, wy), (wx + 6, wy + 3.4), (wx + 6, wy + 10.4), (wx, wy + 7)], lit
                    )
    return canvas.finished()


def abstract(kit: Kit) -> Image.Image:
    """Waves, circles and shapes with gradients over each other, as wallpapers are."""
    shades = palette(kit, 6)
    canvas = Canvas(gradient(kit, shades[:3]))
    for i in range(kit.whole(4, 14)):
        colour = shades[i % 6]
        kind = kit.choose(("wave", "ring", "shape", "star", "glow"))
        centre = (kit.between(0, SIDE), kit.between(0, SIDE))
        if kind == "wave":
            level = kit.between(0, SIDE)
            edge = smooth([(x, level + kit.between(-60, 60)) for x in range(-60, SIDE + 121, 90)])
            shaded(kit, canvas, [*edge, (SIDE + 90.0, SIDE + 9.0), (-90.0, SIDE + 9.0)], colour)
        elif kind == "ring":
            reach = kit.between(20, 140)
            canvas.ellipse(centre, (reach, reach), None, colour, kit.between(2, 30))
        elif kind == "shape":
            shaded(kit, canvas, blob(kit, centre, kit.between(30, 150)), colour)
        elif kind == "star":
            shaded(
                kit,
                canvas,
                star(
                    centre,
                    kit.between(20, 90),
                    kit.whole(3, 9),
                    kit.between(0.3, 0.9),
                    kit.between(0, 6),
                ),
                colour,
            )
        else:
            reach = round(kit.between(30, 120))
            spot = Image.new("L", (SIDE, SIDE))
            spot.paste(
                220,
                (
                    int(centre[0]) - reach // 2,
                    int(centre[1]) - reach // 2,
                    int(centre[0]) + reach // 2,
                    int(centre[1]) + reach // 2,
                ),
            )
            spot = spot.filter(ImageFilter.GaussianBlur(reach / 2)).resize(
                canvas.image.size, Image.Resampling.BICUBIC
            )
            canvas.image.paste(Image.new("RGB", canvas.image.size, lighter(colour, 0.5)), mask=spot)
    return canvas.finished()


def sky_line(kit: Kit) -> Image.Image:
    """Towers with rows of windows before an evening sky: the regular, in perspective of none."""
    hue = kit.between(0, 1)
    canvas = Canvas(_upright(of_hue(hue, 0.7, 0.3), of_hue(hue + 0.1, 0.6, 1)))
    for layer in range(3):
        shade = of_hue(hue, 0.5, 0.55 - 0.2 * layer)
        x = -kit.between(0, 40)
        while x < SIDE:
            wide, high = kit.between(30, 100), kit.between(120, 430 - 90 * layer)
            wide = round(wide)
            canvas.box((x, SIDE - high, x + wide, SIDE), shade)
            if kit.chance(0.3):
                canvas.polygon(
                    [(x, SIDE - high), (x + wide / 2, SIDE - high - 40), (x + wide, SIDE - high)],
                    shade,
                )
            pitch, size = kit.choose((5, 7, 9, 13)), kit.choose((0.45, 0.6, 0.75))
            lit = of_hue(kit.between(0.08, 0.16), 0.5, 1)
            for wx in np.arange(x + 4, x + wide - pitch, pitch):
                for wy in np.arange(SIDE - high + 6, SIDE, pitch * 1.4):
                    colour = lit if kit.chance(0.35) else darker(shade, 0.35)
                    canvas.box(
                        (
                            float(wx),
                            float(wy),
                            float(wx) + pitch * size,
                            float(wy) + pitch * size * 1.3,
                        ),
                        colour,
                    )
            x += wide + kit.choose((0, 0, 6, 20))
    return canvas.finished()
