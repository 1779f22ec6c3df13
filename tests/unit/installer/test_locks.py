# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock files name what pyproject.toml asks for, on every platform, and nothing unchecked."""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.version import Version

from liif_installer import engines
from liif_installer.errors import NoPackageError
from liif_installer.packages import lock_file
from liif_installer.places import LOCKS

PROJECT = (LOCKS.parent / "pyproject.toml").read_text("utf-8")
SYSTEMS = {"linux": "linux", "windows": "win32", "macos": "darwin"}
FILES = sorted(LOCKS.glob("*.txt"))


def asked_for(name: str) -> list[Requirement]:
    """The requirements in one of the lists of pyproject.toml."""
    found = re.search(rf"^{name} = \[(.*?)\]$", PROJECT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return [Requirement(text) for text in re.findall(r'"([^"]+)"', found[1])]


def locked(path: Path, python: str) -> dict[str, Version]:
    """What a lock file names for a version of Python on its own platform."""
    _, system, machine = path.stem.split("-")
    environment = {
        **{name: str(value) for name, value in default_environment().items()},
        "sys_platform": SYSTEMS[system],
        "platform_machine": "AMD64" if system == "windows" else machine,
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    versions: dict[str, Version] = {}
    for line in re.findall(r"^([a-z].*?) \\$", path.read_text("utf-8"), re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (specifier,) = requirement.specifier
            assert specifier.operator == "=="
            assert requirement.name not in versions
            versions[requirement.name] = Version(specifier.version)
    return versions


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_everything_is_named(path: Path, python: str) -> None:
    versions = locked(path, python)
    engine = path.stem.split("-")[0]
    for requirement in (*asked_for("requires"), *asked_for("dependencies"), *asked_for(engine)):
        assert requirement.specifier.contains(versions[requirement.name]), requirement


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_has_hashes_and_none_an_address(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry) for entry in entries)


@pytest.mark.parametrize(
    ("system", "machine"),
    [
        ("linux", "x86_64"),
        ("linux", "aarch64"),
        ("win32", "AMD64"),
        ("darwin", "x86_64"),
        ("darwin", "arm64"),
    ],
)
@pytest.mark.parametrize("nvidia", [True, False])
def test_every_engine_that_is_offered_has_one(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, nvidia: bool
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(engines, "has_nvidia_driver", lambda: nvidia)
    monkeypatch.setattr(engines, "multiplies_bfloat16", lambda: True)
    for engine in engines.engines():
        assert f"platform_machine == '{machine}'" in lock_file(engine).read_text("utf-8")


def test_a_platform_without_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(NoPackageError, match="riscv64 is not among the platforms"):
        lock_file("cpu")
