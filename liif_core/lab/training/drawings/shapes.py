# SPDX-License-Identifier: Apache-2.0
"""Outlines of shapes as lists of points."""

from __future__ import annotations

import numpy as np

from liif_core.lab.training.drawings.canvas import Path, Point
from liif_core.lab.training.drawings.kit import Kit


def smooth(points: Path, closed: bool = False, steps: int = 12) -> list[Point]:
    """A curve through all the points (Catmull-Rom)."""
    p = np.asarray(points, float)
    p = np.vstack([p[-1], p, p[:2]]) if closed else np.vstack([p[0], p, p[-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True):
        parts.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2)
            + 0.5 * (3 * b - a - 3 * c + d) * t**3
        )
    if not closed:
        parts.append(p[-1:])
    return [(float(x), float(y)) for x, y in np.vstack(parts)]


def around(centre: Point, radii: Point, count: int, turn: float = 0.0) -> list[Point]:
    """Corners of a regular polygon; ``turn`` in radians."""
    angles = np.arange(count) * 2 * np.pi / count + turn
    return [
        (centre[0] + radii[0] * float(np.cos(a)), centre[1] + radii[1] * float(np.sin(a)))
        for a in angles
    ]


def blob(kit: Kit, centre: Point, radius: float, wobble: float = 0.25) -> list[Point]:
    """A smooth closed shape, none like another."""
    count = kit.whole(5, 10)
    angles = np.sort(np.arange(count) * 2 * np.pi / count + kit.rng.uniform(-0.2, 0.2, count))
    lengths = radius * (1 + kit.rng.uniform(-wobble, wobble, count))
    corners = [
        (centre[0] + float(r * np.cos(a)), centre[1] + float(r * np.sin(a)))
        for a, r in zip(angles, lengths, strict=True)
    ]
    return smooth(corners, closed=True)


def star(centre: Point, radius: float, points: int, inner: float, turn: float) -> list[Point]:
    """``inner`` is the share of the radius at the notches."""
    outer = around(centre, (radius, radius), points, turn)
    notch = around(centre, (radius * inner, radius * inner), points, turn + np.pi / points)
    return [corner for pair in zip(outer, notch, strict=True) for corner in pair]


def wander(kit: Kit, start: Point, step: float, count: int, bend: float = 0.5) -> list[Point]:
    """A path that turns by chance, smooth."""
    angle = kit.between(0, 2 * np.pi)
    points = [start]
    for _ in range(count):
        angle += kit.between(-bend, bend)
        x, y = points[-1]
        points.append((x + step * float(np.cos(angle)), y + step * float(np.sin(angle))))
    return smooth(points)


def swelling(kit: Kit, count: int, thinnest: float, thickest: float) -> list[float]:
    """Widths of a pen stroke of ``count`` points: thin, pressed, thin, not quite evenly."""
    t = np.linspace(0, 1, count)
    swell = np.sin(np.pi * t ** kit.between(0.5, 1.8)) ** kit.between(0.6, 1.5)
    return [float(w) for w in thinnest + (thickest - thinnest) * swell]
