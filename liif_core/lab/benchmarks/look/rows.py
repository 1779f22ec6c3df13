# SPDX-License-Identifier: Apache-2.0
"""The rows of ``liif bench look``: as JSON, CSV, and a table in Markdown."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from liif_core.atomic import put_text, replacing

Figure = float | None
"""None where it was not measured, or does not exist."""


@dataclass(frozen=True)
class Row:
    """What was measured of one contender: on one picture, or the means over a set's pictures."""

    set: str
    picture: str
    """Empty for means."""
    factor: float
    damage: str
    contender: str
    psnr: Figure
    """dB, on Y within a border, as by ``liif bench quality``."""
    ssim: Figure
    lpips: Figure
    """LPIPS-like, DISTS-like and MDF distance: 0 as the truth, lower is better."""
    dists: Figure
    mdf: Figure
    acutance: Figure
    """How steep the edges are, 1 as in the truth."""
    grid_flat: Figure
    """What repeats with the source pixels, in levels of 255: on flat ground, on texture, and how
    much beyond what the scene has beside it; each followed by that of the truth."""
    grid_flat_truth: Figure
    grid_texture: Figure
    grid_texture_truth: Figure
    grid_beyond: Figure
    grid_beyond_truth: Figure


FIGURES = [field.name for field in fields(Row)][5:]


def mean(rows: list[Row]) -> Row:
    """The means of the figures of ``rows``, which are of one contender, damage, set and factor."""
    means: dict[str, Figure] = {}
    for name in FIGURES:
        values = [value for row in rows if (value := getattr(row, name)) is not None]
        means[name] = sum(values) / len(values) if values else None
    first = rows[0]
    return Row(first.set, "", first.factor, first.damage, first.contender, **means)


def known(value: float) -> Figure:
    """``value``, or None if it is no number."""
    return None if math.isnan(value) else value


def save(rows: list[Row], name: str, folder: Path) -> None:
    """Write ``rows`` as ``name``.json and ``name``.csv into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    values = [asdict(row) for row in rows]
    put_text(folder / f"{name}.json", json.dumps(values, indent=1) + "\n")
    table = folder / f"{name}.csv"
    with replacing(table) as staged, staged.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)])
        writer.writeheader()
        writer.writerows(values)


def load(path: Path) -> list[Row]:
    """The rows of a JSON file that :func:`save` wrote."""
    return [Row(**values) for values in json.loads(path.read_text("utf-8"))]


HEAD = (
    "| contender | PSNR-Y | SSIM | LPIPS~ | DISTS~ | MDF | acutance "
    "| grid, flat (truth) | grid, texture (truth) | beyond (truth) |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def table(rows: list[Row]) -> str:
    """``rows`` of one set, factor and damage, in Markdown."""
    return "\n".join([HEAD, *map(line, rows)])


def line(row: Row) -> str:
    """``row`` as a line of the table."""
    cells = [
        row.contender,
        _written(row.psnr, 2),
        _written(row.ssim, 4),
        _written(row.lpips, 3),
        _written(row.dists, 3),
        _written(row.mdf, 3),
        _written(row.acutance, 3),
        _beside(row.grid_flat, row.grid_flat_truth),
        _beside(row.grid_texture, row.grid_texture_truth),
        _beside(row.grid_beyond, row.grid_beyond_truth),
    ]
    return f"| {' | '.join(cells)} |"


def _beside(value: Figure, truth: Figure) -> str:
    return "" if value is None else f"{value:.2f} ({_written(truth, 2)})"


def _written(value: Figure, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
