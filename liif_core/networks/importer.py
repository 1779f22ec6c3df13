# SPDX-License-Identifier: Apache-2.0
"""Checkpoints of the official LIIF repository to models that the engine runs.

The file is read without ever unpickling code, checked against the published graph key by key,
and written out as ONNX and safetensors into the user's models folder.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from liif_core.errors import LiifError
from liif_core.networks.architectures import build
from liif_core.networks.publish import publish
from liif_core.registry.models import MODELS, ModelEntry

ENCODERS = {"edsr-baseline": "edsr-liif", "rdn": "rdn-liif"}
"""The official names of the encoders, and our architecture with each."""
UNUSED = ("encoder.sub_mean.", "encoder.add_mean.")
"""The official EDSR carries these frozen layers without ever calling them."""

SWITCHES = ("local_ensemble", "feat_unfold", "cell_decode")
"""Arguments that are true in the published networks; without the first the shapes are the same."""


def import_checkpoint(path: Path, folder: Path) -> ModelEntry:
    """Make the checkpoint at ``path`` a model in ``folder``, named after the file.

    Raises :class:`LiifError` when the file is no LIIF checkpoint, when its keys or shapes are not
    those of a published network, or when a shipped model has its name already.
    """
    name = path.stem
    MODELS.check_name(name, folder)
    architecture, weights = read_checkpoint(path)
    network = build(architecture)
    _check_fit(path, network, weights)
    network.load_state_dict(weights)
    return publish(
        network,
        folder,
        name=name,
        architecture=architecture,
        licence="unknown: that of the imported checkpoint",
        description=f"Imported from {path.name}",
        trained_on="unknown",
    )


def read_checkpoint(path: Path) -> tuple[str, dict[str, Tensor]]:
    """Architecture and weights of an official checkpoint. Raises :class:`LiifError`."""
    try:
        with warnings.catch_warnings():
            # What torch thinks of a file's format is nothing that its user could act upon.
            warnings.simplefilter("ignore")
            values = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise LiifError(f"{path} cannot be read ({error.strerror})") from error
    except Exception as error:  # damaged files make torch raise nearly anything
        raise LiifError(
            f"{path} is not a torch checkpoint of plain weights",
            "nothing was imported; only files without program code are read",
        ) from error
    model = values.get("model") if isinstance(values, dict) else None
    if not isinstance(model, dict) or model.get("name") != "liif":
        raise LiifError(f"{path} is not a checkpoint of LIIF; nothing was imported")
    encoder = _nested(model, "args", "encoder_spec", "name")
    if not isinstance(encoder, str) or encoder not in ENCODERS:
        raise LiifError(
            f"{path} has the encoder {encoder!r}; nothing was imported",
            f"supported are {', '.join(ENCODERS)}",
        )
    for option in SWITCHES:
        if _nested(model, "args", option) not in (None, True):
            raise LiifError(f"{path} was trained without {option}; nothing was imported")
    weights = model.get("sd")
    if not isinstance(weights, dict) or not all(map(_is_plain, weights.values())):
        raise LiifError(f"{path} holds no weights; nothing was imported")
    kept = {k: v.float() for k, v in weights.items() if not str(k).startswith(UNUSED)}
    return ENCODERS[encoder], kept


def _is_plain(value: object) -> bool:
    return isinstance(value, Tensor) and value.layout == torch.strided and value.is_floating_point()


def _check_fit(path: Path, network: nn.Module, weights: dict[str, Tensor]) -> None:
    wanted = network.state_dict()
    for key in sorted(wanted.keys() ^ weights.keys(), key=str):
        problem = "lacks" if key in wanted else "has the unknown"
        raise LiifError(f"{path} {problem} key {key}; nothing was imported")
    for key, value in wanted.items():
        if weights[key].shape != value.shape:
            raise LiifError(
                f"{path} has {key} of shape {tuple(weights[key].shape)} instead of "
                f"{tuple(value.shape)}; nothing was imported"
            )
        if not weights[key].isfinite().all():
            raise LiifError(f"{path} has undefined values in {key}; nothing was imported")


def _nested(values: Any, *keys: str) -> Any:  # noqa: ANN401 - whatever a stranger's file holds
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values
