# SPDX-License-Identifier: Apache-2.0
"""ONNX models of others: what is refused before one is run, and the form in which one is kept.

Such a file is a program. What it may do is compute: each of its steps must be one of those that
networks for pictures are made of. It may not repeat steps, read other files, or bring steps of its
own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from liif_core.errors import LiifError
from liif_core.guests.onnx_building import INPUT, IR_VERSION, OUTPUT, picture

LARGEST_FILE = 1 << 30
"""Bytes; the largest networks for pictures have a tenth."""
_NEWEST_IR = 10
_OURS = ("", "ai.onnx")
_WORTH_HALVING = 1024
"""Numbers of a constant that are kept in half precision, if that loses nothing."""
OPERATORS = frozenset(
    {
        "Abs", "Add", "And", "AveragePool", "BatchNormalization", "Cast", "CastLike",
        "Ceil", "Clip", "Concat", "Constant", "ConstantOfShape", "Conv", "ConvTranspose",
        "Cos", "CumSum", "DepthToSpace", "Div", "Dropout", "Einsum", "Elu", "Equal", "Erf",
        "Exp", "Expand", "Flatten", "Floor", "Gather", "GatherElements", "GatherND", "Gelu",
        "Gemm", "GlobalAveragePool", "GlobalMaxPool", "Greater", "GreaterOrEqual",
        "GridSample", "GroupNormalization", "HardSigmoid", "HardSwish", "Identity",
        "InstanceNormalization", "LayerNormalization", "LeakyRelu", "Less", "LessOrEqual",
        "Log", "LpNormalization", "MatMul", "Max", "MaxPool", "Mean", "Min", "Mish", "Mod",
        "Mul", "Neg", "Not", "Or", "PRelu", "Pad", "Pow", "Range", "Reciprocal", "ReduceL1",
        "ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum",
        "Relu", "Reshape", "Resize", "Round", "ScatterElements", "ScatterND", "Selu",
        "Shape", "Sigmoid", "Sign", "Sin", "Size", "Slice", "Softmax", "Softplus",
        "SpaceToDepth", "Split", "Sqrt", "Squeeze", "Sub", "Sum", "Tanh", "ThresholdedRelu",
        "Tile", "TopK", "Transpose", "Trilu", "Unsqueeze", "Upsample", "Where", "Xor",
    }
)  # fmt: skip
"""The steps that are known."""


def read_onnx(path: Path) -> onnx.ModelProto:
    """The model in a file, checked by :func:`check_safe`. Raises :class:`LiifError`."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LiifError("it is larger than any network for pictures")
        model = onnx.load_model_from_string(path.read_bytes())
    except OSError as error:
        raise LiifError(f"it cannot be read ({error.strerror})") from error
    except (LiifError, MemoryError):
        raise
    except Exception as error:  # protobuf's own, of which there are several
        raise LiifError("it is no ONNX model, or damaged") from error
    check_safe(model)
    return model


def check_safe(model: onnx.ModelProto) -> None:
    """Raise :class:`LiifError` for what does more than compute, or is not there."""
    for opset in model.opset_import:
        if opset.domain not in _OURS:
            raise LiifError(
                f"it needs the steps of {opset.domain[:40]!r}, which are no part of ONNX"
            )
    if model.functions or model.training_info:
        raise LiifError("it brings steps of its own")
    if model.graph.sparse_initializer:
        raise LiifError("it has sparse weights")
    for tensor in _tensors(model):
        if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
            raise LiifError(
                "its weights lie in another file", "save it as one file, with its weights inside"
            )
    for node in model.graph.node:
        graphs = [each for each in node.attribute if each.HasField("g") or each.graphs]
        if node.domain not in _OURS or node.op_type not in OPERATORS or graphs:
            raise LiifError(f"it has the step {node.op_type[:40]}, which LIIF does not know")


def normalise(model: onnx.ModelProto, channels: int | None = None) -> onnx.ModelProto:
    """The same with names of ours, in single precision, for pictures of any size.

    ``channels`` is how many its input has where the file does not say it. Raises
    :class:`LiifError` unless it has one picture as its input and one as its output.
    """
    made = onnx.ModelProto()
    made.CopyFrom(model)
    graph = made.graph
    constants = {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        raise LiifError(
            f"it has {len(inputs)} inputs and {len(graph.output)} outputs, and not a picture each"
        )
    shape = inputs[0].type.tensor_type.shape.dim
    if len(shape) != 4:
        raise LiifError(f"its input has {len(shape)} axes, and not the four of a picture")
    channels = shape[1].dim_value or channels or 3
    if inputs[0].type.tensor_type.elem_type not in (TensorProto.FLOAT, TensorProto.FLOAT16):
        raise LiifError("its input is not of real numbers")
    _make_single(graph)
    source, end = inputs[0].name, graph.output[0].name
    if source == end:
        raise LiifError("it does nothing")
    names = {source: INPUT, end: OUTPUT, "": ""}
    for node in graph.node:
        node.name = node.doc_string = ""
        for name in (*node.input, *node.output):
            names.setdefault(name, f"v{len(names)}")
    for tensor in graph.initializer:
        tensor.doc_string = ""
        names.setdefault(tensor.name, f"v{len(names)}")
        tensor.name = names[tensor.name]
    for node in graph.node:
        node.input[:] = [names[name] for name in node.input]
        node.output[:] = [names[name] for name in node.output]
    del graph.input[:], graph.output[:], graph.value_info[:], made.metadata_props[:]
    del graph.quantization_annotation[:]
    graph.input.append(picture(INPUT, channels, "height", "width"))
    graph.output.append(
        helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, None, None, None])
    )
    graph.name, graph.doc_string = "guest", ""
    made.producer_name = made.producer_version = made.doc_string = made.domain = ""
    made.ir_version = min(max(made.ir_version, IR_VERSION), _NEWEST_IR)
    return made


def pack(model: onnx.ModelProto) -> bytes:
    """The file of a model: large constants in half precision where that loses nothing."""
    made = onnx.ModelProto()
    made.CopyFrom(model)
    casts = []
    for tensor in made.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if values.size < _WORTH_HALVING or not np.array_equal(half.astype(np.float32), values):
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}h"))
        casts.append(helper.make_node("Cast", [f"{name}h"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *made.graph.node]
    del made.graph.node[:]
    made.graph.node.extend(nodes)
    return made.SerializeToString(deterministic=True)


def _tensors(model: onnx.ModelProto) -> Iterator[onnx.TensorProto]:
    yield from model.graph.initializer
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors


def _make_single(graph: onnx.GraphProto) -> None:
    """Half and double precision made single, in constants and in steps that name a precision."""
    others = (TensorProto.FLOAT16, TensorProto.DOUBLE)
    for tensor in graph.initializer:
        _to_single(tensor, others)
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                _to_single(attribute.t, others)
            if attribute.name in ("to", "dtype") and attribute.i in others:
                attribute.i = TensorProto.FLOAT


def _to_single(tensor: onnx.TensorProto, others: tuple[int, ...]) -> None:
    if tensor.data_type in others:
        values = numpy_helper.to_array(tensor).astype(np.float32)
        tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
