# SPDX-License-Identifier: Apache-2.0
"""Every contender in turn at every job, several rounds, medians."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from liif_core.lab.benchmarks.busy import keep_busy
from liif_core.lab.benchmarks.job.contenders import Contender, list_contenders
from liif_core.lab.benchmarks.job.cost import Cost, forget_files
from liif_core.lab.benchmarks.job.parts import PARTS

HELP = "--help"
_HERE = "liif_core.lab.benchmarks.job"


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
    """Whether each command is run once more after the system has forgotten its files."""
    seed: int = 0
    """Of the photos."""
    batch: int = 0
    """Photos of a folder that is worked on as well, of the first size; 0 for none."""


@dataclass(frozen=True)
class Source:
    """A file that is worked on."""

    file: str
    """Its name."""
    megapixels: float
    """As it really is."""
    compressed: str
    """Its qualities, first to last, for people."""


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

    Raises :class:`LiifError` where a command fails.
    """
    contenders = list_contenders(rivals, before)
    with tempfile.TemporaryDirectory() as name, keep_busy(plan.busy):
        folder = Path(name)
        done(_race(plan, {each: each.help for each in contenders if each.help}, "", HELP))
        for source in make_sources(folder, plan):
            for factor in plan.factors:
                done(_enlarge(plan, contenders, source, folder, factor))
        if plan.batch:
            photos = _make_batch(folder / "photos", plan)
            for factor in plan.factors:
                done(_work_on_folder(plan, contenders, photos, factor))


def make_sources(folder: Path, plan: Plan) -> list[Source]:
    """The files of each size in ``folder``: one that was compressed once, one that was twice."""
    sizes = [f"{size:g}" for size in plan.megapixels]
    command = [sys.executable, "-m", f"{_HERE}.photos", str(folder), str(plan.seed), *sizes]
    made = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [Source(**values) for values in json.loads(made.stdout)]


def _make_batch(folder: Path, plan: Plan) -> Path:
    """A folder of photos of the first size, each compressed once, all different."""
    folder.mkdir()
    for number in range(plan.batch):
        seeded = replace(plan, megapixels=plan.megapixels[:1], seed=plan.seed + number)
        once, twice = make_sources(folder, seeded)
        (folder / once.file).replace(folder / f"photo-{number:02}.jpg")
        (folder / twice.file).unlink()
    return folder


def _work_on_folder(
    plan: Plan, contenders: list[Contender], photos: Path, factor: float
) -> list[Row]:
    target = photos.with_name("results")
    commands = _commands(contenders, photos, target, factor)
    name = f"{plan.batch} photos of {plan.megapixels[0]:g} MP"
    return _race(plan, commands, name, _what(factor), target)


def _enlarge(
    plan: Plan, contenders: list[Contender], source: Source, folder: Path, factor: float
) -> list[Row]:
    path, target = folder / source.file, folder / "result.png"
    commands = _commands(contenders, path, target, factor)
    name = f"{source.megapixels:.2g} MP, {source.compressed}"
    first, *others = _race(plan, commands, name, _what(factor))
    ours = next(iter(commands))
    parts = [_find_parts(ours, path, target, factor) for _ in range(plan.rounds)]
    medians = {part: statistics.median(each[part] for each in parts) for part in PARTS}
    return [replace(first, parts=medians), *others]


def _commands(
    contenders: list[Contender], source: Path, target: Path, factor: float
) -> dict[Contender, list[str]]:
    """Of those that can do it, in their order."""
    able = (each for each in contenders if each.cleans or factor > 1)
    return {each: each.command(source, target, factor) for each in able}


def _what(factor: float) -> str:
    return "clean" if factor == 1 else f"x{factor:g}"


def _race(
    plan: Plan,
    commands: Mapping[Contender, Sequence[str]],
    source: str,
    what: str,
    results: Path | None = None,
) -> list[Row]:
    """``results`` is a folder that no command shall find, as what it holds is not made again."""
    taken: dict[Contender, list[Cost]] = {contender: [] for contender in commands}
    for _ in range(plan.rounds):
        for contender, command in commands.items():
            if results is not None:
                shutil.rmtree(results, ignore_errors=True)
            taken[contender].append(contender.run(command))
    return [
        Row(
            contender.name,
            source,
            what,
            seconds=statistics.median(cost.seconds for cost in costs),
            processor=statistics.median(cost.processor for cost in costs),
            memory=statistics.median(cost.memory for cost in costs),
            cold=_take_cold(contender, commands[contender])
            if plan.cold and results is None
            else None,
        )
        for contender, costs in taken.items()
    ]


def _take_cold(contender: Contender, command: Sequence[str]) -> Cost:
    forget_files(contender.checkout)
    return contender.run(command)


def _find_parts(
    contender: Contender, source: Path, target: Path, factor: float
) -> dict[str, float]:
    command = [sys.executable, "-m", f"{_HERE}.parts"]
    done = subprocess.run(
        [*command, str(time.monotonic()), str(source), str(target), str(factor)],
        cwd=contender.checkout, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found
