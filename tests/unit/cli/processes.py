# SPDX-License-Identifier: GPL-3.0-or-later
"""The command in a process of its own, for what cannot be done in this one: to be interrupted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]


def start_python(code: str, *arguments: str, apart: bool = False) -> subprocess.Popen[str]:
    """A process that runs ``code`` with the ``arguments``; ``apart`` in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=apart,
    )
