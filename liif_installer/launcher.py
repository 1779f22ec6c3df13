# SPDX-License-Identifier: GPL-3.0-or-later
"""The command liif."""

from __future__ import annotations

import sys
from pathlib import Path

from .files import write_atomically
from .record import Prefix


def write_launcher(prefix: Prefix, interpreter: Path) -> Path:
    """Put the ``liif`` command at a place that stays the same from version to version."""
    prefix.launcher_folder.mkdir(exist_ok=True)
    if sys.platform == "win32":
        launcher = prefix.launcher_folder / "liif.cmd"
        write_atomically(launcher, f'@"{interpreter}" -I -m liif_core.cli %*\r\n')
        return launcher
    launcher = prefix.launcher_folder / "liif"
    quoted = "'" + str(interpreter).replace("'", "'\\''") + "'"
    write_atomically(launcher, f'#!/bin/sh\nexec {quoted} -I -m liif_core.cli "$@"\n', 0o755)
    return launcher
