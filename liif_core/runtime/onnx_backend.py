# SPDX-License-Identifier: Apache-2.0
"""The default backend: onnxruntime, on a GPU where one of its providers finds one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from liif_core.coordinates import Taps
from liif_core.errors import LiifError
from liif_core.models import ModelEntry, Role, verify
from liif_core.runtime.backend import Pixels, Window, strength_planes

# On Windows the package's variable is not heard (see liif_core/__init__.py), but this is.
onnxruntime.disable_telemetry_events()

PROVIDERS = {
    "CUDA": "CUDAExecutionProvider",
    "DirectML": "DmlExecutionProvider",
    "CoreML": "CoreMLExecutionProvider",
}
"""GPU providers by the name people know, best first."""
QUIET = 3
"""Log level: errors only. onnxruntime warns of every node it leaves on the CPU."""


def available_gpu() -> str | None:
    """The best GPU provider that the installed onnxruntime was built with."""
    built = onnxruntime.get_available_providers()
    return next((name for name, provider in PROVIDERS.items() if provider in built), None)


class OnnxBackend:
    """See :class:`liif_core.runtime.backend.Backend`. Raises :class:`LiifError`."""

    name = "onnxruntime"

    def __init__(self, entry: ModelEntry, device: str, warn: Callable[[str], None]) -> None:
        wanted = None if device == "cpu" else available_gpu()
        if device == "cuda" and wanted != "CUDA":
            warn("this onnxruntime has no CUDA; the picture is computed on the CPU")
            wanted = None
        self._encoder = _session(entry, "encoder", wanted)
        running = self._encoder.get_providers()[0]
        self.provider = next((n for n, p in PROVIDERS.items() if p == running), "CPU")
        if wanted and self.provider != wanted:
            warn(f"{wanted} could not be started; the picture is computed on the CPU")
            wanted = None
        self._decoder = _session(entry, "decoder", wanted)
        shape = self._decoder.get_inputs()[0].shape
        self._first_axis = shape.index("height")
        self._takes_strength = entry.strength

    def encode(self, pixels: Pixels, strength: int | None) -> NDArray[np.float32]:
        inputs = {"pixels": pixels[None]}
        if self._takes_strength:
            inputs["strength"] = strength_planes(strength)
        return self._encoder.run(None, inputs)[0]

    def decode(
        self,
        features: NDArray[np.float32],
        window: Window,
        rows: Taps,
        columns: Taps,
        cell: tuple[float, float],
    ) -> Pixels:
        top, bottom, left, right = window
        part = (slice(None),) * self._first_axis + (slice(top, bottom), slice(left, right))
        inputs = {
            "features": np.ascontiguousarray(features[part]),
            "row_index": rows.index,
            "row_rel": rows.rel,
            "row_weight": rows.weight,
            "column_index": columns.index,
            "column_rel": columns.rel,
            "column_weight": columns.weight,
            "cell": np.array(cell, np.float32),
        }
        return self._decoder.run(None, inputs)[0][0]


def _session(entry: ModelEntry, role: Role, gpu: str | None) -> onnxruntime.InferenceSession:
    path = entry.path(role)
    verify(entry.name, path, entry.files[role].sha256)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = QUIET
    # A plan of the memory for every shape of tile that occurs: a third more, no faster.
    options.enable_mem_pattern = False
    providers = ([PROVIDERS[gpu]] if gpu else []) + ["CPUExecutionProvider"]
    try:
        return onnxruntime.InferenceSession(str(path), options, providers)
    except Exception as error:  # onnxruntime's own exceptions share no base class
        raise LiifError(
            f"model {entry.name} could not be loaded ({str(error).splitlines()[0]})",
            "run install.py again, and report this with the output of liif doctor",
        ) from error
