# SPDX-License-Identifier: Apache-2.0
"""``liif bench``: measure, print, and keep what was measured."""

from __future__ import annotations

import importlib.util
import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.cli.outcome import say
from liif_core.errors import LiifError

if TYPE_CHECKING:
    from liif_core.benchmark.report import Row


def quality(models: list[str], sets: list[str], data: Path, json: Path | None) -> None:
    """Measure ``models`` on ``sets`` under ``data``, print each row, keep them in ``json``."""
    if importlib.util.find_spec("skimage") is None:
        raise LiifError("measuring needs scikit-image", 'Install the extra "bench".')
    from liif_core.benchmark import quality as benchmark
    from liif_core.benchmark.report import save_json

    rows = benchmark.run(models, sets, data, _print_row)
    if json:
        save_json(rows, json)


def report(files: list[Path], results: Path) -> None:
    """Write the rows of ``files`` as the table ``results``, and into the models' manifest."""
    from liif_core.benchmark.report import load_json, save_in_manifest, save_markdown

    rows = [row for file in files for row in load_json(file)]
    save_markdown(rows, _machine(), results)
    save_in_manifest(rows)


def _print_row(row: Row) -> None:
    say(
        f"{row.task:28} {row.model:10} {row.baseline_psnr:6.2f} -> {row.psnr:6.2f} dB "
        f"({row.gain:+.2f}, worst 5 % {row.worst_gain:+.2f}, lowest {row.lowest_gain:+.2f})"
    )


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
