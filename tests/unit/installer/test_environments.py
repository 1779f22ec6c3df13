# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual environments, really made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from liif_installer.environments import make_environment
from liif_installer.errors import InstallError
from liif_installer.worlds import on_host


def without_ensurepip(program: str, arguments: Sequence[str]) -> list[str]:
    """As in a runtime of Flatpak: a Python that can install no pip."""
    if "venv" in arguments and "--without-pip" not in arguments:
        return ["false"]
    return [program, *arguments]


@pytest.mark.slow
def test_a_sandbox_whose_python_has_no_pip(tmp_path: Path) -> None:
    log = tmp_path / "log"
    other = tmp_path / "other"
    with pytest.raises(InstallError):
        make_environment(without_ensurepip, sys.executable, tmp_path / "none", log)
    make_environment(on_host, sys.executable, other, log)
    python = make_environment(without_ensurepip, sys.executable, tmp_path / "env", log, other)
    pip = subprocess.run(
        [python, "-I", "-m", "pip", "--version"], capture_output=True, text=True, check=True
    )
    assert str(tmp_path / "env") in pip.stdout
