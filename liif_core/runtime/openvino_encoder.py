# SPDX-License-Identifier: Apache-2.0
"""The encoder by OpenVINO, in bfloat16 where the processor multiplies it natively."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from liif_core.runtime.onnx_binding import Inputs, device_memory
from liif_core.runtime.threads import threads

Encode = Callable[[Inputs], NDArray[np.float32]]


def openvino_encoder(model: bytes, precision: Literal["bf16", "f32"] = "bf16") -> Encode:
    """The encoder that is the content of an ONNX file: inputs by name to features.

    Products are made in bfloat16, sums in single precision; on processors without bfloat16
    OpenVINO uses single precision for both, as it does for ``f32``. Raises ImportError.
    """
    import openvino

    core = openvino.Core()
    settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
    if limit := threads():
        settings["INFERENCE_NUM_THREADS"] = str(limit)
    compiled = core.compile_model(core.read_model(model), "CPU", settings)
    request = compiled.create_infer_request()

    def encode(inputs: Inputs) -> NDArray[np.float32]:
        with device_memory():
            # Not copied: the features of a tile are no longer needed when the next is encoded.
            return request.infer(dict(inputs), share_inputs=True, share_outputs=True)[0]

    return encode
