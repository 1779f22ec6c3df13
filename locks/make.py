#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the lock files beside it: ``python3 locks/make.py``, with uv on the path, Python 3.11.

One for each platform and engine: what to install there, from Python 3.10 on, with the hashes of
the files. ``install.py`` installs nothing else. Run it after a change of the dependencies in
pyproject.toml, which keeps the versions of all others; with ``--upgrade`` it takes in new ones.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

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


if __name__ == "__main__":
    sys.exit(main())
