# SPDX-License-Identifier: Apache-2.0
"""Every contender in turn at every job, several rounds, medians."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from liif_core.errors import LiifError
from liif_core.lab.benchmarks.busy import keep_busy
from liif_core.lab.benchmarks.job.contenders import Contender, list_contenders
from liif_core.lab.benchmarks.job.cost import Cost, forget_files
from liif_core.lab.benchmarks.job.parts import PARTS
from liif_core.lab.benchmarks.job.photos import Source, save_sources

HELP = "--help"


@dataclass(frozen=True)
class Plan:
    """What is measured."""

    megapixels: list[float]
    """Of the sources."""
    factors: list[float]
    """1 asks for cleaning."""
    rounds: int
    busy: int
    """Programs that compute at the same time."""
    cold: bool
    """Whether each command is run once more after the system has forgotten all files."""


@dataclass(frozen=True)
class Row:
    """One contender at one job; times and memory are medians."""

    contender: str
    source: str
    """Megapixels and qualities of the file; empty for a command without one."""
    what: str
    seconds: float
    processor: float
    """Seconds of all cores."""
    memory: float
    """Bytes."""
    cold: Cost | None = None
    """With nothing in memory before, None where that was not measured."""
    parts: dict[str, float] | None = None
    """Seconds of each of ``PARTS``, None where that was not measured."""


def run(
    plan: Plan, rivals: Path | None, before: Path | None, done: Callable[[list[Row]], None]
) -> None:
    """Measure; ``done`` is told the rows of each job when it is finished.

    Raises :class:`LiifError` where a command fails, or files cannot be forgotten.
    """
    contenders = list_contenders(rivals, before)
    if plan.cold and not forget_files():
        raise LiifError("only root can have the system forget its files", "leave --cold out")
    with tempfile.TemporaryDirectory() as folder, keep_busy(plan.busy):
        done(_race(plan, {each: each.help for each in contenders if each.help}, "", HELP))
        target = Path(folder) / "result.png"
        for source in save_sources(Path(folder), plan.megapixels):
            for factor in plan.factors:
                done(_enlarge(plan, contenders, source, target, factor))


def _enlarge(
    plan: Plan, contenders: list[Contender], source: Source, target: Path, factor: float
) -> list[Row]:
    able = [each for each in contenders if each.cleans or factor > 1]
    commands = {each: each.command(source.path, target, factor) for each in able}
    name = f"{source.megapixels:.2g} MP, {source.compressed}"
    what = "clean" if factor == 1 else f"x{factor:g}"
    first, *others = _race(plan, commands, name, what)
    parts = [_find_parts(able[0], source.path, target, factor) for _ in range(plan.rounds)]
    medians = {part: statistics.median(each[part] for each in parts) for part in PARTS}
    return [replace(first, parts=medians), *others]


def _race(
    plan: Plan, commands: Mapping[Contender, Sequence[str]], source: str, what: str
) -> list[Row]:
    taken: dict[Contender, list[Cost]] = {contender: [] for contender in commands}
    for _ in range(plan.rounds):
        for contender, command in commands.items():
            taken[contender].append(contender.run(command))
    return [
        Row(
            contender.name,
            source,
            what,
            *(statistics.median(getattr(cost, each) for cost in costs) for each in _MEDIANS),
            _take_cold(contender, commands[contender]) if plan.cold else None,
        )
        for contender, costs in taken.items()
    ]


_MEDIANS = ("seconds", "processor", "memory")


def _take_cold(contender: Contender, command: Sequence[str]) -> Cost:
    forget_files()
    return contender.run(command)


def _find_parts(
    contender: Contender, source: Path, target: Path, factor: float
) -> dict[str, float]:
    command = [sys.executable, "-m", "liif_core.lab.benchmarks.job.parts"]
    done = subprocess.run(
        [*command, str(time.monotonic()), str(source), str(target), str(factor)],
        cwd=contender.checkout, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found
