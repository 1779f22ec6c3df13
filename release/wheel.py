# SPDX-License-Identifier: GPL-3.0-or-later
"""The wheel: engine, weights, command, installer and plug-in in one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from liif_installer.errors import InstallError
from liif_installer.packages import package_source
from liif_installer.programs import clean_environment, last_line

_BUILD = """import sys

from setuptools.build_meta import build_wheel

build_wheel(sys.argv[1])
"""


def make_wheel(out: Path, seconds: int) -> Path:
    """Build it into ``out``, with ``seconds`` since 1970 as the time of its files; the file.

    Raises InstallError.
    """
    with tempfile.TemporaryDirectory() as name, package_source(Path(name)) as source:
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(out.resolve())],
            cwd=source,
            env={**clean_environment(), "SOURCE_DATE_EPOCH": str(seconds)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode:
        raise InstallError(f"setuptools cannot build the wheel: {last_line(done.stdout)}")
    (wheel,) = out.glob("*.whl")
    os.chmod(wheel, 0o644)  # noqa: PTH101
    return wheel
