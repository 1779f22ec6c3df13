# SPDX-License-Identifier: GPL-3.0-or-later
"""Running other programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path


def clean_environment() -> dict[str, str]:
    """The user's environment without what would send Python or pip elsewhere."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def run_logged(command: Sequence[str], log: Path, timeout: float | None = None) -> tuple[int, str]:
    """Run a command, append its output to ``log``; its exit status and its output.

    After ``timeout`` seconds it is ended, with status 124.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"\n$ {' '.join(command)}\n")
        file.flush()
        try:
            process = subprocess.run(
                command,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                timeout=timeout,
                check=False,
            )
        except OSError as error:
            file.write(f"{error}\n")
            return 127, str(error)
        except subprocess.TimeoutExpired as error:
            file.write(f"{error}\n")
            return 124, str(error)
        file.write(process.stdout)
    return process.returncode, process.stdout


def output_of(*command: str) -> str:
    """A program's standard output; empty when it is not there, fails or hangs."""
    if shutil.which(command[0]) is None:
        return ""
    try:
        process = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return process.stdout if process.returncode == 0 else ""


def last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
