# SPDX-License-Identifier: Apache-2.0
"""Engines that run an ONNX file on the processor, as functions of named arrays.

What a user could install instead of onnxruntime; each is asked for one shape, the tile's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Inputs = dict[str, NDArray[np.float32]]
Network = Callable[[Inputs], NDArray[np.float32]]
"""Arrays by the names of the graph's inputs, to its one output."""


def onnxruntime(path: Path, _: Inputs) -> Network:
    import onnxruntime as engine

    session = engine.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return lambda inputs: session.run(None, inputs)[0]


def openvino(path: Path, example: Inputs, precision: str = "f32") -> Network:
    import openvino as engine

    model = engine.Core().read_model(path)
    model.reshape({name: list(array.shape) for name, array in example.items()})
    settings = {
        "INFERENCE_PRECISION_HINT": precision,
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": len(os.sched_getaffinity(0)),
    }
    request = engine.compile_model(model, "CPU", settings).create_infer_request()
    return lambda inputs: request.infer(inputs)[0]


def openvino_bf16(path: Path, example: Inputs) -> Network:
    return openvino(path, example, "bf16")


def opencv(path: Path, _: Inputs) -> Network:
    import cv2

    network = cv2.dnn.readNetFromONNX(str(path))

    def run(inputs: Inputs) -> NDArray[np.float32]:
        for name, array in inputs.items():
            network.setInput(array, name)
        return np.asarray(network.forward(), np.float32)

    return run


def ncnn(path: Path, example: Inputs) -> Network:
    import ncnn as engine

    with tempfile.TemporaryDirectory() as name:
        _convert_to_ncnn(path, example, Path(name))
        network = engine.Net()
        network.opt.num_threads = len(os.sched_getaffinity(0))
        network.load_param(str(Path(name) / "network.ncnn.param"))
        network.load_model(str(Path(name) / "network.ncnn.bin"))

    def run(inputs: Inputs) -> NDArray[np.float32]:
        extractor = network.create_extractor()
        for number, array in enumerate(inputs.values()):
            extractor.input(f"in{number}", engine.Mat(np.ascontiguousarray(array[0])))
        return np.array(extractor.extract("out0")[1])[None]

    return run


def _convert_to_ncnn(path: Path, example: Inputs, folder: Path) -> None:
    shapes = ",".join(str(list(array.shape)).replace(" ", "") for array in example.values())
    copy = folder / "network.onnx"
    copy.write_bytes(path.read_bytes())
    subprocess.run(
        [Path(sys.executable).with_name("pnnx"), copy, f"inputshape={shapes}"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


ENGINES: dict[str, Callable[[Path, Inputs], Network]] = {
    "onnxruntime": onnxruntime,
    "OpenVINO": openvino,
    "OpenVINO bf16": openvino_bf16,
    "OpenCV": opencv,
    "ncnn": ncnn,
}
