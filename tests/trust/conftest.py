# SPDX-License-Identifier: GPL-3.0-or-later
"""The command run in this process, and a folder to run it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.cli import main
from tests.unit.cli.conftest import Liif, Outcome, imported

__all__ = ["imported"]


@pytest.fixture
def liif(capfd: pytest.CaptureFixture[str]) -> Liif:
    """Runs the command; also what libraries written in C print is in its output."""

    def run(*arguments: object) -> Outcome:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """For inputs and outputs."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder
