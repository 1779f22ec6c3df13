# SPDX-License-Identifier: Apache-2.0
"""``liif bench quality``: every model beside bicubic, on mean and on the worst pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from liif_core.benchmark import tasks as benchmark
from liif_core.benchmark.metrics import compare
from liif_core.benchmark.tasks import Task
from liif_core.models import find, read_manifest, write_manifest
from liif_core.runtime.upscale import upscale

WORST = 0.05
"""Share of the pictures, those with the lowest gain, whose mean is shown as the worst."""


@dataclass(frozen=True)
class Row:
    """Results of one model on one task; PSNR in dB, SSIM 0..1."""

    task: str
    model: str
    pictures: int
    baseline_psnr: float
    psnr: float
    baseline_ssim: float
    ssim: float
    worst_gain: float
    """Mean gain in dB over the pictures that gain least."""
    lowest_gain: float
    """Gain in dB of the one picture that gains least."""

    @property
    def gain(self) -> float:
        return self.psnr - self.baseline_psnr


def measure(task: Task, model: str, data: Path) -> Row:
    """Run ``model`` on every picture of ``task``, rounded to 8 bits as users get it."""
    values = []
    for _, small, truth in benchmark.pairs(task, data):
        size = truth.shape[1], truth.shape[0]
        result = np.empty_like(truth)
        upscale(small, result, grid=size, model=model)
        pictures = benchmark.baseline(small, size), result
        values.append([compare(p, truth, task.border, task.colour) for p in pictures])
    table = np.array(values)
    means = table.mean(axis=0)
    gains = np.sort(table[:, 1, 0] - table[:, 0, 0])
    worst = gains[: max(1, round(len(gains) * WORST))]
    return Row(
        task=task.name,
        model=model,
        pictures=len(table),
        baseline_psnr=float(means[0, 0]),
        psnr=float(means[1, 0]),
        baseline_ssim=float(means[0, 1]),
        ssim=float(means[1, 1]),
        worst_gain=float(worst.mean()),
        lowest_gain=float(gains[0]),
    )


def run(models: list[str], sets: list[str], data: Path, report: Callable[[Row], None]) -> list[Row]:
    """Measure all tasks on ``sets``; ``report`` is told each row as it is done."""
    rows = []
    for task in benchmark.tasks(sets):
        for model in models:
            rows.append(measure(task, model, data))
            report(rows[-1])
    return rows


def save_json(rows: list[Row], path: Path) -> None:
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")


def save_markdown(rows: list[Row], machine: str, path: Path) -> None:
    """The table of RESULTS.md."""
    lines = [
        "# Results",
        "",
        f"Made by `liif bench quality` on {machine}. PSNR in dB, on Y within a border for",
        "enlarging (LIIF's protocol), on RGB for cleaning; rounded to 8 bits. The baseline is",
        "bicubic interpolation, for cleaning the JPEG itself. Worst 5 %: mean gain of the pictures",
        "that gain least; lowest: gain of the one that gains least.",
        "",
        "| task | model | baseline | PSNR | gain | worst 5 % | lowest | SSIM baseline | SSIM |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.task} | {row.model} | {row.baseline_psnr:.2f} | {row.psnr:.2f} | {row.gain:+.2f} "
        f"| {row.worst_gain:+.2f} | {row.lowest_gain:+.2f} | {row.baseline_ssim:.4f} "
        f"| {row.ssim:.4f} |"
        for row in rows
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def save_in_manifest(rows: list[Row]) -> None:
    """Write the measured PSNR into the manifest that each measured model is listed in."""
    for name in {row.model for row in rows}:
        folder = find(name).folder
        entries = []
        for entry in read_manifest(folder):
            if entry.name == name:
                entry.psnr.update({r.task: round(r.psnr, 2) for r in rows if r.model == name})
            entries.append(entry)
        write_manifest(folder, entries)
