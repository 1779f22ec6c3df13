# SPDX-License-Identifier: Apache-2.0
"""How much work and memory a network takes for each pixel, counted in its graph."""

from __future__ import annotations

from math import prod

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, shape_inference

from liif_core.errors import LiifError
from liif_core.guests.onnx_building import INPUT
from liif_core.runtime.backends.onnx_backend import QUIET

MOST_MEMORY = 1 << 18
"""Bytes for a source pixel: what needs more was not made for pictures."""
_SIDE = 64
_WORKSPACE = 1.5
"""How many times the memory of what passes between layers an engine takes, about."""
Shapes = dict[str, tuple[int, ...]]


def check_memory(model: onnx.ModelProto, channels: int) -> None:
    """Raise :class:`LiifError` for a graph that says of itself that it makes far more than it is
    given: before it is run."""
    fixed = onnx.ModelProto()
    fixed.CopyFrom(model)
    for axis, length in enumerate((1, channels, _SIDE, _SIDE)):
        fixed.graph.input[0].type.tensor_type.shape.dim[axis].dim_value = length
    try:
        inferred = shape_inference.infer_shapes(fixed, data_prop=True)
    except Exception as error:  # its own
        raise LiifError("it is damaged: its layers do not fit together") from error
    for value in (*inferred.graph.value_info, *inferred.graph.output):
        lengths = [each.dim_value for each in value.type.tensor_type.shape.dim]
        if prod(max(1, length) for length in lengths) * 4 > MOST_MEMORY * _SIDE**2:
            raise LiifError("it needs more memory than any network for pictures")


def count_effort(model: onnx.ModelProto, channels: int, side: int) -> tuple[int, int]:
    """Products, and bytes of memory, for each source pixel of a picture of this side.

    Raises :class:`LiifError` when it cannot be run.
    """
    shapes = _find_shapes(model, channels, side)
    pixels = side * side
    work = sum(_count_products(node, shapes) for node in model.graph.node)
    return work // pixels, max(1, round(_find_peak(model, shapes) * _WORKSPACE / pixels))


def _find_shapes(model: onnx.ModelProto, channels: int, side: int) -> Shapes:
    """Of all that passes between layers: each is asked for its shape in a run."""
    asking = onnx.ModelProto()
    asking.CopyFrom(model)
    constants = {tensor.name: tuple(tensor.dims) for tensor in asking.graph.initializer}
    names = [name for node in model.graph.node for name in node.output if name]
    del asking.graph.output[:]
    for number, name in enumerate(names):
        asking.graph.node.append(helper.make_node("Shape", [name], [f"shape{number}"]))
        asking.graph.output.append(
            helper.make_tensor_value_info(f"shape{number}", TensorProto.INT64, None)
        )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = QUIET
    pixels = np.full((1, channels, side, side), 0.5, np.float32)
    try:
        session = onnxruntime.InferenceSession(
            asking.SerializeToString(), options, ["CPUExecutionProvider"]
        )
        found = session.run(None, {INPUT: pixels})
    except Exception as error:  # its exceptions share no base class
        raise LiifError("it cannot be run") from error
    shapes: Shapes = {INPUT: pixels.shape, **constants}
    shapes.update((n, tuple(map(int, shape))) for n, shape in zip(names, found, strict=True))
    return shapes


def _count_products(node: onnx.NodeProto, shapes: Shapes) -> int:
    if node.op_type == "Conv":
        return prod(shapes[node.output[0]]) * prod(shapes[node.input[1]][1:])
    if node.op_type == "ConvTranspose":
        return prod(shapes[node.input[0]]) * prod(shapes[node.input[1]][1:])
    if node.op_type in ("MatMul", "Gemm"):
        return prod(shapes[node.output[0]]) * shapes[node.input[0]][-1]
    return 0


def _find_peak(model: onnx.ModelProto, shapes: Shapes) -> int:
    """Bytes of what is there at once, as each is given up after its last use."""
    last = {name: n for n, node in enumerate(model.graph.node) for name in node.input}
    constants = {tensor.name for tensor in model.graph.initializer}
    there, peak = prod(shapes[INPUT]), 0
    for number, node in enumerate(model.graph.node):
        there += sum(prod(shapes[name]) for name in node.output if name)
        peak = max(peak, there)
        there -= sum(
            prod(shapes[name])
            for name in {*node.input}
            if name and name not in constants and last[name] == number
        )
    return peak * np.dtype(np.float32).itemsize
