# SPDX-License-Identifier: Apache-2.0
"""The benchmark's rows as JSON, as a table, and in the manifest of the models."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from liif_core.atomic import put_text
from liif_core.errors import LiifError
from liif_core.registry.models import MODELS, find

_HEAD = (
    "| task | model | baseline | PSNR | gain | worst 5 % | lowest "
    "| SSIM baseline | SSIM | acutance baseline | acutance |"
)


@dataclass(frozen=True)
class Row:
    """Results of one model on one task, in the order of the table.

    PSNR in dB, SSIM 0..1, acutance 1 as in the truth.
    """

    task: str
    model: str
    baseline_psnr: float
    psnr: float
    gain: float
    """Of the PSNR; a field, as a table's rounded values do not tell it to the last digit."""
    worst_gain: float
    """Mean gain in dB over the pictures that gain least."""
    lowest_gain: float
    """Gain in dB of the one picture that gains least."""
    baseline_ssim: float
    ssim: float
    baseline_acutance: float
    acutance: float


def save_json(rows: list[Row], path: Path) -> None:
    put_text(path, json.dumps([asdict(row) for row in rows], indent=1) + "\n")


def load_json(path: Path) -> list[Row]:
    """The rows that :func:`save_json` wrote. Raises :class:`LiifError` for another file."""
    try:
        return [Row(**values) for values in json.loads(path.read_text("utf-8"))]
    except (ValueError, TypeError) as error:
        raise LiifError(f"{path} holds no rows of the benchmark ({error})") from error


def load_markdown(path: Path) -> list[Row]:
    """The rows that :func:`save_markdown` wrote, as they were rounded; none without a file.

    Raises :class:`LiifError` for a file without such a table.
    """
    if not path.exists():
        return []
    try:
        lines = path.read_text("utf-8").split(_HEAD + "\n", 1)[1].splitlines()[1:]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        return [Row(task, model, *map(float, texts)) for task, model, *texts in cells]
    except (ValueError, TypeError, IndexError) as error:
        raise LiifError(f"{path} holds no table of the benchmark ({error})") from error


def merged(old: list[Row], new: list[Row]) -> list[Row]:
    """``old``, with those of ``new`` in the place of the same task and model, or last."""
    rows = {(row.task, row.model): row for row in old}
    rows.update({(row.task, row.model): row for row in new})
    return list(rows.values())


def save_markdown(rows: list[Row], machine: str, path: Path) -> None:
    """The table of RESULTS.md, and what the models in it were trained on."""
    entries = [find(name) for name in dict.fromkeys(row.model for row in rows)]
    lines = [
        "# Results",
        "",
        f"Made by `liif bench quality` and `liif bench report` on {machine}. PSNR in dB, on Y",
        "within a border for enlarging (LIIF's protocol), on RGB for cleaning; rounded to 8 bits.",
        "The baseline is bicubic interpolation, for cleaning the JPEG itself. Worst 5 %: mean gain",
        "of the pictures that gain least; lowest: gain of the one that gains least. Acutance: how",
        "steep the edges are, 1 as in the undamaged picture.",
        "",
        *(f"`{entry.name}`: trained on {entry.trained_on}.  " for entry in entries),
        "",
        _HEAD,
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.task} | {row.model} | {row.baseline_psnr:.2f} | {row.psnr:.2f} | {row.gain:+.2f} "
        f"| {row.worst_gain:+.2f} | {row.lowest_gain:+.2f} | {row.baseline_ssim:.4f} "
        f"| {row.ssim:.4f} | {row.baseline_acutance:.3f} | {row.acutance:.3f} |"
        for row in rows
    ]
    put_text(path, "\n".join(lines) + "\n")


def save_in_manifest(rows: list[Row]) -> None:
    """Write the measured PSNR into the manifest that each measured model is listed in."""
    for name in {row.model for row in rows}:
        folder = find(name).folder
        entries = []
        for entry in MODELS.read(folder):
            if entry.name == name:
                entry.psnr.update({r.task: round(r.psnr, 2) for r in rows if r.model == name})
            entries.append(entry)
        MODELS.write(folder, entries)
