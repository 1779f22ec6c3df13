# SPDX-License-Identifier: Apache-2.0
"""The files of others that can become a guest, each read by whom it concerns."""

from __future__ import annotations

import re
from pathlib import Path

import onnx

from liif_core.errors import LiifError
from liif_core.guests.from_ncnn import convert_ncnn
from liif_core.guests.ncnn_graph import parse_graph
from liif_core.guests.onnx_files import LARGEST_FILE, normalise, read_onnx
from liif_core.guests.running import as_engine, open_model, open_ncnn
from liif_core.guests.taking_in import Converted, Told, take_in
from liif_core.packages import need
from liif_core.registry.files import check_regular
from liif_core.registry.models import ModelEntry

NCNN, ONNX, TORCH = (".param", ".bin"), (".onnx",), (".pth", ".safetensors", ".ckpt")
_LARGEST_TEXT = 4 << 20


def import_guest(
    path: Path,
    folder: Path,
    name: str = "",
    licence: str = "",
    kind: str = "",
    *,
    source: str = "",
    radius: int = 0,
) -> ModelEntry:
    """Make the network in ``path`` a model in ``folder``.

    It is named after the file, and its licence is what the file says, unless they are given.
    ``source`` says where it is from, by default the file; ``radius`` is its margin in pixels,
    which is measured where it is 0. Raises :class:`LiifError` where it cannot be a model; then
    nothing was written.
    """
    try:
        converted = read_network(path)
        name, licence = name or name_after(path), licence or converted.licence
        told = Told(name, source or path.name, licence, kind, radius)
        return take_in(converted, told, folder)
    except LiifError as error:
        raise LiifError(
            f"{path} cannot become a model: {error.args[0]}; nothing was imported", error.hint
        ) from error


def name_after(path: Path) -> str:
    """The name of a model that is made from a file."""
    return re.sub(r"[^\w.+-]+", "-", path.stem).strip("-.") or "guest"


def read_network(path: Path) -> Converted:
    """The network in a file, or in the two of one for ncnn. Raises :class:`LiifError`."""
    kind = path.suffix.lower()
    if kind in NCNN:
        return _read_ncnn(path.with_suffix(".param"), path.with_suffix(".bin"))
    if kind in ONNX:
        return _read_onnx(path)
    if kind in TORCH:
        need("torch", "importing a network for PyTorch needs PyTorch", "torch")
        need("spandrel", "importing a network for PyTorch needs spandrel", "spandrel")
        from liif_core.guests.from_torch import read_torch

        return read_torch(path)
    known = ", ".join((*NCNN, *ONNX, *TORCH))
    raise LiifError(f"files {kind or 'without an ending'} are not known", f"known are {known}")


def _read_ncnn(param: Path, weights: Path) -> Converted:
    need("ncnn", "a network for ncnn is checked by ncnn", "guests")
    try:
        layers = parse_graph(_read(param, _LARGEST_TEXT).decode("utf-8"))
    except UnicodeDecodeError:
        raise LiifError(f"{param.name} is no text, as the network for ncnn should be") from None
    model = convert_ncnn(layers, _read(weights, LARGEST_FILE))
    return Converted(model, _channels(model), open_ncnn(param, weights))


def _read_onnx(path: Path) -> Converted:
    _check_there(path)
    original = read_onnx(path)
    model = normalise(original)
    [source] = [v for v in original.graph.input if v.name not in _constants(original)]
    licence = next((p.value for p in original.metadata_props if "licen" in p.key.lower()), "")
    lengths = [each.dim_value for each in source.type.tensor_type.shape.dim]
    if source.type.tensor_type.elem_type != onnx.TensorProto.FLOAT:
        return Converted(model, _channels(model), None, licence=licence)
    network = open_model(original.SerializeToString())
    engine = as_engine(lambda inputs: network({source.name: next(iter(inputs.values()))}))
    sizes = (lengths[2], lengths[3]) if lengths[2] and lengths[3] else None
    return Converted(model, _channels(model), engine, sizes, licence)


def _constants(model: onnx.ModelProto) -> set[str]:
    return {tensor.name for tensor in model.graph.initializer}


def _channels(model: onnx.ModelProto) -> int:
    return model.graph.input[0].type.tensor_type.shape.dim[1].dim_value


def _check_there(path: Path) -> None:
    try:
        check_regular(path)
    except OSError as error:
        raise LiifError(f"{path.name} cannot be read ({error.strerror})") from error


def _read(path: Path, most: int) -> bytes:
    _check_there(path)
    if path.stat().st_size > most:
        raise LiifError(f"{path.name} is larger than that of any network for pictures")
    try:
        return path.read_bytes()
    except OSError as error:
        raise LiifError(f"{path.name} cannot be read ({error.strerror})") from error
