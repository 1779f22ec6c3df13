# SPDX-License-Identifier: Apache-2.0
"""A trained or imported network as a model in a models folder: files and manifest entry."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from liif_core.networks.architectures import parts, receptive_radius
from liif_core.networks.export import export, export_estimator
from liif_core.networks.fast import FastNetwork
from liif_core.registry.files import ListedFile, describe_file
from liif_core.registry.models import MODELS, ModelEntry, Role

TILE = {"fast": 512, "edsr-liif": 256, "rdn-liif": 192}
"""Side of a tile in input pixels: ``fast`` stays below half a gigabyte (tested), the others have
theirs by the size of their features."""


@torch.no_grad()
def round_to_half(network: nn.Module) -> None:
    """Round the weights to half precision, which :func:`publish` then stores them in.

    A relative change of one in four thousand at most, far below what a step of training changes.
    """
    for parameter in network.parameters():
        parameter.copy_(parameter.half())


def compact(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """In half precision if that loses nothing."""
    half = {key: value.half().contiguous() for key, value in weights.items()}
    lossless = all(torch.equal(half[key].float(), value) for key, value in weights.items())
    return half if lossless else {key: value.contiguous() for key, value in weights.items()}


def publish(
    network: nn.Module,
    folder: Path,
    *,
    name: str,
    architecture: str,
    licence: str,
    description: str,
    trained_on: str,
    crisper_than: str = "",
    refocuses: str = "",
    stored: dict[str, Tensor] | None = None,
) -> ModelEntry:
    """Write the model's ONNX and safetensors files and its manifest entry into ``folder``.

    ``stored`` are its weights in another form, see :data:`liif_core.runtime.blending.SCALE`.
    The files are made beside and moved in when all are whole, the manifest last: what breaks
    off leaves the folder as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    estimator = network.estimator if isinstance(network, FastNetwork) else None
    if isinstance(network, FastNetwork):
        network.balance()
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as name_of_new:
        new = Path(name_of_new)
        weights = compact(network.state_dict()) if stored is None else stored
        save_file(weights, new / f"{name}.safetensors")
        export(*parts(network), estimator is not None, new, name)
        files: dict[Role, ListedFile] = {
            "encoder": describe_file(new / f"{name}.encoder.onnx"),
            "decoder": describe_file(new / f"{name}.decoder.onnx"),
            "weights": describe_file(new / f"{name}.safetensors"),
        }
        if estimator is not None:
            export_estimator(estimator, new, name)
            files["estimator"] = describe_file(new / f"{name}.estimator.onnx")
        for file in files.values():
            (new / file.file).replace(folder / file.file)
    entry = ModelEntry(
        name=name,
        architecture=architecture,
        files=files,
        receptive_radius=receptive_radius(architecture, network),
        strength=estimator is not None,
        tile=TILE[architecture],
        licence=licence,
        description=description,
        trained_on=trained_on,
        crisper_than=crisper_than,
        refocuses=refocuses,
        folder=folder,
    )
    MODELS.add(folder, entry)
    return entry
