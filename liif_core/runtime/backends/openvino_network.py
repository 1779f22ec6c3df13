# SPDX-License-Identifier: Apache-2.0
"""A network by OpenVINO, in bfloat16 where the processor multiplies it natively."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liif_core.runtime.backends.interface import DeviceMemoryError
from liif_core.runtime.backends.onnx_binding import Inputs, device_memory
from liif_core.runtime.threads import threads

if TYPE_CHECKING:
    import openvino

Precision: TypeAlias = Literal["bf16", "f32"]


class OpenVinoNetwork:
    """The network that is the content of an ONNX file: inputs by name to its output.

    Products are made in bfloat16, sums in single precision; on processors without bfloat16
    OpenVINO uses single precision for both, as it does for ``f32``. Raises ImportError.
    """

    def __init__(self, model: bytes, precision: Precision = "bf16") -> None:
        core = _core()
        settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
        if limit := threads():
            settings["INFERENCE_NUM_THREADS"] = str(limit)
        try:
            with device_memory():
                self._compiled = core.compile_model(core.read_model(model), "CPU", settings)
                self._request = self._compiled.create_infer_request()
        except DeviceMemoryError as error:
            raise MemoryError from error  # which smaller tiles could not mend

    @property
    def free_axis(self) -> int:
        """The first axis of the first input whose length may differ from call to call."""
        shape = self._compiled.input(0).get_partial_shape()
        return next(axis for axis, length in enumerate(shape) if length.is_dynamic)

    def __call__(self, inputs: Inputs) -> NDArray[np.float32]:
        """The array returned is the network's own, and holds until the next call."""
        with device_memory():
            return self._request.infer(dict(inputs), share_inputs=True, share_outputs=True)[0]


@functools.cache
def _core() -> openvino.Core:
    """For the whole process. With the last of them OpenVINO frees the stack that it gave the main
    thread for signals, for processors with AMX, and leaves it in use: the next Ctrl-C was a crash.
    """
    import openvino

    return openvino.Core()
