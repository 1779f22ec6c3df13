# SPDX-License-Identifier: GPL-3.0-or-later
"""The installer in a world where making an environment takes no time."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from liif_installer import command_line, engines, environments, finding, first_start
from liif_installer.places import environment_python

CHECKOUT = Path(__file__).parents[3]

# Answers like an environment's interpreter in which all is well.
FAKE_PYTHON = """#!/bin/sh
case "$*" in
    *"models verify --shipped") echo "verified: fast" ;;
    *liif_core.sample*) echo '{answer}' ;;
    *doctor) echo "engine: well" ;;
esac
"""
ANSWER = {"scale": 4, "seconds": 1.5, "gain": 0.9, "enlarged": "E.png", "comparison": "C.png"}


class Outcome(NamedTuple):
    """What a run returned and wrote."""

    status: int
    output: str
    errors: str


Run = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, on a machine without any GIMP."""
    folder = tmp_path / "höme of a user"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    programs = tmp_path / "programs"
    programs.mkdir()
    # A real one would begin with folders in this home.
    for name in ("flatpak", "snap"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "GIMP3_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def fast(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environments that are made of one shell script, on a plain machine."""

    def make_environment(_inside: object, _python: str, folder: Path, *_: object) -> Path:
        python = environment_python(folder)
        python.parent.mkdir(parents=True)
        python.write_text(FAKE_PYTHON.replace("{answer}", json.dumps(ANSWER)))
        python.chmod(0o755)
        return python

    monkeypatch.setattr(environments, "make_environment", make_environment)
    monkeypatch.setattr(environments, "install_packages", lambda *_: None)
    for module in (finding, first_start):
        monkeypatch.setattr(module, "programs", dict)
    monkeypatch.setattr(engines, "has_nvidia_driver", lambda: False)
    monkeypatch.setattr(engines, "multiplies_bfloat16", lambda: False)


@pytest.fixture
def run(fast: None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the installer with the arguments as strings."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def call(*arguments: object) -> Outcome:
        status = command_line.main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call


def folder(path: Path) -> Path:
    """An empty folder, as the settings of a GIMP."""
    path.mkdir(parents=True)
    return path


def program(home: Path, name: str, script: str) -> None:
    """Put a program on the search path of the machine that ``home`` belongs to."""
    path = home.parent / "programs" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def tree(folder: Path) -> list[str]:
    """Every path below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
