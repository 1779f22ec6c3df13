# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules of GIMP 2's Python that are gone say so when they are imported."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from gimpfu import missing


@pytest.fixture(autouse=True)
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gtk", "gobject", "pygtk", "gimpui"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    others = [each for each in sys.meta_path if not isinstance(each, missing.Finder)]
    monkeypatch.setattr(sys, "meta_path", others)


@pytest.mark.parametrize("name", ["gtk", "pygtk", "gimpui", "gobject", "gimpthumb"])
def test_the_error_says_what_to_use(name: str) -> None:
    missing.watch()
    with pytest.raises(ImportError, match=f"^{name} ") as caught:
        importlib.import_module(name)
    assert caught.value.name == name
    assert "gi.repository" in str(caught.value) or name == "gimpthumb"
    assert "\n" not in str(caught.value)


def test_the_stand_in_that_pygobject_leaves_is_not_taken_for_the_module() -> None:
    sys.modules["gtk"] = ModuleType("gtk")
    missing.watch()
    with pytest.raises(ImportError, match="GTK 2"):
        importlib.import_module("gtk")


def test_a_folder_of_the_name_is_not_taken_for_the_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gtk").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    missing.watch()
    with pytest.raises(ImportError, match="GTK 2"):
        importlib.import_module("gtk")


def test_one_that_is_installed_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gtk.py").write_text("MINE = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    missing.watch()
    assert importlib.import_module("gtk").MINE == 1


def test_watching_twice_is_watching_once() -> None:
    missing.watch()
    missing.watch()
    assert sum(isinstance(each, missing.Finder) for each in sys.meta_path) == 1
