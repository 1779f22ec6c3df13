# SPDX-License-Identifier: GPL-3.0-or-later
"""Manifests and the files they vouch for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from liif_core.errors import LiifError
from liif_core.registry import folders
from liif_core.registry.adopting import adopt
from liif_core.registry.files import describe_file
from liif_core.registry.models import MODELS, ModelEntry, find, find_crisper, list_without_weights

pytestmark = pytest.mark.trust("Models")


@pytest.fixture
def entry(tmp_path: Path) -> ModelEntry:
    """A model of two small files in a folder of its own."""
    (tmp_path / "own.encoder.onnx").write_bytes(b"encoder")
    (tmp_path / "own.decoder.onnx").write_bytes(b"decoder")
    return ModelEntry(
        name="own",
        architecture="fast",
        files={
            "encoder": describe_file(tmp_path / "own.encoder.onnx"),
            "decoder": describe_file(tmp_path / "own.decoder.onnx"),
        },
        receptive_radius=23,
        strength=True,
        tile=384,
        licence="CC0-1.0",
        description="für Tests",
        trained_on="nothing",
        psnr={"DIV2K x4": 28.1},
        folder=tmp_path,
    )


def test_round_trip(entry: ModelEntry, tmp_path: Path) -> None:
    MODELS.write(tmp_path, [entry, replace(entry, name="other")])
    assert MODELS.read(tmp_path) == [entry, replace(entry, name="other")]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "manifest.json",
        "own.decoder.onnx",
        "own.encoder.onnx",
    ]


def test_no_manifest_is_no_models(tmp_path: Path) -> None:
    assert MODELS.read(tmp_path / "missing") == []


def test_whole_files_pass(entry: ModelEntry) -> None:
    MODELS.verify(entry)


def test_a_damaged_file(entry: ModelEntry) -> None:
    entry.path("decoder").write_bytes(b"decodes")
    with pytest.raises(LiifError, match=r"own is damaged: own\.decoder\.onnx"):
        MODELS.verify(entry)


def test_a_missing_file(entry: ModelEntry) -> None:
    entry.path("encoder").unlink()
    with pytest.raises(LiifError, match=r"own is missing its file own\.encoder\.onnx"):
        MODELS.verify(entry)


def test_a_role_it_does_not_have(entry: ModelEntry) -> None:
    with pytest.raises(LiifError, match="has no weights file"):
        entry.path("weights")


@pytest.mark.parametrize("name", ["../own.encoder.onnx", "/etc/passwd", "sub/own.onnx"])
def test_a_file_outside_the_folder_is_refused(entry: ModelEntry, tmp_path: Path, name: str) -> None:
    values = entry.to_json()
    values["files"]["encoder"]["file"] = name
    (tmp_path / "manifest.json").write_text(json.dumps({"models": [values]}))
    with pytest.raises(LiifError, match="does not lie beside the manifest"):
        MODELS.read(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"models": {}, "x"}', '{"models": [{}]}', '{"models": [[]]}',
             '{"models": [{"name": "x", "files": {"encoder": 3}}]}', '{"models": 3}', "\x00"]
)  # fmt: skip
def test_a_broken_manifest_is_one_clear_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(LiifError) as raised:
        MODELS.read(tmp_path)
    assert str(tmp_path / "manifest.json") in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_imported_model_never_hides_a_shipped_one(
    entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MODELS.write(tmp_path, [replace(entry, name="fast"), entry])
    monkeypatch.setattr(folders, "user_models_dir", lambda: tmp_path)
    assert find("fast").folder == folders.shipped_models_dir()
    assert find("own") == entry


def test_networks_without_weights_stay_in_the_manifest(
    entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "shipped_models_dir", lambda: tmp_path)
    MODELS.write(tmp_path, [entry])
    assert list_without_weights() == {}
    values = json.loads((tmp_path / "manifest.json").read_text())
    values["without_weights"] = {"rdn-liif": "too large"}
    (tmp_path / "manifest.json").write_text(json.dumps(values))
    MODELS.add(tmp_path, replace(entry, name="other"))
    assert list_without_weights() == {"rdn-liif": "too large"}
    assert [found.name for found in MODELS.read(tmp_path)] == ["own", "other"]


def test_models_of_a_training_run_are_adopted(
    entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MODELS.write(tmp_path, [entry])
    target = tmp_path / "user" / "models"
    monkeypatch.setattr(folders, "user_models_dir", lambda: target)
    assert adopt(tmp_path, target) == [entry]
    adopted = find("own")
    assert adopted.folder == target
    MODELS.verify(adopted)
    # Once more, over itself and beside another; the order stays.
    MODELS.add(target, replace(entry, name="other"))
    adopt(tmp_path, target)
    assert [found.name for found in MODELS.read(target)] == ["own", "other"]
    assert sorted(path.name for path in target.iterdir()) == [
        "manifest.json",
        "own.decoder.onnx",
        "own.encoder.onnx",
    ]


def test_a_model_is_found_by_its_folder(entry: ModelEntry, tmp_path: Path) -> None:
    MODELS.write(tmp_path, [entry])
    assert find(str(tmp_path)) == entry
    with pytest.raises(LiifError, match="there is no model"):
        find(str(tmp_path / "missing"))


def test_a_folder_right_here_is_found_but_hides_no_model(
    entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("run", "fast"):
        (tmp_path / name).mkdir()
        MODELS.write(tmp_path / name, [entry])
    (tmp_path / "notes").write_text("no folder")
    monkeypatch.chdir(tmp_path)
    assert find("run").name == "own"
    assert find("./fast").name == "own"
    assert find("fast").name == "fast"
    with pytest.raises(LiifError, match="no model 'notes'"):
        find("notes")


def test_what_is_not_adopted(entry: ModelEntry, tmp_path: Path) -> None:
    target = tmp_path / "user"
    with pytest.raises(LiifError, match="holds no models"):
        adopt(tmp_path, target)
    MODELS.write(tmp_path, [entry, replace(entry, name="fast")])
    with pytest.raises(LiifError, match="fast comes with LIIF already"):
        adopt(tmp_path, target)
    MODELS.write(tmp_path, [entry])
    entry.path("encoder").write_bytes(b"other")
    with pytest.raises(LiifError, match="own is damaged"):
        adopt(tmp_path, target)
    assert MODELS.read(target) == []


def test_a_model_and_its_crisper_sibling(
    entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sibling = replace(entry, name="sharp", crisper_than="own")
    MODELS.write(tmp_path, [entry, sibling])
    monkeypatch.setattr(folders, "user_models_dir", lambda: tmp_path)
    assert find_crisper(entry) == sibling
    assert find_crisper(sibling) is None


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(LiifError, match=r"no model 'slow'.*The models are: fast"):
        find("slow")


def test_shipped_models_are_whole() -> None:
    entries = MODELS.read(folders.shipped_models_dir())
    assert "fast" in [entry.name for entry in entries]
    for entry in entries:
        MODELS.verify(entry)
        wanted = {"encoder", "decoder", "weights"} | ({"estimator"} if entry.strength else set())
        assert entry.files.keys() == wanted
        assert entry.licence
        assert entry.trained_on
