# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed, missing or broken at any moment: a clear error, the image as it was, nothing left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Outcome, Run
from .runner import Gimp


def check(outcome: Outcome, *words: str) -> None:
    assert not outcome.result["ok"]
    for word in words:
        assert word in outcome.result["error"]
    assert outcome.unchanged
    assert outcome.result["workers"] == 0


def test_a_killed_worker_is_reported(run: Run) -> None:
    check(run("upscale", scale=4.0, kill="liif_core.worker"), "ended early", "Nothing was changed")


def test_a_killed_plug_in_leaves_neither_worker_nor_half_a_result(run: Run) -> None:
    """What the Cancel button of GIMP's progress bar does."""
    check(run("upscale", scale=4.0, kill="plug-ins/liif/liif.py"))


@pytest.fixture
def settings(gimp: Gimp) -> Iterator[Path]:
    """The installer's record beside the plug-in, put back after the test."""
    file = gimp.plug_ins / "liif" / "install.json"
    content = file.read_bytes()
    yield file
    file.write_bytes(content)


def test_a_missing_environment_is_reported(run: Run, settings: Path) -> None:
    values = json.loads(settings.read_text())
    settings.write_text(json.dumps({**values, "python": "/home/tester/gone/bin/python"}))
    check(run("upscale", again=True), "/home/tester/gone/bin/python", "missing", "install.py")


def test_a_python_without_the_engine_is_reported(run: Run, settings: Path) -> None:
    values = json.loads(settings.read_text())
    settings.write_text(json.dumps({**values, "python": "/usr/bin/python3"}))
    check(run("upscale", again=True), "ended early", "liif_core")


def test_a_damaged_record_is_reported(run: Run, settings: Path) -> None:
    settings.write_text("{")
    check(run("upscale", again=True), "install.json is damaged", "install.py")


def test_no_temporary_file_is_left(gimp: Gimp, run: Run) -> None:
    outcome = run("upscale")
    assert outcome.result["ok"]
    assert outcome.result["temporary"] == []
