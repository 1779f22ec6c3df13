# SPDX-License-Identifier: Apache-2.0
"""The rows of a job as a table, and all of them as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from liif_core.atomic import put_text
from liif_core.lab.benchmarks.job.contenders import STRENGTH_GIVEN
from liif_core.lab.benchmarks.job.run import Row

_HEAD = (
    "| contender | s | times ours | processor s | times ours | memory MB | cold s | read MB |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|"
)
_OURS = f"liif{STRENGTH_GIVEN}"


def table(rows: list[Row]) -> str:
    """One job as Markdown, a line for each contender; ours is ``liif`` with the strength given."""
    ours = next((row for row in rows if row.contender == _OURS), rows[0])
    return "\n".join([_HEAD, *(_line(row, ours) for row in rows)])


def describe_parts(rows: list[Row]) -> str:
    """Where the time of ``liif`` goes, in one line; empty where that was not measured."""
    parts = next((row.parts for row in rows if row.parts), {})
    return ", ".join(f"{part} {seconds:.2f}" for part, seconds in parts.items())


def save_json(rows: list[Row], path: Path) -> None:
    """Write or replace the file."""
    put_text(path, json.dumps([asdict(row) for row in rows], indent=1) + "\n")


def _line(row: Row, ours: Row) -> str:
    cold = (
        ("", "") if row.cold is None else (f"{row.cold.seconds:.2f}", f"{row.cold.read / 1e6:.0f}")
    )
    values = (
        row.contender,
        f"{row.seconds:.2f}",
        f"{row.seconds / ours.seconds:.2f}",
        f"{row.processor:.2f}",
        f"{row.processor / ours.processor:.2f}",
        f"{row.memory / 1e6:.0f}",
        *cold,
    )
    return f"| {' | '.join(values)} |"
