# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 -m release.wheels OUT/wheels``: has pip download what the Flatpak add-on is made of.

Only the files that ``locks/flatpak.json`` names for this machine, and none of other content.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from .flatpak import locked_wheels


def main() -> int:
    """Download them; the exit status of pip."""
    parser = argparse.ArgumentParser(prog="python3 -m release.wheels", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    machine = platform.machine()
    files = locked_wheels().get(machine)
    if files is None:
        sys.stderr.write(f"release.wheels: there is no add-on for {machine}\n")
        return 1
    with tempfile.TemporaryDirectory() as name:
        requirements = Path(name) / "requirements.txt"
        requirements.write_text(
            "".join(f"{pinned(file)} --hash=sha256:{sha256}\n" for file, sha256 in files.items()),
            "utf-8",
        )
        command = [sys.executable, "-m", "pip", "download", "--require-hashes", "--no-deps"]
        command += ["--only-binary=:all:", "--ignore-requires-python", f"--dest={folder}"]
        command += [f"--platform={tag}" for tag in sorted(_tags(files, -1))]
        command += [f"--python-version={_python(files)}", f"--requirement={requirements}"]
        return subprocess.run(command, check=False).returncode


def pinned(wheel: str) -> str:
    """The package and its version, as pip wants them, in the name of a wheel's file."""
    name, version, *_ = wheel.split("-")
    return f"{name}=={version}"


def _tags(files: dict[str, str], place: int) -> set[str]:
    """The tags that stand at one place in the names of wheels."""
    return {
        tag
        for file in files
        for tag in file.removesuffix(".whl").split("-")[place].split(".")
        if tag != "any"
    }


def _python(files: dict[str, str]) -> str:
    """The newest Python that any of them is for (``3.13``)."""
    return max(
        (tag.removeprefix("cp3") for tag in _tags(files, -3) if tag.startswith("cp3")), key=int
    ).join(("3.", ""))


if __name__ == "__main__":
    sys.exit(main())
