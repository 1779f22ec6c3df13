# SPDX-License-Identifier: GPL-3.0-or-later
"""The diagnosis that a user copies: the engine's own, or why there is none."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from liif_gimp.doctor import diagnosis


def _installed(folder: Path, python: Path) -> None:
    record = {"python": str(python), "log": str(folder / "log.txt")}
    (folder / "install.json").write_text(json.dumps(record))


def test_it_is_what_the_doctor_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text(
        f"#!{sys.executable}\nimport os, sys\nprint(sys.argv[1:], sorted(os.environ))\n"
    )
    python.chmod(0o755)
    _installed(tmp_path, python)
    monkeypatch.setenv("PYTHONPATH", "/opt/gimp")
    said = diagnosis(tmp_path)
    assert said.startswith("['-I', '-m', 'liif_core.cli', 'doctor']")
    assert "PATH" in said
    assert "PYTHONPATH" not in said


def test_a_missing_engine_is_told(tmp_path: Path) -> None:
    assert "cannot be asked: LIIF is not completely installed" in diagnosis(tmp_path)
    _installed(tmp_path, tmp_path / "python")
    assert "python, is missing" in diagnosis(tmp_path)


def test_what_is_no_program_is_told(tmp_path: Path) -> None:
    (tmp_path / "python").write_text("")
    _installed(tmp_path, tmp_path / "python")
    assert "cannot be asked" in diagnosis(tmp_path)
