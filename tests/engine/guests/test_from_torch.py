# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks for PyTorch that spandrel knows: converted they answer alike; no code of a file runs."""

from __future__ import annotations

import os
import pickle
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from liif_core.errors import LiifError

pytest.importorskip("ncnn")
pytest.importorskip("onnx")
torch = pytest.importorskip("torch")

from liif_core.guests import taking_in  # noqa: E402
from liif_core.guests.files import import_guest, read_network  # noqa: E402
from liif_core.guests.running import as_engine, open_model  # noqa: E402

if TYPE_CHECKING:
    from torch import nn

pytestmark = [pytest.mark.torch, pytest.mark.slow, pytest.mark.trust("Models")]
FUNCTIONAL = "torchvision.transforms.functional"


@pytest.fixture(scope="module", autouse=True)
def spandrel() -> None:
    """It needs torchvision for two of its networks, and not beside every torch there is one: here
    it gets a stand-in, for as long as it is loaded."""
    if "spandrel" in sys.modules:
        return
    names = ["torchvision", "torchvision.transforms", FUNCTIONAL]
    stand_ins = {name: types.ModuleType(name) for name in names if name not in sys.modules}
    for name in ("InterpolationMode", "rotate", "normalize"):
        if FUNCTIONAL in stand_ins:
            setattr(stand_ins[FUNCTIONAL], name, None)
    try:
        import torchvision  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
    except Exception:
        sys.modules.update(stand_ins)
    try:
        pytest.importorskip("spandrel")
    finally:
        for name in names:
            if sys.modules.get(name) is stand_ins.get(name):
                sys.modules.pop(name, None)


def _compact() -> nn.Module:
    from spandrel.architectures.Compact.__arch.SRVGG import SRVGGNetCompact

    return SRVGGNetCompact(num_feat=8, num_conv=3, upscale=4)


def _esrgan() -> nn.Module:
    from spandrel.architectures.ESRGAN.__arch.RRDB import RRDBNet

    return RRDBNet(in_nc=3, out_nc=3, num_filters=8, num_blocks=1, scale=2)


def _span() -> nn.Module:
    from spandrel.architectures.SPAN.__arch.span import SPAN

    return SPAN(num_in_ch=3, num_out_ch=3, feature_channels=16, upscale=2)


def _attention() -> nn.Module:
    from spandrel.architectures.SwinIR.__arch.SwinIR import SwinIR

    return SwinIR(
        img_size=32, window_size=8, depths=[2, 2], embed_dim=12, num_heads=[2, 2], mlp_ratio=2,
        upscale=2, upsampler="pixelshuffledirect",
    )  # fmt: skip


@pytest.mark.parametrize("make", [_compact, _esrgan, _span, _attention])
def test_networks_answer_as_by_torch(make: object, tmp_path: Path) -> None:
    torch.manual_seed(0)
    assert callable(make)
    path = tmp_path / "net.pth"
    torch.save({"params": make().state_dict()}, path)
    converted = read_network(path)
    assert converted.engine is not None
    found = as_engine(open_model(converted.model.SerializeToString()))
    for height, width in ((64, 96), (80, 72)):
        pixels = np.random.default_rng(0).random((3, height, width), np.float32)
        wanted = converted.engine(pixels)
        assert float(abs(found(pixels) - wanted).max()) < taking_in.CLOSE


def test_one_with_attention_goes_by_its_windows(tmp_path: Path) -> None:
    torch.manual_seed(0)
    path = tmp_path / "windows.pth"
    torch.save(_attention().state_dict(), path)
    guest = import_guest(path, tmp_path / "m").guest
    assert guest is not None
    assert (guest.scale, guest.step % 8) == (2, 0)


def test_safetensors(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    path = tmp_path / "net.safetensors"
    save_file(_compact().state_dict(), path)
    guest = import_guest(path, tmp_path / "m").guest
    assert guest is not None
    assert guest.scale == 4


class _Evil:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.mark}",)


def test_no_code_of_a_file_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    weights = {**_compact().state_dict(), "more": _Evil(mark)}
    torch.save(weights, tmp_path / "zip.pth")
    torch.save(weights, tmp_path / "old.pth", _use_new_zipfile_serialization=False)
    (tmp_path / "plain.pth").write_bytes(pickle.dumps(_Evil(mark)))
    (tmp_path / "renamed.ckpt").write_bytes((tmp_path / "zip.pth").read_bytes())
    (tmp_path / "renamed.safetensors").write_bytes((tmp_path / "zip.pth").read_bytes())
    for name in ("zip.pth", "old.pth", "plain.pth", "renamed.ckpt", "renamed.safetensors"):
        with pytest.raises(LiifError, match="nothing was imported"):
            import_guest(tmp_path / name, tmp_path / "m")
    assert not mark.exists()
    assert not (tmp_path / "m").exists()


def test_weights_that_are_refused(tmp_path: Path) -> None:
    good = _compact().state_dict()
    key = next(iter(good))
    for name, values, why in (
        ("other", {"a": torch.ones(3)}, "spandrel knows"),
        ("list", [1, 2], "holds no weights"),
        ("empty", {}, "holds no weights"),
        ("nan", {**good, key: good[key] * float("nan")}, "no numbers"),
        ("shape", {**good, key: good[key][..., :2]}, "spandrel knows"),
    ):
        torch.save(values, tmp_path / f"{name}.pth")
        with pytest.raises(LiifError, match=why):
            import_guest(tmp_path / f"{name}.pth", tmp_path / "m")
