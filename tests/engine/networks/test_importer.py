# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints of the official repository: good ones run, all others are one clear line."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from liif_core.errors import LiifError
from liif_core.registry import folders
from liif_core.registry.models import MODELS, ModelEntry, find
from tests.engine.pictures import noise
from tests.engine.running import difference, enlarge

if TYPE_CHECKING:
    from torch import nn

pytestmark = [pytest.mark.torch, pytest.mark.trust("Models")]
torch = pytest.importorskip("torch")


@pytest.fixture
def own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for imported models."""
    folder = tmp_path / "imported"
    monkeypatch.setattr(folders, "user_models_dir", lambda: folder)
    return folder


def _by_query(network: nn.Module, grid: tuple[int, int]) -> np.ndarray[Any, Any]:
    from liif_core.networks.liif import Liif, make_coordinates, query

    assert isinstance(network, Liif)
    with torch.inference_mode():
        pixels = torch.from_numpy(noise(7, 9)).permute(2, 0, 1)[None]
        coordinates = make_coordinates(grid[1], grid[0]).view(1, -1, 2)
        cells = torch.tensor([2 / grid[1], 2 / grid[0]]).expand_as(coordinates)
        colours = query(network, network.encoder(pixels * 2 - 1), coordinates, cells)
    return (colours.view(grid[1], grid[0], 3) * 0.5 + 0.5).numpy()


def test_edsr_is_imported_and_runs(edsr_model: ModelEntry, random_edsr: nn.Module) -> None:
    assert (edsr_model.name, edsr_model.architecture) == ("random-edsr", "edsr-liif")
    assert find("random-edsr") == edsr_model
    assert edsr_model.folder == folders.user_models_dir()
    MODELS.verify(edsr_model)
    found = enlarge(noise(7, 9), (32, 20), model="random-edsr")
    assert difference(found, _by_query(random_edsr, (32, 20))) < 1e-4


def test_rdn_is_imported_and_runs(
    own_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By torch: exporting a network this large takes long and is that of EDSR otherwise."""
    from liif_core.networks.importer import import_checkpoint
    from liif_core.runtime import one_pass
    from liif_core.runtime.backends.torch_backend import TorchBackend
    from tests.engine.random_networks import checkpoint, random_network

    def no_export(_: object, __: object, strength: bool, folder: Path, name: str) -> None:
        for part in ("encoder", "decoder"):
            (folder / f"{name}.{part}.onnx").touch()

    monkeypatch.setattr("liif_core.networks.publish.export", no_export)
    monkeypatch.setattr(one_pass, "open_backend", lambda *given: TorchBackend(*given[:4]))
    network = random_network("rdn-liif")
    torch.save(checkpoint(network, "rdn"), tmp_path / "rdn-liif.pth")
    entry = import_checkpoint(tmp_path / "rdn-liif.pth", folders.user_models_dir())
    assert (entry.name, entry.architecture, entry.folder) == ("rdn-liif", "rdn-liif", own_models)
    found = enlarge(noise(7, 9), (32, 20), model="rdn-liif")
    assert difference(found, _by_query(network, (32, 20))) < 1e-4


