# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of others become models: what is found out about them, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from liif_core.errors import LiifError

pytest.importorskip("ncnn")
pytest.importorskip("onnx")

import onnx
from onnx import TensorProto, helper

from liif_core.guests.files import import_guest
from liif_core.guests.onnx_files import LARGEST_FILE
from liif_core.registry.models import MODELS, read_file
from tests.engine.guests import ncnn_files
from tests.engine.guests.ncnn_files import Writer
from tests.engine.guests.onnx_models import doubling, make, node, save

pytestmark = pytest.mark.trust("Models")


@pytest.mark.parametrize(
    ("network", "scale", "radius", "step", "crop", "whole"),
    [
        (ncnn_files.compact, 4, 3 + 2, 1, 0, False),
        (ncnn_files.cleaning, 1, 2 + 2, 1, 0, False),
        (ncnn_files.stepping, 1, 2 + 2, 2, 0, False),
        (ncnn_files.cropping, 2, 1 + 2, 1, 4, False),
        (ncnn_files.pooling, 1, 2 + 2, 1, 0, True),
    ],
)
def test_what_is_measured(
    network: Callable[..., Writer], scale: int, radius: int, step: int, crop: int, whole: bool,
    tmp_path: Path,
) -> None:  # fmt: skip
    param = network(spread=0.05).save(tmp_path / "a net.param")
    entry = import_guest(param, tmp_path / "models", licence="MIT", kind="drawings")
    guest = entry.guest
    assert guest is not None
    assert (entry.name, entry.licence, guest.kind) == ("a-net", "MIT", "drawings")
    assert (guest.scale, guest.step, guest.crop, guest.whole) == (scale, step, crop, whole)
    assert entry.receptive_radius == radius
    assert guest.source == "a net.param"
    assert "drawings" in entry.description
    [read] = MODELS.read(tmp_path / "models")
    assert read == entry
    assert len(read_file(read, "network")) > 500


def test_work_and_memory_are_counted(tmp_path: Path) -> None:
    entry = import_guest(ncnn_files.compact(spread=0.05).save(tmp_path / "n.param"), tmp_path / "m")
    assert entry.guest is not None
    assert entry.guest.work == 9 * (3 * 6 + 6 * 6 + 6 * 48)
    # The answer, the picture as large, and their sum, each of 48 numbers for a pixel.
    assert 2 * 48 * 4 <= entry.guest.memory <= 6 * 48 * 4
    assert entry.guest.speed == "fast"


def test_a_network_of_onnx(tmp_path: Path) -> None:
    model = doubling()
    model.metadata_props.add(key="licence", value="CC0-1.0")
    entry = import_guest(save(model, tmp_path / "twice.onnx"), tmp_path / "m")
    assert entry.guest is not None
    assert (entry.name, entry.guest.scale, entry.licence) == ("twice", 2, "CC0-1.0")
    file = (tmp_path / "m" / "twice.onnx").read_bytes()
    assert b"large" not in file, "names of others are not kept"


def test_weights_are_kept_in_half_precision_where_that_loses_nothing(tmp_path: Path) -> None:
    sizes = []
    for half in (False, True):
        writer = ncnn_files.compact(convolutions=12, half=half, spread=0.05)
        import_guest(writer.save(tmp_path / f"{half}.param"), tmp_path / "m")
        sizes.append((tmp_path / "m" / f"{half}.onnx").stat().st_size)
    assert sizes[1] < 0.9 * sizes[0]


@pytest.mark.parametrize("kind", [TensorProto.FLOAT16, TensorProto.FLOAT])
def test_half_precision_and_one_channel(kind: int, tmp_path: Path) -> None:
    path = save(doubling(1, kind=kind), tmp_path / "gray.onnx")
    guest = import_guest(path, tmp_path / "m").guest
    assert guest is not None
    assert (guest.channels, guest.scale) == (1, 2)


def test_colours_up_to_255(tmp_path: Path) -> None:
    """One that answers only what was given in whole levels is known by that."""
    nodes = [node("Clip", "x low high", "a"), node("Clip", "a one high")]
    levels = {"low": np.float32(0), "high": np.float32(255), "one": np.float32(1.0)}
    entry = import_guest(save(make(nodes, levels), tmp_path / "levels.onnx"), tmp_path / "m")
    assert b"levels" in read_file(entry, "network")


def test_an_answer_that_the_picture_is_added_to(tmp_path: Path) -> None:
    writer = Writer(spread=0.001).convolution("in", "a", 3, 12)
    param = writer.layer("PixelShuffle", "a", "out", "0=2").save(tmp_path / "adds.param")
    entry = import_guest(param, tmp_path / "m")
    assert b"repeated" in read_file(entry, "network")


def _outside() -> onnx.ModelProto:
    model = doubling()
    tensor = model.graph.initializer[1]
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    return model


def _loop() -> onnx.ModelProto:
    body = helper.make_graph([], "body", [], [])
    return make([node("Loop", "n c x", "y", body=body)], {"n": np.int64(9), "c": np.bool_(True)})


