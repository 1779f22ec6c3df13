# SPDX-License-Identifier: Apache-2.0
"""Maps: regions in flat colours, streets, contour lines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from liif_core.lab.training.drawings.canvas import Canvas, Path, array, image
from liif_core.lab.training.drawings.colours import WHITE, Colour, darker, mixed, of_hue, palette
from liif_core.lab.training.drawings.fonts import opened
from liif_core.lab.training.drawings.grounds import cloud
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import write
from liif_core.lab.training.drawings.shapes import blob, wander
from liif_core.lab.training.drawings.words import PLACES

FINE = 3
"""Regions are computed at so many times the size and reduced by area."""


def draw_map(kit: Kit) -> Picture:
    manner = kit.choose((regions, streets, contours), (4, 4, 2))
    sheet = manner(kit)
    ink: Colour = kit.choose(((30, 30, 30), (70, 60, 50), (40, 60, 110)))
    for name in kit.some(PLACES, kit.whole(3, 10)):
        size = kit.choose((9, 10, 11, 12, 14, 18, 26))
        font = opened(kit.font("latin", kit.choose(("interface", ""))), size)
        x, y = kit.between(-20, SIDE - 60), kit.between(0, SIDE - 20)
        name = name.upper() if size > 16 else name
        if kit.chance(0.8):
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                write(sheet, (x + dx, y + dy), name, font, WHITE)
        write(sheet, (x, y), name, font, ink)
    return array(sheet)


def _labels(kit: Kit, count: int) -> NDArray[np.intp]:
    """Which of ``count`` regions each point is in: nearest sites, with borders that wander."""
    side = SIDE * FINE
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / FINE
    bend, fray = kit.between(5, 40), kit.between(0, 4)
    shift = np.zeros((2, SIDE, SIDE))
    for size, depth in ((70, bend), (18, bend / 4), (5, fray)):
        shift += np.stack([cloud(kit, size), cloud(kit, size)]) * depth / 2
    down, right = np.repeat(np.repeat(shift.astype(np.float32), FINE, 1), FINE, 2)
    y, x = y + down, x + right
    best = np.full(y.shape, np.inf, np.float32)
    nearest = np.zeros(y.shape, np.intp)
    for i, (sx, sy) in enumerate(kit.rng.uniform(-40, SIDE + 40, (count, 2))):
        far = (x - sx) ** 2 + (y - sy) ** 2
        closer = far < best
        best[closer], nearest[closer] = far[closer], i
    return nearest


def _reduced(levels: NDArray[np.uint8]) -> Image.Image:
    return image(levels).reduce(FINE)


def regions(kit: Kit) -> Image.Image:
    """Countries and a sea, in flat colours with drawn borders."""
    count = kit.choose((6, 12, 25, 60))
    nearest = _labels(kit, count)
    sea = of_hue(kit.between(0.5, 0.62), kit.between(0.2, 0.7), kit.between(0.6, 0.98))
    shades = palette(kit, kit.whole(4, 6))
    if kit.chance(0.3):
        base = shades[0]
        shades = [mixed(base, WHITE, share) for share in np.linspace(0, 0.85, 6)]
    chosen = [sea if kit.chance(0.25) else kit.choose(shades) for _ in range(count)]
    levels = np.array(chosen, np.uint8)[nearest]
    edge = kit.choose((0, 1, 1, 2, 3))
    if edge:
        flat = Image.fromarray((nearest % 251).astype(np.uint8))
        wide = flat.filter(ImageFilter.MaxFilter(edge * 2 + 1))
        narrow = flat.filter(ImageFilter.MinFilter(edge * 2 + 1))
        border = np.asarray(wide) != np.asarray(narrow)
        levels[border] = kit.choose((WHITE, (40, 40, 40), darker(shades[0], 0.5)))
    canvas = Canvas(_reduced(levels), 3)
    for _ in range(kit.whole(0, 4)):
        start = (kit.between(0, SIDE), kit.between(0, SIDE))
        river = wander(kit, start, 24, kit.whole(8, 30), 0.7)
        canvas.line(river, darker(sea, 0.2), kit.choose((0.8, 1.2, 2)))
    for _ in range(kit.whole(0, 14)):
        at, size = (kit.between(0, SIDE), kit.between(0, SIDE)), kit.choose((1.5, 2.5, 4))
        canvas.ellipse(
            at, (size, size), kit.choose(((0, 0, 0), (210, 30, 30), WHITE)), (0, 0, 0), 0.7
        )
    if kit.chance(0.4):
        step = kit.choose((40, 64, 100))
        for cut in range(step // 2, SIDE, step):
            canvas.line([(cut, 0), (cut, SIDE)], mixed(sea, (0, 0, 0), 0.3), 0.5)
            canvas.line([(0, cut), (SIDE, cut)], mixed(sea, (0, 0, 0), 0.3), 0.5)
    return canvas.finished()


def streets(kit: Kit) -> Image.Image:
    """A town: blocks, parks, water, roads with edges, a railway."""
    ground = kit.choose(((242, 239, 233), (236, 236, 236), (38, 42, 50), (248, 244, 230)))
    dark = ground[0] < 100
    canvas, turn = Canvas(ground, 3), kit.between(-0.6, 0.6)
    park = (30, 60, 44) if dark else kit.choose(((200, 230, 180), (205, 235, 176)))
    water = (20, 40, 80) if dark else kit.choose(((170, 211, 223), (163, 204, 255)))
    for colour in (park, park, water):
        canvas.polygon(
            blob(kit, (kit.between(0, SIDE), kit.between(0, SIDE)), kit.between(30, 120)), colour
        )
    cosine, sine = float(np.cos(turn)), float(np.sin(turn))

    def turned(x: float, y: float) -> tuple[float, float]:
        x, y = x - SIDE / 2, y - SIDE / 2
        return SIDE / 2 + x * cosine - y * sine, SIDE / 2 + x * sine + y * cosine

    def cuts() -> list[float]:
        return [float(v) for v in np.cumsum(kit.rng.uniform(30, 90, 26)) - 250]

    across, along = cuts(), cuts()
    built = mixed(ground, (255, 255, 255) if dark else (120, 100, 90), 0.14)
    for x0, x1 in pairwise(across):
        for y0, y1 in pairwise(along):
            for _ in range(kit.choose((0, 2, 4, 6))):
                left, top = kit.between(x0 + 5, x1 - 12), kit.between(y0 + 5, y1 - 12)
                right = min(left + kit.between(6, 26), x1 - 5)
                bottom = min(top + kit.between(6, 26), y1 - 5)
                corners = [
                    turned(left, top),
                    turned(right, top),
                    turned(right, bottom),
                    turned(left, bottom),
                ]
                canvas.polygon(corners, built, darker(built, 0.15), 0.6)
    roads: list[tuple[Path, float]] = []
    for cut in across:
        roads.append(([turned(cut, -300), turned(cut, 800)], kit.choose((3.0, 4.0, 6.0))))
    for cut in along:
        roads.append(([turned(-300, cut), turned(800, cut)], kit.choose((3.0, 4.0, 6.0))))
    for _ in range(kit.whole(1, 3)):
        start = (kit.choose((-20.0, SIDE + 20.0)), kit.between(0, SIDE))
        roads.append((wander(kit, start, 60, 14, 0.4), kit.choose((8.0, 11.0))))
    surface: Colour = (70, 76, 88) if dark else WHITE
    main: Colour = kit.choose(((247, 200, 110), (232, 146, 162), (255, 226, 104)))
    for path, width in roads:
        canvas.line(path, darker(main if width > 7 else ground, 0.3), width + 1.6)
    for path, width in roads:
        canvas.line(path, main if width > 7 else surface, width)
    rail = wander(kit, (kit.between(0, SIDE), -10), 50, 16, 0.2)
    canvas.line(rail, (90, 90, 90), 2.4)
    for a, b in zip(rail[::8], rail[4::8], strict=False):
        canvas.line([a, b], WHITE, 1.2)
    for _ in range(kit.whole(0, 5)):
        x, y = kit.between(0, SIDE), kit.between(0, SIDE)
        pin = kit.choose(((219, 68, 55), (66, 133, 244), (15, 157, 88)))
        canvas.polygon([(x - 7, y - 14), (x + 7, y - 14), (x, y)], pin)
        canvas.ellipse((x, y - 18), (9, 9), pin, darker(pin, 0.3), 1)
        canvas.ellipse((x, y - 18), (3.5, 3.5), WHITE)
    return canvas.finished()


def contours(kit: Kit) -> Image.Image:
    """Heights in steps of colour with lines between them, every fifth one thicker."""
    height = cloud(kit, 140) * 2 + cloud(kit, 50) * 0.8 + cloud(kit, 22) * 0.15
    large = Image.fromarray(height.astype(np.float32)).resize(
        (SIDE * FINE, SIDE * FINE), Image.Resampling.BICUBIC
    )
    fine = np.asarray(large, np.float64)
    step = kit.between(0.15, 0.6)
    band = np.floor(fine / step)
    tints = kit.chance(0.7)
    low, high = palette(kit, 2) if tints else ((252, 250, 244), (252, 250, 244))
    share = (band - band.min()) / max(float(np.ptp(band)), 1)
    levels = np.stack([low[i] + (high[i] - low[i]) * share for i in range(3)], -1)
    dy, dx = np.gradient(fine)
    slope = np.maximum(np.hypot(dx, dy), 1e-6)
    nearest = np.round(fine / step)
    far = np.abs(fine - nearest * step) / slope
    width = np.where(nearest % 5 == 0, 2.2, 1.1) * kit.between(0.8, 1.4)
    levels[far < width] = kit.choose(((150, 95, 50), (40, 40, 40), WHITE))
    return _reduced(np.clip(levels, 0, 255).astype(np.uint8))
