# SPDX-License-Identifier: Apache-2.0
"""Networks run while they are taken in, by onnxruntime and by the engine they were made for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from liif_core.errors import LiifError
from liif_core.guests.onnx_building import INPUT
from liif_core.runtime.backends.guest_backend import Network
from liif_core.runtime.backends.onnx_backend import QUIET
from liif_core.runtime.backends.onnx_binding import Inputs
from liif_core.runtime.threads import threads

Engine = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""From (channels, h, w) to (channels, rows, columns)."""


def open_model(data: bytes) -> Network:
    """An ONNX model, run by onnxruntime on the processor. Raises :class:`LiifError`."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = QUIET
    options.intra_op_num_threads = threads()
    options.enable_mem_pattern = False
    try:
        session = onnxruntime.InferenceSession(data, options, ["CPUExecutionProvider"])
    except Exception as error:  # its exceptions share no base class
        raise LiifError(f"onnxruntime does not take it ({_first_line(error)})") from error

    def run(inputs: Inputs) -> NDArray[np.float32]:
        try:
            return session.run(None, dict(inputs))[0]
        except Exception as error:
            raise LiifError(f"it cannot be run ({_first_line(error)})") from error

    return run


def as_engine(network: Network) -> Engine:
    """The same for one picture."""
    return lambda pixels: network({INPUT: np.ascontiguousarray(pixels[None])})[0]


def open_ncnn(param: Path, weights: Path) -> Engine:
    """A network for ncnn, run by ncnn in single precision. Raises :class:`LiifError`."""
    import ncnn

    net = ncnn.Net()
    options = net.opt
    options.num_threads = max(1, threads())
    # Half precision would be another network's answer, by up to a level.
    options.use_fp16_storage = options.use_fp16_arithmetic = options.use_bf16_storage = False
    options.use_fp16_packed = False
    if net.load_param(str(param)) or net.load_model(str(weights)):
        raise LiifError("ncnn itself does not take it")

    def run(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        extractor = net.create_extractor()
        # Cloned, and kept until then: a Mat does not keep the array alive that it was made from.
        given = np.ascontiguousarray(pixels)
        extractor.input(net.input_names()[0], ncnn.Mat(given).clone())
        status, output = extractor.extract(net.output_names()[-1])
        if status:
            raise LiifError("ncnn itself cannot run it")
        return np.array(output)

    return run


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