def _functions() -> onnx.ModelProto:
    return doubling(domains=("", "own"))


def _expanded() -> onnx.ModelProto:
    size = np.array([1, 3, 60000, 60000], np.int64)
    nodes = [node("ReduceMean", "x", "a"), node("Expand", "a n", "b"), node("ReduceMean", "b", "y")]
    return make(nodes, {"n": size})


def _tiled() -> onnx.ModelProto:
    return make([node("Tile", "x n")], {"n": np.array([1, 1, 4000, 4000], np.int64)})


def _fixed() -> onnx.ModelProto:
    shape = np.array([1, 3, 32, 32], np.int64)
    return make(
        [node("Reshape", "x s", "a"), node("Relu", "a")], {"s": shape}, shape=(1, 3, 32, 32)
    )


BAD = {
    "weights elsewhere": (_outside, "lie in another file"),
    "loop": (_loop, "step Loop"),
    "steps of others": (_functions, "steps of 'own'"),
    "unknown step": (lambda: make([node("RandomNormalLike", "x")]), "step RandomNormalLike"),
    "two inputs": (lambda: make([node("Add", "x x1")], inputs=2), "2 inputs"),
    "four channels": (lambda: doubling(4), "4 channels"),
    "five axes": (lambda: make([node("Relu", "x")], shape=(1, 3, 1, "h", "w")), "5 axes"),
    "whole numbers": (lambda: make([node("Relu", "x")], kind=TensorProto.INT32), "real numbers"),
    "one size": (_fixed, "cannot be run|one size only|onnxruntime does not take"),
    "far too much memory": (_tiled, "more memory"),
    "far too much inside": (_expanded, "more memory"),
    "nothing like a photo": (
        lambda: make([node("Mul", "x n")], {"n": np.float32(-1)}), "does not look like it"),
    "no numbers": (
        lambda: make([node("Div", "x n", "a"), node("Sub", "a a")], {"n": np.float32(0)}),
        "no numbers"),
    "not a whole factor": (
        lambda: make([node("Resize", "x - s", mode="nearest")],
                     {"s": np.array([1, 1, 1.5, 1.5], np.float32)}),
        "whole factor|times a whole number"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_models_that_are_refused(name: str, tmp_path: Path) -> None:
    model, why = BAD[name]
    path, folder = save(model(), tmp_path / "bad.onnx"), tmp_path / "m"
    with pytest.raises(LiifError, match=why) as told:
        import_guest(path, folder)
    assert str(told.value).startswith(f"{path} cannot become a model: ")
    assert "nothing was imported" in str(told.value)
    assert "\n" not in str(told.value)
    assert not folder.exists()


def test_files_that_are_refused(tmp_path: Path) -> None:
    for name, data, why in (
        ("noise.onnx", b"\x08\x07rubbish" * 50, "no ONNX model|steps|inputs"),
        ("empty.onnx", b"", "inputs"),
        ("bytes.param", bytes(range(256)), "no text"),
        ("alone.param", ncnn_files.compact().text.encode(), "alone.bin cannot be read"),
        ("net.zip", b"", "files .zip are not known"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(LiifError, match=why):
            import_guest(tmp_path / name, tmp_path / "m")
    (tmp_path / "folder.onnx").mkdir()
    with pytest.raises(LiifError, match="cannot be read"):
        import_guest(tmp_path / "folder.onnx", tmp_path / "m")
    with (tmp_path / "large.onnx").open("wb") as large:
        large.truncate(LARGEST_FILE + 1)
    with pytest.raises(LiifError, match="larger than any"):
        import_guest(tmp_path / "large.onnx", tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_the_name_of_a_shipped_model_is_not_taken(tmp_path: Path) -> None:
    path = save(doubling(), tmp_path / "fast.onnx")
    with pytest.raises(LiifError, match="comes with LIIF already"):
        import_guest(path, tmp_path / "m")
    assert import_guest(path, tmp_path / "m", name="mine").name == "mine"


def test_a_changed_file_is_not_run(tmp_path: Path) -> None:
    entry = import_guest(save(doubling(), tmp_path / "two.onnx"), tmp_path / "m")
    file = tmp_path / "m" / "two.onnx"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(LiifError, match="is damaged"):
        read_file(entry, "network")


@pytest.mark.parametrize(
    "change",
    [
        {"scale": 0}, {"scale": 99}, {"scale": True}, {"step": 0}, {"channels": 4}, {"crop": -1},
        {"whole": 1}, {"kind": 5}, {"more": 1}, {"memory": 0},
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_true(change: dict[str, object], tmp_path: Path) -> None:
    import_guest(save(doubling(), tmp_path / "two.onnx"), tmp_path / "m")
    manifest = tmp_path / "m" / "manifest.json"
    values = json.loads(manifest.read_text("utf-8"))
    values["models"][0]["guest"].update(change)
    manifest.write_text(json.dumps(values), "utf-8")
    with pytest.raises(LiifError, match="cannot be read"):
        MODELS.read(tmp_path / "m")
