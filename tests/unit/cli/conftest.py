# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures to work on, and the command run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from liif_core.cli import main
from liif_core.registry import folders


class Outcome(NamedTuple):
    """What a command returned and wrote."""

    status: int
    output: str
    errors: str


Liif = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def imported(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of imported models, empty, whatever the user has imported."""
    folder = tmp_path_factory.mktemp("imported")
    monkeypatch.setattr(folders, "user_models_dir", lambda: folder)
    return folder


def running(capture: pytest.CaptureFixture[str]) -> Liif:
    """Runs the command with the arguments as strings, and tells what was captured meanwhile."""

    def run(*arguments: object) -> Outcome:
        capture.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capture.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run


@pytest.fixture
def liif(capsys: pytest.CaptureFixture[str]) -> Liif:
    """Runs the command."""
    return running(capsys)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A JPEG of 24 x 16 pixels at 100 PPI."""
    path = tmp_path / "phöto 1.jpg"
    samples = np.random.default_rng(3).integers(60, 200, (16, 24, 3), np.uint8)
    Image.fromarray(samples).save(path, quality=60, dpi=(100, 100))
    return path
