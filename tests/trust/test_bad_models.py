# SPDX-License-Identifier: GPL-3.0-or-later
"""Models that are damaged, swapped, made to harm, or that compute nonsense."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from PIL import Image

from liif_core.registry.folders import shipped_models_dir
from liif_core.registry.models import MODELS, find, read_file
from liif_core.runtime.backends import onnx_backend
from tests.engine.worker_process import PixelFile, job_for
from tests.trust.seeds import CORPUS, colours
from tests.trust.targets import model_folder
from tests.trust.test_bad_jobs import last_message
from tests.unit.cli.conftest import Liif, Outcome

pytestmark = pytest.mark.trust("Models")
FILES = {role: (CORPUS / "models" / name).read_bytes() for role, name in {
    "encoder": "encoder.onnx", "estimator": "estimator.onnx", "weights": "weights.safetensors",
}.items()}  # fmt: skip


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    Image.fromarray(colours()).save(path)
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The folder of a tiny model."""
    folder = tmp_path / "model"
    model_folder(folder)
    return folder


def assert_nothing_written(outcome: Outcome, words: str, target: Path) -> None:
    """One line, a status, and no file."""
    assert outcome.status in (1, 2)
    assert outcome.output == ""
    assert re.fullmatch(rf"liif: .*({words}).*\n", outcome.errors)
    assert not target.exists()


def test_the_tiny_model_works(liif: Liif, photo: Path, model: Path) -> None:
    """So that the others fail for what they are about."""
    outcome = liif("upscale", photo, photo.with_name("out.png"), "--scale", 2, "--model", model)
    assert outcome.status == 0, outcome.errors


@pytest.mark.parametrize("role", FILES)
@pytest.mark.parametrize("how", ["a flipped bit", "cut off", "another model's", "gone", "a pipe"])
def test_a_damaged_or_swapped_file(
    liif: Liif, photo: Path, model: Path, role: str, how: str
) -> None:
    import os

    path = find(str(model)).path(role)  # type: ignore[arg-type]
    data = bytearray(path.read_bytes())
    path.unlink()
    if how == "a flipped bit":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif how == "cut off":
        path.write_bytes(data[:-1])
    elif how == "another model's":
        shutil.copy(find("fast").path(role), path)  # type: ignore[arg-type]
    elif how == "a pipe":
        os.mkfifo(path)
    target = photo.with_name("out.png")
    outcome = liif("upscale", photo, target, "--scale", 2, "--model", model)
    assert_nothing_written(outcome, "is damaged|is missing", target)
    outcome = liif("models", "import", model)
    assert_nothing_written(outcome, "is damaged|is missing", target)


