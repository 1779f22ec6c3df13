# SPDX-License-Identifier: Apache-2.0
"""Who does the job: ``liif`` as it is and as it was, other networks, and interpolation."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import liif_core
from liif_core.errors import LiifError
from liif_core.lab.benchmarks.job.cost import Cost, take

QUALITY = 75
"""Of the files that are worked on."""
STRENGTH_GIVEN = ", strength given"
LANCZOS = "Lanczos"


@dataclass(frozen=True)
class Contender:
    """A command from file to file."""

    name: str
    command: Callable[[Path, Path, float], list[str]]
    """For a source, a target and a factor; 1 asks for cleaning only. Both may be folders."""
    checkout: Path
    """Where Python finds the engine."""
    cleans: bool = True
    """Whether it can do without enlarging."""
    help: tuple[str, ...] = ()
    """The shortest command there is, whose time is part of every other one's; none for others'."""

    def run(self, command: Sequence[str]) -> Cost:
        """What ``command`` costs. Raises :class:`LiifError` when it fails."""
        # Python looks in its folder first, then in those of the variable. It keeps what it has
        # compiled, as it does for users.
        environment = {**os.environ, "PYTHONPATH": str(self.checkout)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return take(command, self.checkout, environment)


def list_contenders(rivals: Path | None, before: Path | None) -> list[Contender]:
    """``liif`` with the strength given and without, the same of the checkout ``before``, all
    networks in the folder ``rivals``, and interpolation by Pillow.

    Raises :class:`LiifError` where one of the folders does not hold them.
    """
    here = Path(liif_core.__file__).parents[1]
    found = _ours("liif", here)
    if before is not None:
        if not (before / "liif_core" / "cli").is_dir():
            raise LiifError(f"{before} is no checkout of this project", "name its folder")
        found += _ours("before", before.resolve())
    if rivals is not None:
        networks = sorted(
            path for path in rivals.resolve().glob("*") if path.suffix in (".param", ".pb")
        )
        if not networks:
            raise LiifError(
                f"{rivals} holds no rivals",
                "they are pairs of .param and .bin for ncnn, or .pb for OpenCV's dnn_superres",
            )
        found += [Contender(path.stem, _other(str(path)), here, cleans=False) for path in networks]
    return [*found, Contender(LANCZOS, _other(LANCZOS), here, cleans=False)]


def _ours(name: str, checkout: Path) -> list[Contender]:
    command = [sys.executable, "-m", "liif_core.cli"]

    def enlarge(*options: str) -> Callable[[Path, Path, float], list[str]]:
        def ask(source: Path, target: Path, scale: float) -> list[str]:
            how = [] if scale == 1 else ["--scale", f"{scale:g}"]
            way = "clean" if scale == 1 else "upscale"
            if source.is_dir():
                way, how = "batch", [*(how or ["--clean"]), "--format", "png"]
            return [*command, way, *how, str(source), str(target), "--overwrite", *options]

        return ask

    given = enlarge("--strength", str(100 - QUALITY))
    return [
        Contender(name, enlarge(), checkout, help=(*command, "--help")),
        Contender(f"{name}{STRENGTH_GIVEN}", given, checkout),
    ]


def _other(name: str) -> Callable[[Path, Path, float], list[str]]:
    program = [sys.executable, "-m", "liif_core.lab.benchmarks.job.others"]
    return lambda source, target, scale: [*program, name, str(source), str(target), f"{scale:g}"]
