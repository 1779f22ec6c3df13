# SPDX-License-Identifier: Apache-2.0
"""The race's rows as a table, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from liif_core.atomic import put_text
from liif_core.lab.benchmarks.speed.run import Race, Row

HEAD = (
    "| contender | factor | output MP | output MP/s | against published | kMAC / pixel "
    "| GFLOP/s | of the machine's | memory MB | start-up s |"
)
GIGA = 1e9


def table(race: Race) -> str:
    """Markdown, one line for each contender, factor and size."""
    published = {
        (row.scale, row.megapixels): row.rate for row in race.rows if row.contender == "published"
    }
    # What was left out for its time is compared by its largest size.
    largest: dict[float, float] = {}
    for (scale, _), rate in sorted(published.items()):
        largest[scale] = rate
    lines = [HEAD, "|---|" + "---:|" * (HEAD.count("|") - 2)]
    lines += [
        _line(
            row,
            largest.get(row.scale),
            race.convolution_bf16 if row.bfloat16 else race.convolution,
        )
        for row in race.rows
    ]
    return "\n".join(lines)


def _line(row: Row, published: float | None, convolution: float) -> str:
    ratio = f"{row.rate / published:.1f}x" if published else ""
    work = ("", "", "")
    if row.macs:
        share = f"{row.flops / convolution:.0%}"
        work = (f"{row.macs / 1000:.1f}", f"{row.flops / GIGA:.0f}", share)
    values = [
        row.contender, f"{row.scale:g}", f"{row.megapixels:.1f}", f"{row.rate:.3g}", ratio, *work,
        f"{row.memory / 1e6:.0f}", f"{row.startup:.1f}",
    ]  # fmt: skip
    return "| " + " | ".join(values) + " |"


def save_json(race: Race, path: Path) -> None:
    put_text(path, json.dumps(asdict(race), indent=1) + "\n")
