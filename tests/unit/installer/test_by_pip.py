# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif install-gimp``: the engine is the one that pip has installed, and stays pip's."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from liif_installer import checks, environments
from liif_installer.places import environment_python

from .conftest import ANSWER, FAKE_PYTHON, Run, tree
from .test_install import default_prefix, state


@pytest.fixture
def settings(home: Path) -> Path:
    """Of a GIMP 3.0."""
    folder = home / ".config" / "GIMP" / "3.0"
    folder.mkdir(parents=True)
    return folder


def installed_by_pip(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """From now on the installer runs in an environment of pip's in that folder; its Python."""
    python = environment_python(folder)
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(FAKE_PYTHON.replace("{answer}", json.dumps(ANSWER)))
    python.chmod(0o755)
    for module in (checks, environments):
        monkeypatch.setattr(module, "BY_PIP", True)
    monkeypatch.setattr(sys, "prefix", str(folder))
    return python


def test_the_engine_of_pip_is_started_and_never_removed(
    run: Run, home: Path, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(home)
    python = installed_by_pip(monkeypatch, tmp_path / "by pip")
    outcome = run()
    assert outcome.status == 0, outcome.errors
    record = json.loads((settings / "plug-ins" / "liif" / "install.json").read_text("utf-8"))
    assert record["python"] == str(python)
    assert run("--uninstall").status == 0
    assert tree(home) == before
    assert python.exists()


def test_it_takes_the_place_of_the_installers_own(
    run: Run, home: Path, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run().status == 0
    assert len(list(default_prefix(home).glob("env-*"))) == 1
    with monkeypatch.context() as pip:
        python = installed_by_pip(pip, tmp_path / "by pip")
        assert run().status == 0
        assert list(default_prefix(home).glob("env-*")) == []
        assert state(default_prefix(home))["environments"]["host"]["folder"] == str(sys.prefix)
    # And the other way round.
    assert run().status == 0
    record = json.loads((settings / "plug-ins" / "liif" / "install.json").read_text("utf-8"))
    assert Path(record["python"]).is_relative_to(default_prefix(home))
    assert python.exists()


def test_copies_that_gimp_made_go_as_well(
    run: Run, home: Path, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed_by_pip(monkeypatch, tmp_path / "by pip")
    assert run().status == 0
    # As a newer GIMP does in its first start.
    settings.with_name("3.2").mkdir()
    (settings / "plug-ins").rename(settings.with_name("3.2") / "plug-ins")
    assert run("--uninstall").status == 0
    assert not (settings.with_name("3.2") / "plug-ins" / "liif").exists()


def test_an_engine_that_does_not_start_is_told(
    run: Run, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = installed_by_pip(monkeypatch, tmp_path / "by pip")
    python.write_text("#!/bin/sh\nexit 1\n")
    outcome = run()
    assert outcome.status == 1
    assert "does not start: install liif-for-gimp[cpu] with pipx" in outcome.errors
    assert outcome.errors.count("\n") == 1
    assert tree(settings) == []


def test_the_installers_own_engine_is_not_taken_for_pips(
    run: Run, home: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run().status == 0
    (own,) = default_prefix(home).glob("env-*")
    installed_by_pip(monkeypatch, own)
    outcome = run()
    assert outcome.status == 1
    assert "install.py has made this engine: run 'python3 install.py' again" in outcome.errors
    assert state(default_prefix(home))["status"] == "complete"
    assert own.exists()
