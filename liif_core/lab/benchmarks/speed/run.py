# SPDX-License-Identifier: Apache-2.0
"""The race: every contender in turn at every size, several rounds, medians."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import liif_core
from liif_core.errors import LiifError
from liif_core.lab.benchmarks.busy import keep_busy
from liif_core.lab.benchmarks.speed.contenders import Contender, contenders
from liif_core.runtime.threads import usable_cores
from liif_core.sizes.print_size import Size

ASPECT = 1.5
"""Width by height of the pictures."""
PATIENCE = 60.0
"""Seconds: what would take longer, to judge by the size before, is left out."""
MEGA = 1e6


@dataclass(frozen=True)
class Row:
    """One contender at one factor and size; times are medians."""

    contender: str
    what: str
    bfloat16: bool
    """What its share of the machine's rate is of."""
    scale: float
    megapixels: float
    """Of the output, as it really was."""
    seconds: float
    macs: float
    """Multiplications for an output pixel."""
    memory: int
    """Bytes that were needed at most besides those of the pictures, at any size so far."""
    startup: float
    """Seconds from the process to its first small picture."""

    @property
    def rate(self) -> float:
        """Output megapixels a second."""
        return self.megapixels / self.seconds

    @property
    def flops(self) -> float:
        """Operations a second; a multiplication and its addition are two."""
        return 2 * self.macs * MEGA * self.rate


@dataclass(frozen=True)
class Race:
    """All rows of one run, and what the machine did in it."""

    rows: list[Row]
    convolution: float
    """Operations a second of a plain convolution in single precision; the better of two
    measurements, before and after all others."""
    convolution_bf16: float
    """The same in bfloat16."""


class Runner:
    """A contender's process. Raises :class:`LiifError` when it cannot be opened."""

    def __init__(self, contender: Contender) -> None:
        self.contender = contender
        start = time.perf_counter()
        root = str(Path(liif_core.__file__).parents[1])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "liif_core.lab.benchmarks.speed.process", contender.name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": root},
        )  # fmt: skip
        self._memory_at_start = int(self._answer()[1])
        self.startup = time.perf_counter() - start

    def time(self, source: Size, size: Size) -> tuple[float, int]:
        """Seconds from ``source`` to ``size``, both (width, height), and the memory in bytes."""
        assert self._process.stdin is not None
        print(*source, *size, file=self._process.stdin, flush=True)
        seconds, memory = self._answer()
        pictures = 3 * (source[0] * source[1] + size[0] * size[1])
        return float(seconds), max(0, int(memory) - self._memory_at_start - pictures)

    def _answer(self) -> list[str]:
        assert self._process.stdout is not None
        while line := self._process.stdout.readline():
            # Libraries greet on the same channel.
            words = line.split()
            if len(words) == 2 and words[1].isdecimal():
                return words
        assert self._process.stderr is not None
        why = self._process.stderr.read().strip().splitlines()
        raise LiifError(
            f"{self.contender.name} could not be run ({why[-1] if why else 'it ended'})"
        )

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _choose(names: Iterable[str]) -> list[Contender]:
    """Those in ``names``, all if there are none. Raises :class:`LiifError`."""
    found, wanted = contenders(), set(names)
    known = {name for each in found for name in (each.name, each.name.split()[0])}
    if unknown := sorted(wanted - known):
        firsts = dict.fromkeys(each.name.split()[0] for each in found)
        raise LiifError(f"nobody is called {unknown[0]!r}", f"there are {', '.join(firsts)}")
    return [
        each
        for each in found
        if not wanted or not wanted.isdisjoint((each.name, each.name.split()[0]))
    ]


def race(
    names: Iterable[str],
    rounds: int,
    scales: Iterable[float],
    sizes: Iterable[float],
    skipped: Callable[[LiifError], None],
    busy: bool = False,
) -> Race:
    """Time the contenders in ``names``, by their whole names or the first words of them, all if
    there are none; at each of ``scales`` to ``sizes``, megapixels of the output, from small to
    large. Who cannot start is ``skipped``. If ``busy``, other programs compute at the same time.

    Raises :class:`LiifError` for a name that none has.
    """
    import torch

    from liif_core.lab.benchmarks.speed.convolution import rate

    asked = _choose(names)
    rows = []
    rates = [[rate(torch.float32), rate(torch.bfloat16)]]
    with ExitStack() as stack:
        runners = []
        for contender in asked:
            try:
                runners.append(Runner(contender))
            except LiifError as problem:
                skipped(problem)
                continue
            stack.callback(runners[-1].close)
        if busy:
            stack.enter_context(keep_busy(usable_cores()))
        for scale in scales:
            before: dict[str, float] = {}
            for megapixels in sorted(sizes):
                rows += _heat(runners, scale, megapixels, rounds, before)
    rates.append([rate(torch.float32), rate(torch.bfloat16)])
    return Race(rows, *map(max, zip(*rates, strict=True)))


def _heat(
    runners: list[Runner], scale: float, megapixels: float, rounds: int, rates: dict[str, float]
) -> list[Row]:
    """All at one factor and size; ``rates`` by name are those of the size before."""
    height = round((megapixels * MEGA / ASPECT) ** 0.5 / scale)
    source = round(ASPECT * height), height
    size = round(source[0] * scale), round(source[1] * scale)
    real = size[0] * size[1] / MEGA
    able = [
        runner
        for runner in runners
        if runner.contender.scales is None or scale in runner.contender.scales
        if real / rates.get(runner.contender.name, 1e9) < PATIENCE
    ]
    taken: dict[str, list[tuple[float, int]]] = {runner.contender.name: [] for runner in able}
    for _ in range(rounds):
        for runner in able:
            taken[runner.contender.name].append(runner.time(source, size))
    rows = []
    for runner in able:
        contender = runner.contender
        seconds, memory = zip(*taken[contender.name], strict=True)
        rows.append(
            Row(
                contender.name, contender.what, contender.bfloat16, scale, real,
                statistics.median(seconds), contender.macs(scale), max(memory), runner.startup,
            )
        )  # fmt: skip
        rates[contender.name] = rows[-1].rate
    return rows
