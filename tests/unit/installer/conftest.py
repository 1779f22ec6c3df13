# SPDX-License-Identifier: GPL-3.0-or-later
"""install.py as a module, in a world where making an environment takes no time."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

CHECKOUT = Path(__file__).parents[3]

# Answers like an environment's interpreter in which all is well.
FAKE_PYTHON = """#!/bin/sh
case "$*" in
    *"models verify") echo "verified: fast" ;;
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
def installer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, as nothing but a module."""
    spec = importlib.util.spec_from_file_location("liif_install", CHECKOUT / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their own module up.
    monkeypatch.setitem(sys.modules, "liif_install", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.signal, "signal", lambda *_: None)
    return module


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, on a machine without any GIMP."""
    folder = tmp_path / "höme of a user"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "GIMP3_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def fast(installer: ModuleType, home: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The installer with environments that are made of one shell script."""

    def make_environment(_inside: object, _python: str, folder: Path, _log: Path) -> Path:
        python: Path = installer.environment_python(folder)
        python.parent.mkdir(parents=True)
        python.write_text(FAKE_PYTHON.replace("{answer}", json.dumps(ANSWER)))
        python.chmod(0o755)
        return python

    monkeypatch.setattr(installer, "make_environment", make_environment)
    monkeypatch.setattr(installer, "install_packages", lambda *_: None)
    monkeypatch.setattr(installer, "program_versions", set)
    monkeypatch.setattr(installer, "has_nvidia_driver", lambda: False)
    monkeypatch.setattr(installer, "multiplies_bfloat16", lambda: False)
    return installer


@pytest.fixture
def run(fast: ModuleType, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the installer with the arguments as strings."""

    def call(*arguments: object) -> Outcome:
        status = fast.main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call


def program(home: Path, name: str, script: str) -> None:
    """Put a program on the search path of the machine that ``home`` belongs to."""
    path = home.parent / "programs" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def tree(folder: Path) -> list[str]:
    """Every path below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
