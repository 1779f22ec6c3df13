# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine says of its own health."""

from __future__ import annotations

import subprocess
from pathlib import Path

from gimpfu import error

from liif_gimp.installation import Installation
from liif_gimp.worker import environment

_PATIENCE = 60
"""Seconds in which it has to answer."""


def diagnosis(folder: Path) -> str:
    """What ``liif doctor`` says, or why it cannot say anything."""
    try:
        python = Installation.load(folder).python
        command = [str(python), "-I", "-m", "liif_core.cli", "doctor"]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(),
            timeout=_PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (error, OSError, subprocess.TimeoutExpired) as problem:
        return f"liif doctor cannot be asked: {problem}"
    return done.stdout.decode(errors="replace")
