# SPDX-License-Identifier: Apache-2.0
"""Every contender on every picture, damage and factor: figures, and crops to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from liif_core.lab.benchmarks.look.contenders import Contender
from liif_core.lab.benchmarks.look.crops import Strip, strips
from liif_core.lab.benchmarks.look.damages import Damage, damaged_pair
from liif_core.lab.benchmarks.look.grid import Grid, Mask, Pitch, flat_ground, measure_grid
from liif_core.lab.benchmarks.look.photos import photos
from liif_core.lab.benchmarks.look.rows import Row, known, mean
from liif_core.lab.benchmarks.metrics import Picture, acutance, compare

if TYPE_CHECKING:
    from liif_core.lab.benchmarks.look.perceptual import Perceptual, Seen


@dataclass(frozen=True)
class Task:
    """One table: a set of pictures, damaged in one way, enlarged by one factor."""

    set: str
    factor: float
    damage: Damage

    @property
    def name(self) -> str:
        return f"{self.set}, {self.damage.name}, x{self.factor:g}"


@dataclass
class Look:
    """What was found for one task."""

    task: Task
    pictures: list[Row] = field(default_factory=list)
    means: list[Row] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What is to be measured."""

    sets: list[str]
    factors: list[float]
    damages: list[Damage]
    data: Path | None
    limit: int
    """Pictures of each set, 0 for all."""
    seed: int


@dataclass(frozen=True, eq=False)
class _Truth:
    """A truth, and what all contenders are compared with of it."""

    pixels: Picture
    flat: Mask
    pitch: Pitch
    grid: Grid
    border: int
    seen: Seen | None


def run(
    plan: Plan,
    contenders: list[Contender],
    perceptual: Perceptual | None,
    shown: int,
    report: Callable[[Look], None],
) -> list[Look]:
    """Measure all of ``plan``; ``report`` is told each task as it is done.

    ``perceptual`` are the networks of the distances, if they are there; ``shown`` is how many
    pictures of each set crops are cut from.
    """
    looks = []
    for name in plan.sets:
        chosen = photos(name, plan.data, plan.limit, plan.seed)
        for factor in plan.factors:
            tasks = [Look(Task(name, factor, damage)) for damage in plan.damages]
            # Picture by picture: what is seen in a truth serves all damages.
            for number, (title, photo) in enumerate(chosen):
                truth = None
                for look in tasks:
                    damage = look.task.damage
                    source, pixels = damaged_pair(photo, factor, damage, plan.seed + number)
                    truth = truth or _prepared(pixels, source, factor, perceptual)
                    size = pixels.shape[1], pixels.shape[0]
                    results = [each.enlarge(source, size) for each in contenders]
                    for contender, result in zip(contenders, results, strict=True):
                        row = _row(look.task, title, contender.name, result, truth, perceptual)
                        look.pictures.append(row)
                    if number < shown:
                        named = {c.name: r for c, r in zip(contenders, results, strict=True)}
                        caption = f"{look.task.name}: {title}"
                        look.strips += strips(caption, pixels, named, fixed=number == 0)
            for look in tasks:
                look.means = [
                    mean([row for row in look.pictures if row.contender == contender.name])
                    for contender in contenders
                ]
                report(look)
            looks += tasks
    return looks


def _prepared(
    pixels: Picture, source: Picture, factor: float, perceptual: Perceptual | None
) -> _Truth:
    flat = flat_ground(pixels)
    pitch = pixels.shape[0] / source.shape[0], pixels.shape[1] / source.shape[1]
    grid = measure_grid(pixels, flat, pitch)
    seen = perceptual.see(pixels) if perceptual else None
    return _Truth(pixels, flat, pitch, grid, int(np.ceil(factor)), seen)


def _row(
    task: Task,
    title: str,
    contender: str,
    result: Picture,
    truth: _Truth,
    perceptual: Perceptual | None,
) -> Row:
    psnr, ssim = compare(result, truth.pixels, truth.border, False)
    grid = measure_grid(result, truth.flat, truth.pitch)
    far = perceptual.compare(result, truth.seen) if perceptual and truth.seen else None
    return Row(
        set=task.set,
        picture=title,
        factor=task.factor,
        damage=task.damage.name,
        contender=contender,
        psnr=psnr,
        ssim=ssim,
        lpips=far.lpips if far else None,
        dists=far.dists if far else None,
        mdf=far.mdf if far else None,
        acutance=known(acutance(result, truth.pixels, truth.border)),
        grid_flat=known(grid.flat),
        grid_flat_truth=known(truth.grid.flat),
        grid_texture=known(grid.texture),
        grid_texture_truth=known(truth.grid.texture),
        grid_beyond=known(grid.beyond),
        grid_beyond_truth=known(truth.grid.beyond),
    )
