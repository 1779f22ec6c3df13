# SPDX-License-Identifier: Apache-2.0
"""The graph of Real-ESRGAN General x4 v3, which users would take instead.

SRVGGNetCompact (Wang et al., arXiv 2107.10833): 64 channels, 32 layers, PReLU, pixel shuffle, on
top of the enlarged input. Its weights are random here: time does not depend on them.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

CHANNELS, LAYERS, SCALE = 64, 32, 4
OPSET = 18
MACS = 9 * CHANNELS * (3 + LAYERS * CHANNELS + 3 * SCALE**2)
"""Multiplications for an input pixel."""


def save(path: Path) -> None:
    """Write the graph: ``pixels`` (1, 3, h, w) in 0..1 to ``colours`` (1, 3, 4 h, 4 w)."""
    rng = np.random.default_rng(0)
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def constant(name: str, values: NDArray[np.generic]) -> str:
        weights.append(numpy_helper.from_array(values, name))
        return name

    widths = [3, *[CHANNELS] * (LAYERS + 1), 3 * SCALE**2]
    value = "pixels"
    for number, (inputs, outputs) in enumerate(pairwise(widths)):
        deviation = 1 / np.sqrt(9 * inputs)
        kernel = rng.normal(0, deviation, (outputs, inputs, 3, 3)).astype(np.float32)
        names = [value, constant(f"kernel{number}", kernel)]
        names.append(constant(f"bias{number}", np.zeros(outputs, np.float32)))
        value = f"convolved{number}"
        nodes.append(helper.make_node("Conv", names, [value], pads=[1] * 4, kernel_shape=[3, 3]))
        if number <= LAYERS:
            slope = constant(f"slope{number}", np.full((outputs, 1, 1), 0.2, np.float32))
            nodes.append(helper.make_node("PRelu", [value, slope], [f"active{number}"]))
            value = f"active{number}"
    nodes.append(helper.make_node("DepthToSpace", [value], ["detail"], blocksize=SCALE, mode="CRD"))
    scales = constant("scales", np.array([1, 1, SCALE, SCALE], np.float32))
    nodes.append(
        helper.make_node(
            "Resize", ["pixels", "", scales], ["large"], mode="nearest",
            coordinate_transformation_mode="asymmetric", nearest_mode="floor",
        )
    )  # fmt: skip
    nodes.append(helper.make_node("Add", ["detail", "large"], ["colours"]))
    graph = helper.make_graph(
        nodes,
        "general_x4",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("colours", TensorProto.FLOAT, [1, 3, "rows", "columns"])],
        weights,
    )
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10),
        path,
    )
