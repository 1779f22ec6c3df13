# SPDX-License-Identifier: Apache-2.0
"""What the graph of a network says about how far it sees, where it is made of known steps only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from liif_core.guests.onnx_building import INPUT, OUTPUT

_PLACES_STAY = frozenset(
    {
        "Abs", "Add", "BatchNormalization", "Cast", "Ceil", "Clip", "Concat", "Div", "Dropout",
        "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish", "Identity", "LeakyRelu",
        "Log", "Max", "Mean", "Min", "Mish", "Mul", "Neg", "PRelu", "Pad", "Pow", "Reciprocal",
        "Relu", "Round", "Selu", "Sigmoid", "Sign", "Slice", "Softplus", "Split", "Sqrt", "Sub",
        "Sum", "Tanh", "Where",
    }
)  # fmt: skip
"""Steps in which each pixel is made of those in its place."""
_RESAMPLED = {"nearest": 1, "linear": 1, "cubic": 2}
"""Pixels to each side that a kind of resizing looks at."""


@dataclass(frozen=True)
class Structure:
    """How far a network sees, by its graph."""

    radius: int
    """Source pixels to each side, apart from what is pooled over all of the picture."""
    step: int
    """Source pixels by which it can be moved."""
    pooled: bool
    """Whether something is."""


@dataclass(frozen=True)
class _Seen:
    """Of what passes between steps."""

    radius: Fraction
    pixel: Fraction
    """Side of a pixel, in source pixels."""


def find_structure(model: onnx.ModelProto) -> Structure | None:
    """None where a step is not known by which places get mixed, such as attention."""
    constants = {each.name: each for each in model.graph.initializer}
    seen = {INPUT: _Seen(Fraction(0), Fraction(1))}
    step, pooled = Fraction(1), False
    for node in model.graph.node:
        sources = [seen[name] for name in node.input if name in seen]
        if not sources or node.op_type == "Shape":
            # What is made of constants, or of sizes, says nothing about places.
            continue
        if node.op_type in ("GlobalAveragePool", "GlobalMaxPool"):
            pooled = True
            made: _Seen | None = None
        else:
            made = _follow(node, sources, constants)
            if made is None:
                return None
            step = max(step, made.pixel)
        if made is not None:
            seen.update((name, made) for name in node.output)
    end = seen.get(OUTPUT)
    if end is None or step.denominator != 1:
        return None
    return Structure(math.ceil(end.radius), int(step), pooled)


def _follow(
    node: onnx.NodeProto, sources: list[_Seen], constants: dict[str, onnx.TensorProto]
) -> _Seen | None:
    values: dict[str, Any] = {
        each.name: helper.get_attribute_value(each) for each in node.attribute
    }
    radius = max(each.radius for each in sources)
    pixel = min(each.pixel for each in sources)
    if node.op_type in _PLACES_STAY:
        return _Seen(radius, pixel)
    if node.op_type in ("Conv", "MaxPool", "AveragePool", "ConvTranspose"):
        kernel = values.get("kernel_shape")
        if kernel is None and node.input[1] in constants:
            kernel = constants[node.input[1]].dims[2:]
        if kernel is None:
            return None
        reach = max(
            (k - 1) * d for k, d in zip(kernel, values.get("dilations", [1, 1]), strict=True)
        )
        stride = int(max(values.get("strides", [1, 1])))
        if node.op_type == "ConvTranspose":
            pixel /= stride
            return _Seen(radius + Fraction(reach + stride - 1, 2) * pixel, pixel)
        return _Seen(radius + Fraction(reach + stride - 1, 2) * pixel, pixel * stride)
    if node.op_type in ("DepthToSpace", "SpaceToDepth"):
        size = Fraction(values["blocksize"])
        factor = size if node.op_type == "SpaceToDepth" else 1 / size
        return _Seen(radius + pixel * (max(factor, Fraction(1)) - 1) / 2, pixel * factor)
    if node.op_type == "Resize" and len(node.input) > 2 and node.input[2] in constants:
        scales = numpy_helper.to_array(constants[node.input[2]])
        mode = values.get("mode", b"nearest").decode()
        if scales.size != 4 or scales[2] != scales[3] or not np.isfinite(scales).all():
            return None
        factor = 1 / Fraction(float(scales[2])).limit_denominator(64)
        return _Seen(radius + _RESAMPLED[mode] * pixel * max(factor, Fraction(1)), pixel * factor)
    return None
