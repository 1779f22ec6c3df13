# SPDX-License-Identifier: GPL-3.0-or-later
"""A fuzzer: ``python -m tests.trust.fuzz pictures|job|models --cases 100000``.

The cases are run in processes of their own with bounded memory, so that the crash of a library
written in C is a finding as well. What is found is made as small as it can be by hypothesis and
written to ``--findings``; the figures go to the table of tests/README.md.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from tests.trust.table import FIGURES
from tests.trust.targets import Target, targets

CHUNK = 2500
"""Cases of a process."""
PATIENCE = 30
"""Seconds for one case; one that takes longer hangs."""
GIGABYTES = 4
"""Address space of a process, most of which libraries reserve and never use."""
GROWTH = 64 << 20
"""Bytes that a process may grow by in the second half of its cases."""
CHECKOUT: Final = Path(__file__).parents[2]


class Grew(Exception):  # noqa: N818 - a finding
    """Memory was not given back."""


@dataclass
class Outcome:
    """Of some cases."""

    tried: int = 0
    failures: dict[str, bytes] = field(default_factory=dict)
    """The smallest case for each kind and what was raised."""


def fuzz(target: Target, cases: int, start: int, attempted: Path | None = None) -> Outcome:
    """Try so many cases, always the same for one ``start``, fewer where some fail.

    ``attempted`` always holds the case that is under way, should it end the process.
    """
    outcome = Outcome()
    # Another descriptor: readers close the usual one to what libraries print.
    errors = os.fdopen(os.dup(2), "w")

    @seed(start)
    @settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
    )
    @given(target.cases())
    def attempt(case: tuple[str, bytes]) -> None:
        kind, data = case
        outcome.tried += 1
        if attempted:
            attempted.write_bytes(kind.encode() + b"\n" + data)
            faulthandler.dump_traceback_later(PATIENCE, exit=True, file=errors)
        try:
            target.attempt(kind, data)
        except Exception as error:
            # Hypothesis tries smaller and smaller ones, the smallest last.
            outcome.failures[f"{kind}: {_described(error)}"] = data
            raise

    try:
        attempt()
    except Exception:
        if not outcome.failures:  # the fuzzer's own
            raise
    if attempted:
        faulthandler.cancel_dump_traceback_later()
    return outcome


def _described(error: BaseException) -> str:
    """What was raised and where, one line."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "liif" in frame.filename.rpartition("/tests/")[0]]
    where = (ours or frames)[-1]
    last = frames[-1]
    places = f"{Path(where.filename).name}:{where.name} < {Path(last.filename).name}:{last.name}"
    return f"{type(error).__name__} in {places}"


def _resident() -> int:
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def _child(name: str, cases: int, start: int, findings: Path) -> None:
    """One process's share."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES << 30, GIGABYTES << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target, attempted = targets()[name], findings / "attempted"
    first = fuzz(target, cases // 2, start, attempted)
    before = _resident()
    second = fuzz(target, cases - cases // 2, start + 1, attempted)
    found = first.failures | second.failures
    if (grown := _resident() - before) > GROWTH:
        found[f"grew by {grown >> 20} MB"] = b""
    for number, (words, data) in enumerate(found.items()):
        _keep(findings, f"{name}-{start}-{number}", words, data)
    (findings / "counts").write_text(f"{first.tried + second.tried} {len(found)}")


def _keep(findings: Path, name: str, words: str, data: bytes) -> None:
    (findings / f"{name}.bin").write_bytes(data)
    (findings / f"{name}.txt").write_text(words + "\n")
    sys.stdout.write(f"{name}: {words} ({len(data)} bytes)\n")
    sys.stdout.flush()


def _parent(name: str, cases: int, start: int, findings: Path) -> int:
    """All shares, one after the other; the number of findings."""
    tried = found = 0
    began = time.monotonic()
    for first in range(start, start + cases, CHUNK):
        command = [sys.executable, "-m", "tests.trust.fuzz", name, "--child"]
        command += ["--cases", str(min(CHUNK, start + cases - first)), "--seed", str(first)]
        command += ["--findings", str(findings)]
        process = subprocess.run(
            command, cwd=CHECKOUT, check=False, stderr=subprocess.PIPE, errors="replace"
        )
        if process.returncode:
            words = f"status {process.returncode}\n{process.stderr[-4000:]}"
            _keep(findings, f"{name}-{first}-crash", words, (findings / "attempted").read_bytes())
            found += 1
        else:
            counts = (findings / "counts").read_text().split()
            tried, found = tried + int(counts[0]), found + int(counts[1])
        seconds = time.monotonic() - began
        sys.stdout.write(f"{name}: {tried} cases tried, {found} findings, {seconds:.0f} s\n")
        sys.stdout.flush()
    FIGURES.mkdir(exist_ok=True)
    figures = json.dumps({"cases": tried, "failed": found})
    (FIGURES / f"fuzz-{name}.json").write_text(figures + "\n")
    return found


def main() -> int:
    """The command; its status is 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.fuzz", description=__doc__)
    parser.add_argument("target", choices=["pictures", "job", "models"])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--findings", type=Path, default=None, help="folder for what is found")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    findings = options.findings or Path(tempfile.mkdtemp(prefix="liif-findings-"))
    findings.mkdir(parents=True, exist_ok=True)
    if options.child:
        _child(options.target, options.cases, options.seed, findings)
        return 0
    return min(1, _parent(options.target, options.cases, options.seed, findings))


if __name__ == "__main__":
    sys.exit(main())
