# SPDX-License-Identifier: Apache-2.0
"""Checkpoints of the official LIIF repository to models that the engine runs.

The file is read without ever unpickling code, checked against the published graph key by key,
and written out as ONNX and safetensors into the user's models folder.
"""

from __future__ import annotations

import math
import os
import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from liif_core.errors import LiifError
from liif_core.networks.architectures import build
from liif_core.networks.publish import publish
from liif_core.registry.models import MODELS, ModelEntry

_ZIP, _END = b"PK\x03\x04", b"PK\x05\x06"
_END_LENGTH = 22
"""Of what ends a zip file, in bytes; it begins with the second of those."""
ENCODERS = {"edsr-baseline": "edsr-liif", "rdn": "rdn-liif"}
"""The official names of the encoders, and our architecture with each."""
UNUSED = ("encoder.sub_mean.", "encoder.add_mean.")
"""The official EDSR carries these frozen layers without ever calling them."""

PARTS = ("encoder_spec", "imnet_spec")
"""Arguments that describe a part of the network."""
PUBLISHED_ARGUMENTS: dict[str, dict[str, object]] = {
    "edsr-baseline": {"n_resblocks": 16, "n_feats": 64, "no_upsampling": True},
    "rdn": {"G0": 64, "RDNkSize": 3, "RDNconfig": "B", "no_upsampling": True},
}
"""What the encoders of the published networks were made with, and we make them with."""
WITHOUT_EFFECT = ("scale", "rgb_range")
"""Arguments of the encoders that only concern layers which LIIF does not call."""
RESIDUAL_SCALE = "res_scale"
"""Argument of EDSR by which the output of each residual block is multiplied, usually 1."""
WRAPPED = ("module.", "_orig_mod.")
"""What the keys begin with when the network was saved inside torch's DataParallel or compiled."""
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


def is_liif(path: Path) -> bool:
    """Whether the file says that it is a checkpoint of LIIF. Raises :class:`LiifError`."""
    values = load_checkpoint(path)
    return isinstance(values, dict) and _nested(values, "model", "name") == "liif"


def read_checkpoint(path: Path) -> tuple[str, dict[str, Tensor]]:
    """Architecture and weights of an official checkpoint. Raises :class:`LiifError`."""
    values = load_checkpoint(path)
    model = values.get("model") if isinstance(values, dict) else None
    if not isinstance(model, dict) or model.get("name") != "liif":
        raise LiifError(f"{path} is not a checkpoint of LIIF; nothing was imported")
    encoder = _nested(model, "args", "encoder_spec", "name")
    if not isinstance(encoder, str) or encoder not in ENCODERS:
        raise LiifError(
            f"{path} has the encoder {encoder!r}; nothing was imported",
            f"supported are {', '.join(ENCODERS)}",
        )
    _check_arguments(path, model["args"], encoder)
    weights = model.get("sd")
    if not isinstance(weights, dict) or not all(map(_is_plain, weights.values())):
        raise LiifError(f"{path} holds no weights; nothing was imported")
    weights = _unwrapped({str(key): value for key, value in weights.items()})
    kept = {k: v.float() for k, v in weights.items() if not k.startswith(UNUSED)}
    _fold_residual_scale(path, model["args"], kept)
    return ENCODERS[encoder], kept


def load_checkpoint(path: Path) -> Any:  # noqa: ANN401 - whatever a stranger's file holds
    """What torch finds in the file, by no means larger than it. Raises :class:`LiifError`."""
    try:
        _check_not_packed(path)
        with warnings.catch_warnings():
            # What torch thinks of a file's format is nothing that its user could act upon.
            warnings.simplefilter("ignore")
            return torch.load(path, map_location="cpu", weights_only=True)
    except LiifError:
        raise
    except OSError as error:
        raise LiifError(f"{path} cannot be read ({error.strerror})") from error
    except Exception as error:  # damaged files make torch raise nearly anything
        raise LiifError(
            f"{path} is not a torch checkpoint of plain weights",
            "nothing was imported; only files without program code are read",
        ) from error


def _check_not_packed(path: Path) -> None:
    """Raise :class:`LiifError` for a zip file whose parts are together larger than it is.

    torch stores them as they are. Compressed, or several of them in the same place, they could be
    of any size in memory. Nor may there be anything behind the list of the parts: another reader
    could take that for the list.
    """
    with path.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            return  # the older format, in which all is as it is in memory
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_LENGTH))
        last = file.read(len(_END))
    with zipfile.ZipFile(path) as parts:
        infos = parts.infolist()
    packed = any(info.compress_type != zipfile.ZIP_STORED for info in infos)
    if packed or last != _END or sum(info.file_size for info in infos) > size:
        raise LiifError(
            f"{path} holds more than it is long, as no checkpoint by torch does",
            "nothing was imported; save it again with torch.save",
        )


def _check_arguments(path: Path, arguments: dict[str, Any], encoder: str) -> None:
    """Raise :class:`LiifError` for arguments that make another network than the published one.

    Many leave the shapes of the weights as they are: the result would be wrong without a word.
    """
    for option in SWITCHES:
        if (value := arguments.get(option)) is not None and value is not True:
            raise LiifError(f"{path} was trained without {option}; nothing was imported")
    given = _nested(arguments, "encoder_spec", "args") or {}
    wanted = PUBLISHED_ARGUMENTS[encoder]
    others = {*arguments} - {*PARTS, *SWITCHES}
    if not isinstance(given, dict) or others:
        name = min(map(str, others), default="encoder_spec")
        raise LiifError(f"{path} has the unknown argument {name}; nothing was imported")
    for name, value in given.items():
        if name in WITHOUT_EFFECT or (name == RESIDUAL_SCALE and encoder == "edsr-baseline"):
            continue
        if name not in wanted or type(value) is not type(wanted[name]) or value != wanted[name]:
            published = f", not {wanted[name]!r} as published" if name in wanted else ""
            raise LiifError(
                f"{path} has an encoder with {str(name)[:40]} {str(value)[:40]}{published};"
                " nothing was imported"
            )
    kind = _nested(arguments, "imnet_spec", "name")
    if kind not in (None, "mlp"):
        raise LiifError(f"{path} has the decoder {str(kind)[:40]!r}; nothing was imported")


def _unwrapped(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    for prefix in WRAPPED:
        if weights and all(key.startswith(prefix) for key in weights):
            return _unwrapped({key[len(prefix) :]: value for key, value in weights.items()})
    return weights


def _fold_residual_scale(path: Path, arguments: dict[str, Any], weights: dict[str, Tensor]) -> None:
    """Put the factor of the residual blocks into the weights of their last layers: the same
    function."""
    factor = _nested(arguments, "encoder_spec", "args", RESIDUAL_SCALE)
    if factor is None:
        return
    if type(factor) not in (int, float) or not math.isfinite(factor):
        raise LiifError(
            f"{path} has an encoder with {RESIDUAL_SCALE} {str(factor)[:40]}, which is no number;"
            " nothing was imported"
        )
    for key in weights:
        if re.fullmatch(r"encoder\.body\.\d+\.body\.2\.(weight|bias)", key):
            weights[key] = weights[key] * factor


def _is_plain(value: object) -> bool:
    """Whether it is a tensor of floats that has a place in memory for each: by steps of nothing
    a few could stand for any number."""
    return (
        isinstance(value, Tensor)
        and value.layout == torch.strided
        and value.is_floating_point()
        and value.numel() * value.element_size() <= value.untyped_storage().nbytes()
    )


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
