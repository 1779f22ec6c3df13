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
def command(gimp: Gimp) -> Iterator[list[str]]:
    """What imports the crisp network as a model of its own, as the README says; it is gone
    afterwards."""
    home = gimp.sandbox.home
    folder = home / NAME
    folder.mkdir(exist_ok=True)
    manifest = json.loads((CHECKOUT / "models" / "manifest.json").read_text())
    entry = next(each for each in manifest["models"] if each["name"] == "detail")
    for file in entry["files"].values():
        shutil.copy(CHECKOUT / "models" / file["file"], folder)
    entry = {**entry, "name": NAME, "crisper_than": ""}
    (folder / "manifest.json").write_text(json.dumps({"models": [entry]}))
    gimp.sandbox.own(folder)
    data = home / ".local" / "share" / "liif-for-gimp"
    program = gimp.sandbox.inside(data / "bin" / "liif")
    yield [program, "models", "import", gimp.sandbox.inside(folder)]
    shutil.rmtree(data / "models")


@pytest.fixture
def imported(gimp: Gimp, command: list[str]) -> None:
    done = gimp.sandbox.run(command)
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("imported")
def test_an_imported_model_can_be_chosen(run: Run) -> None:
    own = run("upscale", model=NAME, again=True)
    assert own.result["ok"], own.result["error"]
    assert not np.array_equal(own.pixels(), run("upscale").pixels())


def test_one_that_comes_while_gimp_runs_can_be_chosen(
    gimp: Gimp, photo: str, command: list[str]
) -> None:
    result = gimp.call("tasks:run_after", photo=photo, model=NAME, command=command)
    before, after = result["before"], result["after"]
    assert "model must be one of fast" in before["error"]
    assert after["ok"], after["error"]


def test_without_it_the_models_are_named(run: Run) -> None:
    outcome = run("upscale", model=NAME, again=True)
    assert "model must be one of fast" in outcome.result["error"]
    assert outcome.unchanged
