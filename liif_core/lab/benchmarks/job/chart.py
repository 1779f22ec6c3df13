# SPDX-License-Identifier: Apache-2.0
"""Where the time of each job goes, as a bar of its parts."""

from __future__ import annotations

import io
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from liif_core.lab.benchmarks.charts import COLOURS, DPI, WIDTH
from liif_core.lab.benchmarks.job.parts import PARTS
from liif_core.lab.benchmarks.job.run import Row
from liif_core.pictures.saving import save_image

_BAR, _AROUND = 0.3, 1.2
"""Inches of each bar, and of all that is not bars."""


def save_chart(rows: list[Row], path: Path) -> None:
    """Write or replace the PNG, if the parts of any job were measured."""
    jobs = [row for row in rows if row.parts]
    if not jobs:
        return
    figure = Figure((WIDTH, _AROUND + _BAR * len(jobs)), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    names = [f"{row.what}, {row.source}" for row in jobs]
    start = [0.0] * len(jobs)
    for part, colour in zip(PARTS, COLOURS, strict=False):
        lengths = [row.parts[part] for row in jobs if row.parts]
        axes.barh(names, lengths, left=start, color=colour, label=part, height=0.7)
        start = [each + length for each, length in zip(start, lengths, strict=True)]
    axes.invert_yaxis()
    axes.set_xlabel("seconds")
    figure.legend(
        ncols=len(PARTS), loc="outside lower center", frameon=False, handlelength=1.0,
        columnspacing=1.2,
    )  # fmt: skip
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DPI)
    save_image(Image.open(drawn).convert("RGB"), path)
