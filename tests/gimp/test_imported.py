# SPDX-License-Identifier: GPL-3.0-or-later
"""A model that the user imported serves GIMP as well."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import numpy as np
import pytest

from .conftest import Run
from .runner import CHECKOUT, Gimp

NAME = "my-own"


@pytest.fixture
def imported(gimp: Gimp) -> Iterator[None]:
    """The crisp network as a model of its own, by the command of the README."""
    home = gimp.sandbox.home
    folder = home / NAME
    folder.mkdir()
    manifest = json.loads((CHECKOUT / "models" / "manifest.json").read_text())
    entry = next(each for each in manifest["models"] if each["name"] == "detail")
    for file in entry["files"].values():
        shutil.copy(CHECKOUT / "models" / file["file"], folder)
    entry = {**entry, "name": NAME, "crisper_than": ""}
    (folder / "manifest.json").write_text(json.dumps({"models": [entry]}))
    gimp.sandbox.own(folder)
    data = home / ".local" / "share" / "liif-for-gimp"
    command = [gimp.sandbox.inside(data / "bin" / "liif"), "models", "import"]
    done = gimp.sandbox.run([*command, gimp.sandbox.inside(folder)])
    assert done.returncode == 0, done.stdout
    yield
    shutil.rmtree(data / "models")


@pytest.mark.usefixtures("imported")
def test_an_imported_model_can_be_chosen(run: Run) -> None:
    own = run("upscale", model=NAME, again=True)
    assert own.result["ok"], own.result["error"]
    assert not np.array_equal(own.pixels(), run("upscale").pixels())


def test_without_it_the_models_are_named(run: Run) -> None:
    outcome = run("upscale", model=NAME, again=True)
    assert "model must be one of fast" in outcome.result["error"]
    assert outcome.unchanged
