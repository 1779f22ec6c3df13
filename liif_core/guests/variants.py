# SPDX-License-Identifier: Apache-2.0
"""What programs do around a network, and LIIF does not: put into its graph."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from liif_core.guests.onnx_building import INPUT, OUTPUT

_INNER_INPUT, _INNER_OUTPUT = "given", "made"


def count_to_255(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same for colours of 0 to 1, where it was made for 0 to 255."""
    made, graph = _opened(model)
    graph.initializer.append(numpy_helper.from_array(np.array(255, np.float32), "levels"))
    graph.node.insert(0, helper.make_node("Mul", [INPUT, "levels"], [_INNER_INPUT]))
    graph.node.append(helper.make_node("Div", [_INNER_OUTPUT, "levels"], [OUTPUT]))
    return made


def add_picture(model: onnx.ModelProto, scale: int, crop: int) -> onnx.ModelProto:
    """The same and the picture itself, each pixel repeated, where the answer is what it lacks."""
    made, graph = _opened(model)
    scales = np.array([1, 1, scale, scale], np.float32)
    cut = crop // 2
    first, last = np.array([cut] * 2), np.array([-(crop - cut) if crop > cut else 1 << 31] * 2)
    for name, values in (
        ("scales", scales), ("first", first), ("last", last), ("axes", np.array([2, 3])),
    ):  # fmt: skip
        graph.initializer.append(numpy_helper.from_array(values, name))
    graph.node.insert(0, helper.make_node("Identity", [INPUT], [_INNER_INPUT]))
    nearest = helper.make_node(
        "Resize", [INPUT, "", "scales"], ["repeated"], mode="nearest",
        coordinate_transformation_mode="asymmetric", nearest_mode="floor",
    )  # fmt: skip
    graph.node.extend(
        [
            nearest,
            helper.make_node("Slice", ["repeated", "first", "last", "axes"], ["beneath"]),
            helper.make_node("Add", [_INNER_OUTPUT, "beneath"], [OUTPUT]),
        ]
    )
    return made


def _opened(model: onnx.ModelProto) -> tuple[onnx.ModelProto, onnx.GraphProto]:
    """A copy whose nodes read and make what is to be put before and behind them."""
    made = onnx.ModelProto()
    made.CopyFrom(model)
    names = {INPUT: _INNER_INPUT, OUTPUT: _INNER_OUTPUT}
    for node in made.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    return made, made.graph
