# SPDX-License-Identifier: GPL-3.0-or-later
"""Small ONNX models, good and bad."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def make(
    nodes: list[onnx.NodeProto],
    constants: dict[str, Any] | None = None,
    *,
    shape: tuple[int | str | None, ...] = (1, 3, "h", "w"),
    kind: int = TensorProto.FLOAT,
    inputs: int = 1,
    domains: tuple[str, ...] = ("",),
) -> onnx.ModelProto:
    """From ``x`` (and ``x1`` ...) to ``y``."""
    given = [helper.make_tensor_value_info(f"x{n or ''}", kind, list(shape)) for n in range(inputs)]
    made = helper.make_tensor_value_info("y", kind, None)
    tensors = [
        numpy_helper.from_array(np.asarray(value), name)
        for name, value in (constants or {}).items()
    ]
    graph = helper.make_graph(nodes, "g", given, [made], tensors)
    opsets = [helper.make_opsetid(domain, 18 if not domain else 1) for domain in domains]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def node(operator: str, inputs: str, outputs: str = "y", **attributes: Any) -> onnx.NodeProto:  # noqa: ANN401
    """A step; names are separated by blanks, a dash is none."""
    names = ["" if name == "-" else name for name in inputs.split()]
    return helper.make_node(operator, names, outputs.split(), **attributes)


def doubling(channels: int = 3, **options: Any) -> onnx.ModelProto:  # noqa: ANN401
    """A picture twice as large by nearest pixels, and a convolution that blurs it a little."""
    kernel = np.zeros((channels, channels, 3, 3), np.float32)
    for channel in range(channels):
        kernel[channel, channel] = [[0, 0.1, 0], [0.1, 0.6, 0.1], [0, 0.1, 0]]
    half = options.get("kind") == TensorProto.FLOAT16
    return make(
        [
            node("Resize", "x - s", "large", mode="nearest", nearest_mode="floor",
                 coordinate_transformation_mode="asymmetric"),
            node("Conv", "large k", pads=[1, 1, 1, 1]),
        ],
        {"s": np.array([1, 1, 2, 2], np.float32), "k": kernel.astype(np.float16 if half else "f4")},
        **{"shape": (1, channels, "h", "w"), **options},
    )  # fmt: skip


def save(model: onnx.ModelProto, path: Path) -> Path:
    """Write it as it is."""
    path.write_bytes(model.SerializeToString())
    return path
