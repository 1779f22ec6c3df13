# SPDX-License-Identifier: Apache-2.0
"""An ONNX graph that grows node by node."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
IR_VERSION = 8
"""Of the file; what every onnxruntime from 1.18 on reads."""
INPUT, OUTPUT = "pixels", "answer"


class Builder:
    """Nodes and constants, their names short and without a meaning."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._count = 0

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401
        """A node with one output; its name. An input may be left out as an empty name."""
        return self.add_many(operator, 1, *inputs, **attributes)[0]

    def add_many(self, operator: str, outputs: int, *inputs: str, **attributes: Any) -> list[str]:  # noqa: ANN401
        """A node with so many outputs; their names."""
        names = [self._name() for _ in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names

    def constant(self, values: NDArray[Any]) -> str:
        """An array; its name."""
        name = self._name()
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def whole(self, *values: int) -> str:
        """A list of whole numbers, such as axes; its name."""
        return self.constant(np.array(values, np.int64))

    def number(self, value: float) -> str:
        """A number that goes with pictures of any size; its name."""
        return self.constant(np.full((1, 1, 1, 1), value, np.float32))

    def finish(self, output: str, channels: int, answered: int) -> onnx.ModelProto:
        """The model, from ``INPUT`` (1, channels, height, width) to ``OUTPUT``, which is
        ``output`` (1, answered, ...)."""
        self.nodes.append(helper.make_node("Identity", [output], [OUTPUT]))
        graph = helper.make_graph(
            self.nodes,
            "guest",
            [picture(INPUT, channels, "height", "width")],
            [picture(OUTPUT, answered, "rows", "columns")],
            self._constants,
        )
        return helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
        )

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count}"


def picture(name: str, channels: int, height: str, width: str) -> onnx.ValueInfoProto:
    """What is said of an input or output that is a picture of any size."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, channels, height, width])
