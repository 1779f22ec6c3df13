#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the lock files beside it: ``python3 locks/make.py``, with uv on the path, Python 3.11.

One for each platform and engine: what to install there, from Python 3.10 on, with the hashes of
the files. ``install.py`` installs nothing else. And ``flatpak.json``, with the names of the files
that the Flatpak add-on is made of. Run it after a change of the dependencies in
pyproject.toml, which keeps the versions of all others; with ``--upgrade`` it takes in new ones.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import tomllib

LOCKS: Final = Path(__file__).resolve().parent
CHECKOUT: Final = LOCKS.parent

MARKERS: Final = {
    "linux-x86_64": "sys_platform == 'linux' and platform_machine == 'x86_64'",
    "linux-aarch64": "sys_platform == 'linux' and platform_machine == 'aarch64'",
    "windows-x86_64": "sys_platform == 'win32' and platform_machine == 'AMD64'",
    "macos-x86_64": "sys_platform == 'darwin' and platform_machine == 'x86_64'",
    "macos-arm64": "sys_platform == 'darwin' and platform_machine == 'arm64'",
}
"""What tells a platform."""

ENGINES: Final = {
    "cpu": tuple(MARKERS),
    "openvino": ("linux-x86_64",),
    "gpu": ("linux-x86_64", "windows-x86_64"),
    "directml": ("windows-x86_64",),
}
"""The platforms for which an engine is offered (``liif_installer/engines.py``)."""


FLATPAK_PYTHON: Final = "3.13"
"""Of the GNOME runtime that the Flatpak of GIMP is made on (``release/flatpak.py``)."""
FLATPAK_MACHINES: Final = ("x86_64", "aarch64")
_MANYLINUX: Final = ("manylinux_2_34", "manylinux_2_31", "manylinux_2_28", "manylinux_2_27")
_MANYLINUX_OLD: Final = ("manylinux_2_26", "manylinux_2_24", "manylinux_2_17", "manylinux2014")


def main() -> int:
    """Make them all; those of before are gone then."""
    before = {old.name: old.read_bytes() for old in LOCKS.glob("*.txt")}
    for name in before:
        (LOCKS / name).unlink()
    if "--upgrade" in sys.argv[1:]:
        before = {}
    for engine, platforms in ENGINES.items():
        for platform in platforms:
            make(engine, platform, before)
            sys.stdout.write(f"{engine}-{platform}\n")
    files = {machine: flatpak_files(machine) for machine in FLATPAK_MACHINES}
    (LOCKS / "flatpak.json").write_text(json.dumps(files, indent=2) + "\n", "utf-8")
    sys.stdout.write("flatpak\n")
    return 0


def make(engine: str, platform: str, before: dict[str, bytes]) -> None:
    """Make one; the files of ``before``, by their names, say which versions are kept."""
    project = (CHECKOUT / "pyproject.toml").read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # An environment that is required is one for which there must be wheels.
        marker = f'["{MARKERS[platform]}"]'
        limits = f"\n[tool.uv]\nenvironments = {marker}\nrequired-environments = {marker}\n"
        (folder / "pyproject.toml").write_text(project + limits, "utf-8")
        # The engine itself is built by these, without a look at the network.
        tools = tomllib.loads(project)["build-system"]["requires"]
        (folder / "build.in").write_text("\n".join(tools), "utf-8")
        command = ["uv", "pip", "compile", "pyproject.toml", "build.in"]
        command += [f"--extra={engine}", "--extra=formats"]
        command += ["--universal", "--python-version=3.10", "--generate-hashes", "--no-build"]
        command += ["--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"]
        lock = f"{engine}-{platform}.txt"
        if lock in before:
            (folder / lock).write_bytes(before[lock])
        subprocess.run([*command, f"--output-file={lock}"], cwd=folder, check=True)
        shutil.copyfile(folder / lock, LOCKS / lock)


def flatpak_files(machine: str) -> dict[str, str]:
    """By their names, the SHA-256 of the wheels that the add-on holds on a machine.

    They are of the versions that the lock of onnxruntime for Linux names.
    """
    lock = (LOCKS / f"cpu-linux-{machine}.txt").read_bytes()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = (CHECKOUT / "pyproject.toml").read_text("utf-8")
        (folder / "pyproject.toml").write_text(project, "utf-8")
        (folder / "lock.txt").write_bytes(lock)
        command = ["uv", "pip", "compile", "pyproject.toml", "--extra=cpu", "--extra=formats"]
        command += [f"--python-version={FLATPAK_PYTHON}", "--generate-hashes", "--no-build"]
        command += [f"--python-platform={machine}-manylinux_2_34", "--output-file=lock.txt"]
        command += ["--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"]
        subprocess.run(command, cwd=folder, check=True)
        # Only pip tells which file it would take.
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--report=report.json"]
        command += ["--ignore-installed", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        command += [f"--python-version={FLATPAK_PYTHON}", "--target=nowhere", "--quiet"]
        # That the file fits is said by its name; this is about the Python that asks.
        command += ["--ignore-requires-python"]
        command += [f"--platform={each}_{machine}" for each in (*_MANYLINUX, *_MANYLINUX_OLD)]
        subprocess.run([*command, "--requirement=lock.txt"], cwd=folder, check=True)
        report = json.loads((folder / "report.json").read_text("utf-8"))
    found = {
        unquote(each["download_info"]["url"].rpartition("/")[2]): each["download_info"][
            "archive_info"
        ]["hashes"]["sha256"]
        for each in report["install"]
    }
    return dict(sorted(found.items()))


if __name__ == "__main__":
    sys.exit(main())
