# SPDX-License-Identifier: Apache-2.0
"""``liif bench quality``: every model beside bicubic, on mean and on the worst pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from liif_core.lab.benchmarks import tasks as benchmark
from liif_core.lab.benchmarks.metrics import acutance, compare
from liif_core.lab.benchmarks.report import Row
from liif_core.lab.benchmarks.tasks import Task
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime import run as runtime

WORST = 0.05
"""Share of the pictures, those with the lowest gain, whose mean is shown as the worst."""


def measure(task: Task, model: str, data: Path) -> Row:
    """Run ``model`` on every picture of ``task``, rounded to 8 bits as users get it."""
    values = []
    for _, small, truth in benchmark.pairs(task, data):
        size = truth.shape[1], truth.shape[0]
        result = np.empty_like(truth)
        runtime.run(Enlarge(Frame.of(size), Settings(model, refocus=0, detail=0)), small, result)
        pictures = benchmark.baseline(small, size), result
        values.append(
            [
                (*compare(p, truth, task.border, task.colour), acutance(p, truth, task.border))
                for p in pictures
            ]
        )
    table = np.array(values)
    means = table.mean(axis=0)
    gains = np.sort(table[:, 1, 0] - table[:, 0, 0])
    worst = gains[: max(1, round(len(gains) * WORST))]
    return Row(
        task=task.name,
        model=model,
        baseline_psnr=float(means[0, 0]),
        psnr=float(means[1, 0]),
        gain=float(means[1, 0] - means[0, 0]),
        baseline_ssim=float(means[0, 1]),
        ssim=float(means[1, 1]),
        baseline_acutance=float(means[0, 2]),
        acutance=float(means[1, 2]),
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
