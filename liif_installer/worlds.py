# SPDX-License-Identifier: GPL-3.0-or-later
"""The worlds in which a GIMP lives: the system itself, or a sandbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .places import NAME
from .record import Prefix

Inside = Callable[[str, Sequence[str]], list[str]]

FLATPAK = "org.gimp.GIMP"
FLATPAK_DATA = f".var/app/{FLATPAK}"
SNAP_DATA = "snap/gimp"
"""In the user's home folder."""


def on_host(program: str, arguments: Sequence[str]) -> list[str]:
    return [program, *arguments]


def in_flatpak(program: str, arguments: Sequence[str]) -> list[str]:
    return ["flatpak", "run", f"--command={program}", FLATPAK, *arguments]


def in_snap(program: str, arguments: Sequence[str]) -> list[str]:
    return ["snap", "run", "--shell", "gimp", "-c", 'exec "$0" "$@"', program, *arguments]


WORLDS: dict[str, Inside] = {"host": on_host, "flatpak": in_flatpak, "snap": in_snap}


def world_of(folder: Path) -> str:
    """The world of a GIMP whose settings lie in a folder."""
    for world, data in (("flatpak", FLATPAK_DATA), ("snap", SNAP_DATA)):
        if folder.is_relative_to(Path.home() / data):
            return world
    return "host"


def environment_home(prefix: Prefix, world: str) -> Path:
    """Where the environments of a world lie: a Snap sees no hidden folders of the user."""
    if world == "snap":
        return Path.home() / SNAP_DATA / "common" / NAME
    return prefix.folder
