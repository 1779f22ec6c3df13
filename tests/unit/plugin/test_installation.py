# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plug-in finds in its folder, and what it says when something is missing there."""

from __future__ import annotations

import json
from pathlib import Path

import gimpfu
import pytest
from liif_gimp import installation
from liif_gimp.installation import Installation, load_models

from .conftest import MODELS


def test_the_worker_is_started_without_the_user_s_python_settings(folder: Path) -> None:
    command = Installation.load(folder).command
    assert command == [str(folder / "worker"), "-I", "-m", "liif_core.worker"]


def test_a_missing_installation_says_what_to_do(folder: Path) -> None:
    (folder / "install.json").unlink()
    with pytest.raises(gimpfu.error, match=r"install\.json cannot be read.*Install LIIF again"):
        Installation.load(folder)


@pytest.mark.parametrize("content", ["{", "{}", '{"python": 3, "log": "x"}', "[]"])
def test_a_damaged_installation_says_what_to_do(folder: Path, content: str) -> None:
    (folder / "install.json").write_text(content)
    with pytest.raises(gimpfu.error, match=r"install\.json is damaged.*Install LIIF again"):
        Installation.load(folder)


def test_a_flatpak_that_shares_the_folder_has_a_python_of_its_own(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = json.loads((folder / "install.json").read_text())
    python = tmp_path / "python in the sandbox"
    python.touch()
    (folder / "install.json").write_text(json.dumps({**record, "python_in_flatpak": str(python)}))
    assert Installation.load(folder).python == Path(record["python"])
    monkeypatch.setattr(installation, "FLATPAK_INFO", python)
    assert Installation.load(folder).python == python
    # One that shares nothing has the only one there is.
    (folder / "install.json").write_text(json.dumps(record))
    assert Installation.load(folder).python == Path(record["python"])


def test_a_removed_environment_says_what_to_do(folder: Path) -> None:
    record = {"python": str(folder / "env" / "bin" / "python"), "log": str(folder / "log.txt")}
    (folder / "install.json").write_text(json.dumps(record))
    with pytest.raises(gimpfu.error, match=r"bin/python, is missing.*Install LIIF again"):
        Installation.load(folder)


def test_the_models_come_from_the_manifest(folder: Path) -> None:
    first = load_models(folder)[0]
    assert (first.name, first.receptive_radius) == ("fast", 3)


def test_the_crisp_end_of_a_model_is_no_model_of_its_own(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    for name, way in (("detail", "crisper_than"), ("crisp", "refocuses")):
        manifest["models"].insert(0, {**manifest["models"][-1], "name": name, way: "fast"})
    path.write_text(json.dumps(manifest))
    has = {model.name: (model.has_detail, model.has_refocus) for model in load_models(folder)}
    assert not has.keys() & {"detail", "crisp"}
    assert has.pop("fast") == (True, True)
    assert set(has.values()) <= {(False, False)}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"models": []}', '{"models": [{}]}'])
def test_a_damaged_manifest_says_what_to_do(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content)
    with pytest.raises(gimpfu.error, match=r"manifest\.json.*Install LIIF again"):
        load_models(folder)


@pytest.mark.parametrize(
    ("values", "kind", "slow"),
    [
        ({}, "", False),
        ({"architecture": "edsr-liif"}, "", True),
        ({"architecture": "guest", "guest": {"kind": "photos", "work": 600_000}}, "photos", False),
        ({"architecture": "guest", "guest": {"kind": "maps", "work": 17_000_000}}, "maps", True),
    ],
)
def test_kind_and_speed_are_those_of_the_manifest(
    folder: Path, values: dict[str, object], kind: str, slow: bool
) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["models"][0].update(values)
    path.write_text(json.dumps(manifest))
    first = load_models(folder)[0]
    assert (first.kind, first.slow) == (kind, slow)


@pytest.fixture
def imported(folder: Path) -> Path:
    """The list of a user's own models, with one that hides none and one that would."""
    own = folder / "own"
    own.mkdir()
    record = json.loads((folder / "install.json").read_text())
    (folder / "install.json").write_text(json.dumps({**record, "models": str(own)}))
    entry = json.loads((folder / "manifest.json").read_text())["models"][0]
    models = [{**entry, "name": name, "tile": 7} for name in ("mine", "fast")]
    (own / "manifest.json").write_text(json.dumps({"models": models}))
    return own / "manifest.json"


def test_imported_models_come_last_and_hide_none(folder: Path, imported: Path) -> None:
    found = load_models(folder)
    assert found[-1].name == "mine"
    assert [model.tile for model in found if model.name == "fast"] == [64]


@pytest.mark.parametrize("content", ["{", '{"models": [{}]}', None])
def test_a_damaged_list_of_imported_models_hides_no_other(
    folder: Path, imported: Path, content: str | None
) -> None:
    imported.unlink() if content is None else imported.write_text(content)
    assert [model.name for model in load_models(folder)] == list(MODELS)
