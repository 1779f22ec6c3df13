# SPDX-License-Identifier: Apache-2.0
"""The set "structure": regular things as in towns, drawn by a seed, at any phase and slant.

Fronts of windows, fences, cloth, tiles and shutters, four times as large as they are used, so that
their edges are as smooth as a lens makes them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 384
"""Pixels of a picture."""
FINER = 4
"""Times as large as a picture it is drawn."""

Field = NDArray[np.float64]
Draw = Callable[[Field, Field, np.random.Generator], Field]


def pictures(seed: int) -> list[tuple[str, Image.Image]]:
    """Names and pictures of the set; the same for the same ``seed``."""
    found = []
    for number, (name, draw) in enumerate(_KINDS.items()):
        found.append((name, _rendered(draw, np.random.default_rng([seed, number]))))
    return found


def _rendered(draw: Draw, rng: np.random.Generator) -> Image.Image:
    """What ``draw`` makes of a plane seen at a slant, in two colours and under uneven light."""
    axis = np.arange(SIDE * FINER) / FINER
    y, x = np.meshgrid(axis, axis, indexing="ij")
    angle, depth = rng.uniform(-0.35, 0.35), rng.uniform(0, 0.8) / SIDE
    shrink = 1 + depth * x  # what is further right is further away
    size = rng.uniform(1.6, 2.2)
    u = (x * np.cos(angle) - y * np.sin(angle)) * shrink / size
    v = (x * np.sin(angle) + y * np.cos(angle)) * shrink / size
    share = np.clip(draw(u, v, rng), 0, 1)[..., None]
    dark, light = rng.uniform(20, 110, 3), rng.uniform(140, 240, 3)
    shade = 1 - 0.25 * (y / SIDE)[..., None] * rng.uniform(0, 1)
    pixels = (dark + (light - dark) * share) * shade
    large = Image.fromarray(np.rint(pixels).clip(0, 255).astype(np.uint8))
    return large.resize((SIDE, SIDE), Image.Resampling.BOX)


def _front(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Windows in rows, each with a cross."""
    width, height = rng.uniform(18, 30), rng.uniform(24, 40)
    x, y = u % width / width, v % height / height
    window = (x > 0.2) & (x < 0.8) & (y > 0.2) & (y < 0.85)
    cross = (abs(x - 0.5) < 0.04) | (abs(y - 0.5) < 0.03)
    return np.where(window & ~cross, 0.0, 1.0)


def _fence(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Wires both ways across a ground that brightens."""
    pitch = rng.uniform(9, 14)
    wires = np.minimum((u + v) % pitch, (u - v) % pitch) < pitch * 0.14
    return np.where(wires, 0.9, 0.15 + 0.4 * v / SIDE)


def _cloth(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Threads over and under each other."""
    pitch = rng.uniform(5, 8)
    over = (np.floor(u / pitch) + np.floor(v / pitch)) % 2 == 0
    across, along = np.abs(np.sin(np.pi * v / pitch)), np.abs(np.sin(np.pi * u / pitch))
    return np.where(over, 0.45 + 0.5 * across, 0.1 + 0.5 * along)


def _bricks(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Rows of bricks of several shades, each second row shifted by a half."""
    height = rng.uniform(11, 16)
    width = 2.6 * height
    row = np.floor(v / height)
    shifted = u + width / 2 * (row % 2)
    shade = np.sin(row * 12.9898 + np.floor(shifted / width) * 78.233) * 0.15
    joint = (v % height < 0.14 * height) | (shifted % width < 0.14 * height)
    return np.where(joint, 0.95, 0.4 + shade)


def _shutters(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Slats that become narrower from left to right."""
    return 0.5 + 0.5 * np.sin(2 * np.pi * v / rng.uniform(6, 9) * (1 + 0.6 * u / SIDE))


def _grating(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Holes in a sheet, in rows that are shifted by a half."""
    pitch = rng.uniform(9, 13)
    row = np.floor(v / pitch)
    x, y = (u + pitch / 2 * (row % 2)) % pitch - pitch / 2, v % pitch - pitch / 2
    return np.where(np.hypot(x, y) < 0.33 * pitch, 0.0, 0.8)


_KINDS: dict[str, Draw] = {
    "front": _front,
    "fence": _fence,
    "cloth": _cloth,
    "bricks": _bricks,
    "shutters": _shutters,
    "grating": _grating,
}
