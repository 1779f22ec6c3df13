# SPDX-License-Identifier: GPL-3.0-or-later
"""A model that the user imported serves GIMP as well."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import numpy as np
import pytest

from liif_core.guests.files import import_guest
from tests.engine.guests import ncnn_files

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
def guest(gimp: Gimp) -> Iterator[str]:
    """A network of others that enlarges by 4, as the gallery leaves one; it is gone afterwards."""
    models = gimp.sandbox.home / ".local" / "share" / "liif-for-gimp" / "models"
    files = gimp.new_folder()
    entry = import_guest(ncnn_files.compact(spread=0.05).save(files / "other.param"), models)
    gimp.sandbox.own(models)
    yield entry.name
    shutil.rmtree(models)


@pytest.fixture
def imported(gimp: Gimp, command: list[str]) -> None:
    done = gimp.sandbox.run(command)
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("imported")
def test_an_imported_model_can_be_chosen(run: Run) -> None:
    own = run("upscale", model=NAME, again=True)
    assert own.result["ok"], own.result["error"]
    assert not np.array_equal(own.pixels(), run("upscale", detail=0).pixels())


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


@pytest.mark.parametrize("scene", ["masked", "masked_at_an_edge"])
def test_masks_follow_a_guest_as_well(run: Run, guest: str, scene: str) -> None:
    scaled = run("upscale", scene=scene, scale=2.5, model=guest, again=True)
    followed = run("upscale", scene=scene, scale=2.5, model=guest, masks=True, again=True)
    np.testing.assert_array_equal(followed.pixels(), scaled.pixels())
    old, new = (each.pixels(each.layer["mask"]) for each in (scaled, followed))
    assert old.shape == new.shape
    assert not np.array_equal(old, new)
    # Both are the mask; its edges are where they were.
    assert np.abs(old.astype(float) - new).mean() < 0.02 * new.max()


def test_a_guest_enhances_the_selection_only(run: Run, guest: str) -> None:
    outcome = run("enhance-selection", scene="selection", model=guest, again=True)
    assert outcome.result["ok"], outcome.result["error"]
    assert [each["name"] for each in outcome.after["layers"]] == [
        "Background (LIIF selection)",
        "Background",
    ]
    mask = outcome.pixels(outcome.layer["mask"])
    assert len(np.unique(mask)) > 50, "the feather is gone"
    usual = run("enhance-selection", scene="selection")
    assert not np.array_equal(outcome.pixels(), usual.pixels())
