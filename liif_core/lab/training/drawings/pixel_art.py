# SPDX-License-Identifier: Apache-2.0
"""Pixel art: sprites, tiles and scenes in few colours, at their size or enlarged by repetition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from liif_core.lab.training.drawings.canvas import array
from liif_core.lab.training.drawings.colours import Colour, darker, lighter, of_hue
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.words import TITLES

TIMES = (1, 1, 2, 2, 3, 4, 4, 6, 8)
"""By how much it is enlarged."""
Cells = NDArray[np.uint8]
"""(h, w, 3), small."""
INK: Colour = (24, 20, 37)


def draw_pixel_art(kit: Kit) -> Picture:
    times = kit.choose(TIMES)
    side = -(-SIDE // times)
    ramps = _ramps(kit)
    manner = kit.choose((scene, sheet, dungeon), (3, 3, 2))
    small = manner(kit, side, ramps)
    return np.repeat(np.repeat(small, times, 0), times, 1)[:SIDE, :SIDE].copy()


def _ramps(kit: Kit) -> list[list[Colour]]:
    """Four ramps from dark to light whose hue shifts, as pixel artists mix them."""
    ramps = []
    start = kit.between(0, 1)
    for i in range(4):
        hue = start + i * kit.between(0.15, 0.3)
        ramps.append([of_hue(hue + 0.03 * k, 0.85 - 0.15 * k, 0.3 + 0.22 * k) for k in range(4)])
    return ramps


def sprite(
    kit: Kit, size: int, ramp: list[Colour], other: list[Colour]
) -> tuple[Cells, NDArray[np.bool_]]:
    """A figure that is alike on both sides, lit from above left, outlined; and where it is."""
    half = -(-size // 2)
    y, x = np.mgrid[0:size, 0:half]
    far = np.hypot((x - half) / half, (y - size * 0.5) / (size * 0.5))
    body = far < kit.between(0.55, 0.75)
    body |= (far < 1) & (kit.rng.random((size, half)) < kit.between(0.3, 0.6))
    # Cells that stand alone are filled or cleared by their neighbours, as a hand would do.
    padded = np.pad(body.astype(int), 1)
    shifts = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    near = sum(padded[1 + dy : size + 1 + dy, 1 + dx : half + 1 + dx] for dy, dx in shifts)
    body = np.asarray(near) >= 4
    legs = (y > size * 0.7) & (np.abs(x - half * kit.between(0.3, 0.6)) < max(1, size / 10))
    horns = (y < size * 0.25) & (np.abs(x - half * kit.between(0.3, 0.7)) < max(1, size / 14))
    body |= legs | (horns if kit.chance(0.5) else np.zeros_like(body))
    body[size * 4 // 5 :, half - max(1, size // 10) :] = False
    whole = np.concatenate([body, body[:, ::-1][:, size % 2 :]], axis=1)[:, :size]
    whole[[0, -1]], whole[:, [0, -1]] = False, False
    yy, xx = np.mgrid[0:size, 0:size]
    light = 3 - np.clip(
        (xx + 2 * yy) / (3 * size) * 4 + kit.rng.uniform(-0.4, 0.4, (size, size)) * 0.4, 0, 3
    ).astype(int)
    cells = np.array(ramp, np.uint8)[light]
    band = (yy > size * 0.55) & (yy < size * 0.8)
    cells[band] = np.array(other, np.uint8)[light[band]]
    eye = max(1, size // 8)
    row, column = round(size * 0.36), round(size * 0.3)
    for left in (column, size - column - eye):
        cells[row : row + eye, left : left + eye] = (255, 255, 255)
        cells[row + eye // 2 : row + eye, left : left + max(1, eye // 2)] = INK
    grown = np.pad(whole, 1)
    around = grown[:-2, 1:-1] | grown[2:, 1:-1] | grown[1:-1, :-2] | grown[1:-1, 2:]
    cells[around & ~whole] = INK
    return cells, whole | around


def _set(picture: Cells, cells: Cells, mask: NDArray[np.bool_], top: int, left: int) -> None:
    high, wide = picture.shape[:2]
    y0, x0, y1, x1 = (
        max(top, 0),
        max(left, 0),
        min(top + mask.shape[0], high),
        min(left + mask.shape[1], wide),
    )
    if y1 <= y0 or x1 <= x0:
        return
    part = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
    picture[y0:y1, x0:x1][mask[part]] = cells[part][mask[part]]


def _say(kit: Kit, picture: Cells, colour: Colour) -> None:
    """A line in a font of fixed pixels."""
    sheet = Image.fromarray(picture)
    pen = ImageDraw.Draw(sheet)
    pen.fontmode = "1"
    text = f"{kit.choose(TITLES).encode('ascii', 'ignore').decode()}  x{kit.whole(0, 99):02}"
    font = ImageFont.load_default_imagefont()
    for dx, dy, shade in ((1, 1, INK), (0, 0, colour)):
        pen.text((4 + dx, 2 + dy), text, font=font, fill=shade)
    picture[:] = array(sheet)


def tile(kit: Kit, size: int, ramp: list[Colour], kind: str) -> Cells:
    """Grass, bricks, stone, water, planks or crates, meant to be repeated."""
    y, x = np.mgrid[0:size, 0:size]
    shades = np.array(ramp, np.uint8)
    level = np.full((size, size), 1)
    if kind == "bricks":
        row = y // max(2, size // 4)
        joint = (y % max(2, size // 4) == 0) | ((x + row % 2 * (size // 4)) % (size // 2) == 0)
        level = np.where(joint, 0, 2 - (kit.rng.random((size, size)) < 0.1))
    elif kind == "grass":
        level = np.where(kit.rng.random((size, size)) < 0.12, 2, 1)
        level[: max(2, size // 5)] = 3
        level[max(2, size // 5), kit.rng.random(size) < 0.5] = 3
    elif kind == "water":
        level = np.where(
            (y + np.round(2 * np.sin(2 * np.pi * x / size))) % max(3, size // 4) == 0, 3, 1
        )
    elif kind == "planks":
        level = np.where(
            y % max(3, size // 4) == 0, 0, np.where(kit.rng.random((size, size)) < 0.08, 1, 2)
        )
    elif kind == "crate":
        rim = (x < 2) | (y < 2) | (x >= size - 2) | (y >= size - 2)
        level = np.where(rim | (np.abs(x - y) < 2), 2, 1)
        level[(x == 0) | (y == 0) | (x == size - 1) | (y == size - 1)] = 0
    else:
        level = np.where(
            kit.rng.random((size, size)) < 0.2,
            0,
            np.where(kit.rng.random((size, size)) < 0.15, 2, 1),
        )
    return shades[level]


KINDS = ("bricks", "grass", "water", "planks", "crate", "stone")


def scene(kit: Kit, side: int, ramps: list[list[Colour]]) -> Cells:
    """A jump-and-run: sky in bands, clouds, hills, ground of tiles, figures, a line of text."""
    sky = ramps[0]
    picture = np.empty((side, side, 3), np.uint8)
    bands = (np.arange(side) * 4 // side).clip(0, 3)
    picture[:] = np.array([lighter(sky[3], 0.1 * k) for k in range(4)], np.uint8)[bands][:, None]
    x = np.arange(side)
    for k, height in enumerate((0.45, 0.6)):
        ridge = side * height + side * 0.08 * np.sin(
            x / side * kit.between(4, 14) + kit.between(0, 6)
        )
        hill = np.arange(side)[:, None] > np.round(ridge)[None]
        picture[hill] = ramps[1][2 - k]
    for _ in range(kit.whole(2, 6)):
        top, left, wide = kit.whole(8, side // 3), kit.whole(-10, side), kit.whole(10, 30)
        for dy, inset in enumerate((4, 2, 0, 0, 1)):
            picture[top + dy, max(0, left + inset) : max(0, left + wide - inset)] = (255, 255, 255)
    size = kit.choose((8, 12, 16))
    ground, under, block = (
        tile(kit, size, ramps[2], "grass"),
        tile(kit, size, ramps[2], "stone"),
        tile(kit, size, ramps[3], kit.choose(("bricks", "crate"))),
    )
    full = np.ones((size, size), bool)
    level = side - size * kit.whole(2, 4)
    for left in range(0, side, size):
        level = min(side - size, max(side // 2, level + size * kit.choose((0, 0, 0, 0, 1, -1))))
        for top in range(level, side, size):
            _set(picture, ground if top == level else under, full, top, left)
        if kit.chance(0.25):
            _set(picture, block, full, level - size * kit.whole(3, 5), left)
        if kit.chance(0.2):
            cells, mask = sprite(
                kit, kit.choose((size, size + 4)), ramps[kit.whole(0, 3)], ramps[kit.whole(0, 3)]
            )
            _set(picture, cells, mask, level - mask.shape[0], left)
    _say(kit, picture, (255, 255, 255))
    return picture


def sheet(kit: Kit, side: int, ramps: list[list[Colour]]) -> Cells:
    """Figures in rows, as sheets of sprites and selections are."""
    ground = kit.choose(
        (INK, (255, 255, 255), darker(ramps[0][0], 0.4), ramps[1][3], (90, 90, 110))
    )
    picture = np.empty((side, side, 3), np.uint8)
    picture[:] = ground
    size = kit.choose((8, 12, 16, 24, 32))
    for top in range(14, side, size + kit.choose((2, 4))):
        for left in range(2, side, size + 3):
            cells, mask = sprite(kit, size, ramps[kit.whole(0, 3)], ramps[kit.whole(0, 3)])
            _set(picture, cells, mask, top, left)
    _say(kit, picture, ramps[2][3])
    return picture


def dungeon(kit: Kit, side: int, ramps: list[list[Colour]]) -> Cells:
    """A map of tiles seen from above with figures on it."""
    size = kit.choose((8, 12, 16))
    tiles = [tile(kit, size, ramps[i % 4], kit.choose(KINDS)) for i in range(4)]
    picture = np.zeros((side, side, 3), np.uint8)
    full = np.ones((size, size), bool)
    count = side // size + 1
    rough = kit.rng.normal(size=(count, count))
    for _ in range(3):
        rough = (rough + np.roll(rough, 1, 0) + np.roll(rough, 1, 1) + np.roll(rough, -1, 0)) / 2.5
    rank = np.digitize(rough, np.quantile(rough, (0.4, 0.7, 0.88)))
    for i in range(count):
        for j in range(count):
            _set(picture, tiles[int(rank[i, j])], full, i * size, j * size)
            if kit.chance(0.06):
                cells, mask = sprite(kit, size, ramps[kit.whole(0, 3)], ramps[kit.whole(0, 3)])
                _set(picture, cells, mask, i * size, j * size)
    return picture
