# SPDX-License-Identifier: GPL-3.0-or-later
"""The command run in this process, and a folder to run it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Liif, imported, running

__all__ = ["imported"]


@pytest.fixture
def liif(capfd: pytest.CaptureFixture[str]) -> Liif:
    """Runs the command; also what libraries written in C print is in its output."""
    return running(capfd)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """For inputs and outputs."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder
