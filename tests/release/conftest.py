# SPDX-License-Identifier: GPL-3.0-or-later
"""A release, made once for all tests as one makes it by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SECONDS = "1700000000"
"""For a checkout that is no clone."""


def release(out: Path) -> str:
    """Run the script; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "release", str(out)],
        cwd=CHECKOUT,
        env={**os.environ, "SOURCE_DATE_EPOCH": SECONDS, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with its files."""
    folder = tmp_path_factory.mktemp("release") / "out"
    release(folder)
    return folder