class Runs:
    """Unpickling this makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def _refused(path: Path, words: str, folder: Path) -> None:
    from liif_core.networks.importer import import_checkpoint

    with pytest.raises(LiifError) as raised:
        import_checkpoint(path, folders.user_models_dir())
    assert words in str(raised.value)
    assert path.stem in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not folder.exists()


def test_code_in_a_pickle_does_not_run(own_models: Path, tmp_path: Path) -> None:
    made, path = tmp_path / "made", tmp_path / "bad.pth"
    torch.save({"model": Runs(made)}, path)
    _refused(path, "not a torch checkpoint of plain weights", own_models)
    path.write_bytes(pickle.dumps(Runs(made)))
    _refused(path, "not a torch checkpoint of plain weights", own_models)
    assert not made.exists()


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/readme.txt", "hello")
    return file.getvalue()


def _zip_around(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", data)
        archive.writestr("archive/version", "3\n")
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"hello, this is a text\n",
        b"\x80",
        b"\x80\x02",
        b"\x80\x02.",
        b"\x80\x02}q\x00",
        b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f",
        b"\x80\x02(lp0\nI1\n.",
        b"\x80\x02X\xff\xff\xff\x7fabc.",
        b"\x80\x02h\x07.",
        b"\x80\x02c\xff\xfe\n\xff\n.",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        pickle.dumps(3),
        pickle.dumps(3, 2),
        _zip(),
        _zip_around(b""),
        _zip_around(b"text"),
        _zip_around(b"\x80\x02h\x07."),
        _zip_around(b"\x80\x02."),
        _zip_around(b"\x80\x02a."),
    ],
)
def test_what_is_no_checkpoint(data: bytes, own_models: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.pth"
    path.write_bytes(data)
    _refused(path, "not a", own_models)


def test_a_file_that_is_not_there(own_models: Path, tmp_path: Path) -> None:
    _refused(tmp_path / "missing.pth", "cannot be read (No such file", own_models)
    _refused(tmp_path, "cannot be read", own_models)


def test_truncated_checkpoints(random_edsr: nn.Module, own_models: Path, tmp_path: Path) -> None:
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "cut.pth"
    torch.save(checkpoint(random_edsr, "edsr-baseline"), path)
    data = path.read_bytes()
    for length in (10, 1000, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        _refused(path, "not a torch checkpoint", own_models)


def test_old_format_truncated(random_edsr: nn.Module, own_models: Path, tmp_path: Path) -> None:
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "cut.pth"
    values = checkpoint(random_edsr, "edsr-baseline")
    torch.save(values, path, _use_new_zipfile_serialization=False)
    data = path.read_bytes()
    for length in (10, 30, 200, 1000, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        _refused(path, "not a torch checkpoint", own_models)


KEY = "encoder.body.3.body.0.weight"
Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda model: model["sd"].pop(KEY), f"lacks key {KEY}"),
        (lambda model: model["sd"].update(extra=torch.ones(1)), "has the unknown key extra"),
        (
            lambda model: model["sd"].update({7: torch.ones(1), "x": torch.ones(1)}),
            "unknown key 7",
        ),
        (
            lambda model: model["sd"].update({KEY: torch.zeros(64, 64, 1, 1)}),
            f"has {KEY} of shape (64, 64, 1, 1) instead of (64, 64, 3, 3)",
        ),
        (
            lambda model: model["sd"].update({KEY: torch.full((64, 64, 3, 3), torch.nan)}),
            f"undefined values in {KEY}",
        ),
        (
            lambda model: model["sd"].update({KEY: torch.full((64, 64, 3, 3), torch.inf)}),
            f"undefined values in {KEY}",
        ),
        (lambda model: model["sd"].update({KEY: [1.0]}), "holds no weights"),
        (
            lambda model: model["sd"].update({KEY: torch.zeros(64, 64, 3, 3, dtype=torch.int)}),
            "holds no weights",
        ),
        (
            lambda model: model["sd"].update({KEY: torch.zeros(64, 64, 3, 3).to_sparse()}),
            "holds no weights",
        ),
        (lambda model: model.update(sd=None), "holds no weights"),
        (lambda model: model.update(name="metasr"), "not a checkpoint of LIIF"),
        (lambda model: model["args"].update(encoder_spec=None), "has the encoder None"),
        (lambda model: model["args"].update(encoder_spec={"name": "swin"}), "encoder 'swin'"),
        (lambda model: model["args"].update(encoder_spec={"name": ["rdn"]}), "encoder ['rdn']"),
        (lambda model: model["args"].update(encoder_spec={"name": "rdn"}), "key encoder."),
        (lambda model: model["args"].update(local_ensemble=False), "local_ensemble"),
        (lambda model: model.clear(), "not a checkpoint of LIIF"),
    ],
)
def test_a_checkpoint_of_something_else(
    spoil: Spoil, words: str, random_edsr: nn.Module, own_models: Path, tmp_path: Path
) -> None:
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "other.pth"
    values = checkpoint(random_edsr, "edsr-baseline")
    spoil(values["model"])
    torch.save(values, path)
    _refused(path, words, own_models)


def test_half_precision_is_accepted(random_edsr: nn.Module, tmp_path: Path) -> None:
    from liif_core.networks.importer import read_checkpoint
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "half.pth"
    values = checkpoint(random_edsr, "edsr-baseline")
    values["model"]["sd"] = {k: v.half() for k, v in values["model"]["sd"].items()}
    torch.save(values, path)
    architecture, weights = read_checkpoint(path)
    assert architecture == "edsr-liif"
    assert {value.dtype for value in weights.values()} == {torch.float32}
    assert not any("mean" in key for key in weights)


def test_the_name_of_a_shipped_model_is_taken(
    random_edsr: nn.Module, own_models: Path, tmp_path: Path
) -> None:
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "fast.pth"
    torch.save(checkpoint(random_edsr, "edsr-baseline"), path)
    _refused(path, "fast comes with LIIF already", own_models)


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "module._orig_mod."])
def test_a_network_that_was_saved_inside_another(
    prefix: str, random_edsr: nn.Module, tmp_path: Path
) -> None:
    from liif_core.networks.importer import read_checkpoint
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "wrapped.pth"
    values = checkpoint(random_edsr, "edsr-baseline")
    values["model"]["sd"] = {prefix + key: value for key, value in values["model"]["sd"].items()}
    torch.save(values, path)
    _, weights = read_checkpoint(path)
    assert weights.keys() == random_edsr.state_dict().keys()


@pytest.mark.parametrize(
    ("encoder", "argument", "value"),
    [
        ("edsr-baseline", "n_resblocks", 32),
        ("edsr-baseline", "n_feats", 256),
        ("edsr-baseline", "no_upsampling", False),
        ("edsr-baseline", "kernel_size", 5),
        ("edsr-baseline", "res_scale", "half"),
        ("edsr-baseline", "res_scale", float("nan")),
        ("edsr-baseline", "n_feats", torch.ones(2)),
        ("rdn", "RDNconfig", "A"),
        ("rdn", "RDNkSize", 5),
        ("rdn", "G0", 32),
        ("rdn", "res_scale", 0.1),
    ],
)
def test_arguments_of_the_encoder_are_refused_by_name(
    encoder: str,
    argument: str,
    value: object,
    random_edsr: nn.Module,
    own_models: Path,
    tmp_path: Path,
) -> None:
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "other.pth"
    values = checkpoint(random_edsr, encoder)
    values["model"]["args"]["encoder_spec"]["args"][argument] = value
    torch.save(values, path)
    _refused(path, f"encoder with {argument} ", own_models)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"norm": "batch"}, "the unknown argument norm"),
        ({"imnet_spec": {"name": "siren"}}, "the decoder 'siren'"),
        ({"cell_decode": torch.ones(2)}, "without cell_decode"),
    ],
)
def test_arguments_of_the_network_are_refused_by_name(
    change: dict[str, Any], words: str, random_edsr: nn.Module, own_models: Path, tmp_path: Path
) -> None:
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "other.pth"
    values = checkpoint(random_edsr, "edsr-baseline")
    values["model"]["args"].update(change)
    torch.save(values, path)
    _refused(path, words, own_models)


def test_the_scale_of_residual_blocks_is_heeded(random_edsr: nn.Module, tmp_path: Path) -> None:
    """Compared with blocks that multiply by it, as the authors' own do."""
    from liif_core.networks.architectures import build
    from liif_core.networks.importer import read_checkpoint
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "scaled.pth"
    values = checkpoint(random_edsr, "edsr-baseline")
    values["model"]["args"]["encoder_spec"]["args"].update(res_scale=0.3, scale=4, rgb_range=1)
    torch.save(values, path)
    architecture, weights = read_checkpoint(path)
    network = build(architecture)
    network.load_state_dict(weights)
    pixels = torch.from_numpy(noise(7, 9)).permute(2, 0, 1)[None]
    encoder: Any = random_edsr.encoder
    with torch.inference_mode():
        head = features = encoder.head(pixels)
        for block in encoder.body[:-1]:
            features = features + 0.3 * block.body(features)
        expected = head + encoder.body[-1](features)
        found = network.encoder(pixels)  # type: ignore[operator]
    assert (found - expected).abs().max() < 1e-5 * expected.abs().max()
    assert (found - encoder(pixels)).abs().max() > 0.01 * expected.abs().max()