def test_what_is_run_is_what_was_checked(
    photo: Path, model: Path, liif: Liif, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the file is another one a moment later: it is read once."""
    real = onnxruntime.InferenceSession
    run: list[bytes] = []

    def session(data: bytes, *values: Any, **options: Any) -> Any:  # noqa: ANN401
        run.append(data)
        return real(data, *values, **options)

    checked = read_file

    def swapped(entry: Any, role: Any) -> bytes:  # noqa: ANN401
        data = checked(entry, role)
        entry.path(role).write_bytes(b"swapped")
        return data

    monkeypatch.setattr(onnxruntime, "InferenceSession", session)
    monkeypatch.setattr(onnx_backend, "read_file", swapped)
    outcome = liif("upscale", photo, photo.with_name("out.png"), "--scale", 2, "--model", model)
    assert outcome.status == 0
    assert run == [FILES["encoder"], FILES["estimator"]]


@pytest.mark.parametrize("place", ["../secret", "{absolute}", "link", "inside", "sub/../../secret"])
def test_weights_in_another_file(liif: Liif, photo: Path, tmp_path: Path, place: str) -> None:
    """Its digest would say nothing of them, and the file could be any of the user's."""
    onnx = pytest.importorskip("onnx")
    folder, secret = tmp_path / "model", tmp_path / "secret"
    encoder = onnx.load_from_string(FILES["encoder"])
    (weight,) = encoder.graph.initializer
    data = bytes(weight.raw_data)
    secret.write_bytes(data)
    weight.ClearField("raw_data")
    weight.data_location = onnx.TensorProto.EXTERNAL
    weight.external_data.add(key="location", value=place.format(absolute=secret))
    weight.external_data.add(key="length", value=str(len(data)))
    model_folder(folder, encoder=encoder.SerializeToString())
    (folder / "sub").mkdir()
    (folder / "inside").write_bytes(data)
    (folder / "link").symlink_to(secret)
    target = photo.with_name("out.png")
    outcome = liif("upscale", photo, target, "--scale", 2, "--model", folder)
    assert_nothing_written(outcome, "keeps data outside of encoder.onnx", target)
    assert_nothing_written(liif("models", "import", folder), "keeps data outside", target)


def test_a_checkpoint_with_code_in_it(liif: Liif, tmp_path: Path) -> None:
    """Some ways that a pickle has to run what it likes, in both formats of a checkpoint."""
    torch = pytest.importorskip("torch")
    import builtins
    import os
    import pickle
    import subprocess

    made = tmp_path / "made"

    class Runs:
        def __init__(self, *call: Any) -> None:  # noqa: ANN401
            self.call = call

        def __reduce__(self) -> tuple[Any, ...]:
            return self.call[0], tuple(self.call[1:])

    source = f"import os; os.mkdir({str(made)!r})"
    for number, call in enumerate(
        [
            (os.mkdir, str(made)),
            (builtins.exec, source),
            (builtins.eval, f"__import__('os').mkdir({str(made)!r})"),
            (subprocess.call, ["mkdir", str(made)]),
            (torch.load, str(tmp_path / "0.pth")),
        ]
    ):
        path = tmp_path / f"{number}.pth"
        for zipped in (True, False):
            values = {"model": {"name": "liif", "sd": Runs(*call)}}
            torch.save(values, path, _use_new_zipfile_serialization=zipped)
            outcome = liif("models", "import", path)
            assert_nothing_written(outcome, "not a torch checkpoint of plain weights", made)
        path.write_bytes(pickle.dumps(Runs(*call)))
        outcome = liif("models", "import", path)
        assert_nothing_written(outcome, "not a torch checkpoint of plain weights", made)


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: entry.update(tile=0),
        lambda entry: entry.update(tile=-5),
        lambda entry: entry.update(tile=10**400),
        lambda entry: entry.update(receptive_radius=-3),
        lambda entry: entry.update(receptive_radius=10**9),
        lambda entry: entry.update(strength="yes"),
        lambda entry: entry.update(name=["tiny"]),
        lambda entry: entry.update(psnr={"set5": "high"}),
        lambda entry: entry.update(more=1),
        lambda entry: entry.pop("files"),
        lambda entry: entry["files"].pop("encoder"),
        lambda entry: entry["files"]["encoder"].update(file=".."),
        lambda entry: entry["files"]["encoder"].update(file=""),
        lambda entry: entry["files"]["encoder"].update(sha256=None),
        lambda entry: entry["files"].update(evil=entry["files"]["encoder"]),
        lambda entry: entry.update(architecture="edsr-liif"),
        lambda entry: entry.update(strength=False),
    ],
)
def test_a_manifest_that_lies(liif: Liif, photo: Path, model: Path, spoil: Spoil) -> None:
    import json

    path = model / "manifest.json"
    values = json.loads(path.read_bytes())
    spoil(values["models"][0])
    path.write_text(json.dumps(values))
    target = photo.with_name("out.png")
    outcome = liif("upscale", photo, target, "--scale", 2, "--model", model)
    assert_nothing_written(outcome, "cannot be read|has no .* file|cannot be used", target)


def test_a_manifest_without_end(liif: Liif, photo: Path, model: Path) -> None:
    (model / "manifest.json").write_text('{"models": ' + "[" * 100_000)
    target = photo.with_name("out.png")
    outcome = liif("upscale", photo, target, "--scale", 2, "--model", model)
    assert_nothing_written(outcome, "cannot be read", target)


def _wild(role: str, value: float) -> bytes:
    """A file of the tiny model, one of whose weights is no number."""
    data = FILES[role]
    place = data.index(_first_weight()) if role == "encoder" else len(data) - 4
    return data[:place] + np.float32(value).tobytes() + data[place + 4 :]


def _first_weight() -> bytes:
    return np.random.default_rng(0).normal(0, 0.1, (6, 3, 3, 3)).astype(np.float32).tobytes()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("role", ["encoder", "weights"])
def test_a_network_that_computes_nonsense(
    liif: Liif, photo: Path, tmp_path: Path, role: str, value: float
) -> None:
    folder = tmp_path / "model"
    model_folder(folder, **{role: _wild(role, value)})
    target = photo.with_name("out.png")
    for command in (("upscale", "--scale", 2), ("clean",)):
        outcome = liif(command[0], photo, target, *command[1:], "--model", folder)
        assert_nothing_written(outcome, "undefined values; nothing was written", target)


@pytest.mark.parametrize("task", ["compute", "changes", "certainty"])
def test_nonsense_reaches_no_editor(tmp_path: Path, task: str) -> None:
    """Evidence among it, in which an infinite change would look like a large one."""
    folder, source = tmp_path / "model", colours()
    model_folder(folder, encoder=_wild("encoder", np.inf))
    with PixelFile() as pixels:
        job = job_for(source, (40, 24), pixels.name, task=task, model=str(folder), strength=50)
        pixels.fill(job, source)
        last = last_message(job, pixels.descriptor)
    assert last["type"] == "error"
    assert "undefined values" in last["text"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0, 7.0])
def test_a_strength_that_there_cannot_be(
    liif: Liif, photo: Path, model: Path, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_backend.OnnxBackend, "estimate", lambda *_: value)
    target = photo.with_name("out.png")
    for command in ("clean", "diagnose"):
        targets = [target] if command == "clean" else []
        outcome = liif(command, photo, *targets, "--model", model)
        assert_nothing_written(outcome, "undefined values", target)


def test_shipped_models_keep_all_in_their_files() -> None:
    for entry in MODELS.read(shipped_models_dir()):
        MODELS.verify(entry)
