# SPDX-License-Identifier: Apache-2.0
"""Patterns at the limit of the pixels: checkerboards, stripes, hairlines, rings, fabrics."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from liif_core.lab.training.drawings.colours import BLACK, WHITE, Colour, palette
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture

Share = NDArray[np.float32]
"""How much of the second colour each pixel has, 0 to 1."""
PANES = (1, 2, 2, 3, 4)


def draw_patterns(kit: Kit) -> Picture:
    """Panes side by side, each a pattern in two colours."""
    count = kit.choose(PANES)
    cuts = [SIDE * i // count for i in range(count + 1)]
    picture = np.empty((SIDE, SIDE, 3), np.uint8)
    for top, bottom in pairwise(cuts):
        for left, right in pairwise(cuts):
            kind = kit.choose(
                (checks, stripes, hairlines, lattice, rings, rays, dots, cloth, bricks, chirp)
            )
            share = kind(kit, bottom - top, right - left)
            one, other = _pair(kit)
            pane = np.array(one) * (1 - share[..., None]) + np.array(other) * share[..., None]
            picture[top:bottom, left:right] = np.round(pane).astype(np.uint8)
    return picture


def _pair(kit: Kit) -> tuple[Colour, Colour]:
    """Black and white for the most part, else any two colours."""
    if kit.chance(0.45):
        return kit.choose(((BLACK, WHITE), (WHITE, BLACK)))
    one, other = palette(kit, 2)
    if one == other:
        other = WHITE
    return (one, other) if kit.chance(0.6) else (kit.choose((BLACK, WHITE)), other)


def _grid(high: int, wide: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    y, x = np.mgrid[0:high, 0:wide]
    return y, x


def checks(kit: Kit, high: int, wide: int) -> Share:
    """Squares of one to eight pixels."""
    y, x = _grid(high, wide)
    size = kit.choose((1, 1, 1, 2, 3, 4, 8))
    return ((x // size + y // size) % 2).astype(np.float32)


def stripes(kit: Kit, high: int, wide: int) -> Share:
    """Across, along or aslant, of one to five pixels."""
    y, x = _grid(high, wide)
    along = kit.choose((x, y, x + y, x - y))
    on, off = kit.choose((1, 1, 2, 3, 5)), kit.choose((1, 1, 2, 3, 5))
    return (along % (on + off) < on).astype(np.float32)


def hairlines(kit: Kit, high: int, wide: int) -> Share:
    """Lines of one pixel at growing distances, some smoothed at an angle."""
    y, x = _grid(high, wide)
    if kit.chance(0.5):
        edges = np.cumsum(np.arange(2, 60))
        return np.isin(kit.choose((x, y)), edges).astype(np.float32)
    angle, gap = kit.between(0, np.pi), kit.between(3, 24)
    along = (x * np.cos(angle) + y * np.sin(angle)) % gap
    near = np.minimum(along, gap - along)
    return np.clip(kit.choose((1.0, 1.5)) - near, 0, 1).astype(np.float32)


def lattice(kit: Kit, high: int, wide: int) -> Share:
    """Lines of one or two pixels both ways, as squared paper and fly screens."""
    y, x = _grid(high, wide)
    step, width = kit.choose((2, 3, 4, 5, 8, 16)), kit.choose((1, 1, 2))
    return ((x % step < width) | (y % step < width)).astype(np.float32)


def rings(kit: Kit, high: int, wide: int) -> Share:
    """Circles around a point, hard or smoothed."""
    y, x = _grid(high, wide)
    far = np.hypot(x - kit.between(0, wide), y - kit.between(0, high))
    wave = np.cos(2 * np.pi * far / kit.between(2.5, 14))
    return (
        (wave > 0).astype(np.float32)
        if kit.chance(0.3)
        else (0.5 + 0.5 * np.clip(wave * 2, -1, 1)).astype(np.float32)
    )


def rays(kit: Kit, high: int, wide: int) -> Share:
    """A star of wedges that meet in its middle, by the area covered."""
    fine = 4
    y, x = (np.mgrid[0 : high * fine, 0 : wide * fine] / fine).astype(np.float32)
    angle = np.arctan2(y - kit.between(0.2, 0.8) * high, x - kit.between(0.2, 0.8) * wide)
    on = np.sin(angle * kit.choose((8, 18, 36, 72))) > 0
    return on.reshape(high, fine, wide, fine).mean(axis=(1, 3)).astype(np.float32)


def dots(kit: Kit, high: int, wide: int) -> Share:
    """Single pixels or small squares on a grid, straight or shifted."""
    y, x = _grid(high, wide)
    step, size = kit.choose((2, 3, 4, 6, 10)), kit.choose((1, 1, 2))
    shift = (y // step % 2) * (step // 2) if kit.chance(0.5) else np.zeros_like(y)
    return (((x + shift) % step < size) & (y % step < size)).astype(np.float32)


CLOTHS = (
    ("1100", "0110", "0011", "1001"),
    (
        "11110000",
        "01111000",
        "00111100",
        "00011110",
        "00001111",
        "10000111",
        "11000011",
        "11100001",
    ),
    (
        "11000010",
        "11000100",
        "11111000",
        "11110001",
        "00100111",
        "01000011",
        "10001111",
        "00011111",
    ),
    ("1010", "0101", "1010", "0101"),
    ("11101110", "11011101", "10111011", "01110111"),
    ("10001000", "01010101", "00100010", "01010101"),
)
"""Twill, herringbone-like and dogtooth-like weaves, as rows of bits."""


def cloth(kit: Kit, high: int, wide: int) -> Share:
    rows = kit.choose(CLOTHS)
    cell = np.array([[int(bit) for bit in row] for row in rows], np.float32)
    times = kit.choose((1, 1, 2, 3))
    cell = np.repeat(np.repeat(cell, times, 0), times, 1)
    return np.tile(cell, (high // cell.shape[0] + 1, wide // cell.shape[1] + 1))[:high, :wide]


def bricks(kit: Kit, high: int, wide: int) -> Share:
    """Joints of one or two pixels between bricks, fences, shutters."""
    y, x = _grid(high, wide)
    deep, long, joint = (
        kit.choose((4, 6, 9, 14)),
        kit.choose((8, 14, 24, 40)),
        kit.choose((1, 1, 2)),
    )
    shift = (y // deep % 2) * (long // 2)
    return ((y % deep < joint) | ((x + shift) % long < joint)).astype(np.float32)


def chirp(kit: Kit, high: int, wide: int) -> Share:
    """Waves that grow finer up to the limit, as on charts for testing lenses."""
    y, x = _grid(high, wide)
    along = kit.choose((x / wide, y / high, np.hypot(x / wide, y / high) / 1.5))
    limit = kit.between(0.15, 0.5) * max(high, wide) / 2
    return (0.5 + 0.5 * np.cos(2 * np.pi * limit * along**2)).astype(np.float32)
