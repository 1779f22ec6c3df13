# SPDX-License-Identifier: GPL-3.0-or-later
"""The command run in this process, and a folder to run it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Liif, imported, running

__all__ = ["imported"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each is quick, but together they take longer than all the fast ones."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("slow")


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