def _repacked(path: Path, compression: int, larger: int = 0) -> None:
    """The checkpoint compressed, with ``larger`` zeros in one more part."""
    with zipfile.ZipFile(path) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", compression) as new:
        for info, data in parts:
            new.writestr(info.filename, data)
        if larger:
            new.writestr("archive/data/999", bytes(larger))


@pytest.mark.parametrize("how", ["compressed", "overlapping", "a second list"])
def test_a_checkpoint_that_would_grow_in_memory(
    how: str,
    random_edsr: nn.Module,
    own_models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "bomb.pth"
    torch.save(checkpoint(random_edsr, "edsr-baseline"), path)
    if how == "compressed":
        _repacked(path, zipfile.ZIP_DEFLATED, larger=10**8)
        assert path.stat().st_size < 10**7
    elif how == "overlapping":
        size = path.stat().st_size
        real = zipfile.ZipFile.infolist
        # Each part told twice: as in files whose list leads to the same place again and again.
        monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda self: real(self) * 2)
        assert size < 2 * sum(info.file_size for info in zipfile.ZipFile(path).infolist())
    else:
        path.write_bytes(path.read_bytes() + b"behind the list")
    monkeypatch.setattr(torch, "load", lambda *_, **__: pytest.fail("it was loaded"))
    _refused(path, "holds more than it is long", own_models)


def test_few_values_that_stand_for_many(
    random_edsr: nn.Module, own_models: Path, tmp_path: Path
) -> None:
    """In half precision, which is copied into single: that would be 40 terabytes."""
    from tests.engine.random_networks import checkpoint

    path = tmp_path / "strides.pth"
    values = checkpoint(random_edsr, "edsr-baseline")
    values["model"]["sd"][KEY] = torch.ones(1, dtype=torch.half).expand(10**13)
    torch.save(values, path)
    _refused(path, "holds no weights", own_models)
