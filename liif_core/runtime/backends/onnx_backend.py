# SPDX-License-Identifier: Apache-2.0
"""The default backend: onnxruntime, on a GPU where one of its providers finds one."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, partial
from typing import Any, TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from liif_core.coordinates import Taps
from liif_core.errors import LiifError
from liif_core.registry.models import ModelEntry, Role, read_file
from liif_core.runtime.backends.engines import DEFAULT, Engine
from liif_core.runtime.backends.interface import DeviceMemoryError, Pixels, Window
from liif_core.runtime.backends.interruption import interruptible
from liif_core.runtime.backends.onnx_binding import Inputs, device_memory, from_device, to_device
from liif_core.runtime.backends.openvino_network import OpenVinoNetwork, Precision
from liif_core.runtime.backends.separable import SeparableDecoder
from liif_core.runtime.blending import ENCODER, PURE, Blend, blend_weights
from liif_core.runtime.threads import threads

# On Windows the package's variable is not heard (see liif_core/__init__.py), but this is.
onnxruntime.disable_telemetry_events()

PROVIDERS = {
    "CUDA": "CUDAExecutionProvider",
    "DirectML": "DmlExecutionProvider",
    "CoreML": "CoreMLExecutionProvider",
}
"""GPU providers by the name people know, best first."""
GPU_OPTIONS = {"CUDA": {"cudnn_conv_algo_search": "HEURISTIC"}}
"""By default each of cuDNN's algorithms is tried for every new shape of tile."""
ON_DEVICE = {"CUDA": "cuda"}
"""Providers whose features stay on the device, with onnxruntime's name for it."""
Features: TypeAlias = "NDArray[np.float32] | onnxruntime.OrtValue"
QUIET = 4
"""Log level: fatal only. It warns of every node it leaves on the CPU, and raises its errors."""
_LARGE = 1 << 17
"""Values of an input, about those of a tile of 200 x 200 pixels, from which a network gives memory
back after a run."""


def available_gpu() -> str | None:
    """The best GPU provider that the installed onnxruntime was built with."""
    built = onnxruntime.get_available_providers()
    return next((name for name, provider in PROVIDERS.items() if provider in built), None)


def open_network(
    entry: ModelEntry,
    role: Role,
    device: str,
    warn: Callable[[str], None],
    engine: Engine = DEFAULT,
    blend: Blend = PURE,
    *,
    precision: Precision = "bf16",
    stays: bool = False,
) -> tuple[Callable[[Inputs], Any], str, str]:
    """The network of ``role``, from its inputs to its one output; and the names of the library
    that runs it, and of what it runs on.

    ``precision`` is that of OpenVINO. If the output ``stays`` it is left on a device where that can
    be. Raises :class:`LiifError`.
    """
    wanted = None if device == "cpu" else available_gpu()
    if device == "cuda" and wanted != "CUDA":
        warn("this onnxruntime has no CUDA; the picture is computed on the CPU")
        wanted = None
    if wanted == "CUDA":
        _load_cuda()
    if wanted is None and engine == "openvino":
        return OpenVinoNetwork(_model(entry, role, blend), precision), "OpenVINO", "CPU"
    session = _session(entry, role, wanted, blend)
    running = session.get_providers()[0]
    provider = next((n for n, p in PROVIDERS.items() if p == running), "CPU")
    if wanted and provider != wanted:
        warn(f"{wanted} could not be started; the picture is computed on the CPU")
    if stays and provider in ON_DEVICE:
        return partial(to_device, session, ON_DEVICE[provider]), OnnxBackend.name, provider
    return partial(_run, session), OnnxBackend.name, provider


def _load_cuda() -> None:
    """Load CUDA's libraries where they were installed as packages, which no loader searches."""
    if hasattr(onnxruntime, "preload_dlls"):
        # It prints what it does not find, even if the system has it elsewhere.
        with contextlib.redirect_stdout(sys.stderr):
            onnxruntime.preload_dlls()


class OnnxBackend:
    """See :class:`liif_core.runtime.backends.interface.Backend`. Raises :class:`LiifError`.

    On the processor the networks may be run by another engine.
    """

    name = "onnxruntime"

    def __init__(
        self,
        entry: ModelEntry,
        device: str,
        warn: Callable[[str], None],
        blend: Blend = PURE,
        engine: Engine = DEFAULT,
    ) -> None:
        self._entry = entry
        with usable(entry):
            self._open(device, warn, blend, engine)

    def _open(self, device: str, warn: Callable[[str], None], blend: Blend, engine: Engine) -> None:
        entry = self._entry
        self._encoder: Callable[[Inputs], Features]
        self._encoder, self.name, self.provider = open_network(
            entry, "encoder", device, warn, engine, blend, stays=True
        )
        wanted = self.provider if self.provider != "CPU" else None
        # Decoder and estimator are the same in every blend.
        self._separable = None
        on_host = wanted is None and self.provider not in ON_DEVICE
        self._decode_part: Callable[[Inputs], NDArray[np.float32]]
        if on_host and entry.architecture == "fast":
            self._separable = SeparableDecoder(blend_weights(entry))
        elif self.name == "OpenVINO":
            # The published decoder answers with whole colours, not with what is missing of them:
            # in bfloat16 0.4 % of them were more than a level off.
            network = OpenVinoNetwork(_model(entry, "decoder", PURE), "f32")
            self._first_axis, self._decode_part = network.free_axis, network
        else:
            self._decoder = _session(entry, "decoder", wanted)
            self._first_axis = self._decoder.get_inputs()[0].shape.index("height")
            self._decode_part = partial(_run, self._decoder)
        self.decodes_by_one_core = self._separable is not None

    def estimate(self, pieces: Pixels) -> float:
        with usable(self._entry):
            return float(_run(self._estimator, {"pieces": pieces})[0, 0])

    @cached_property
    def _estimator(self) -> onnxruntime.InferenceSession:
        # Small and run once or twice: not worth a GPU's start, nor several threads, which spin
        # while they wait for each other.
        return _session(self._entry, "estimator", None, cores=1)

    def encode(self, pixels: Pixels, strength: int, *, lasting: bool = False) -> Features:
        inputs = {"pixels": pixels[None]}
        if self._entry.strength:
            inputs["strength"] = np.array([[strength / 100]], np.float32)
        with usable(self._entry):
            features = self._encoder(inputs)
        # OpenVINO's next go to the same place; a copy takes a tenth as long as they did.
        return features.copy() if lasting and self.name == "OpenVINO" else features

    def decode(
        self,
        features: Features,
        window: Window,
        rows: Taps,
        columns: Taps,
        cell: tuple[float, float],
    ) -> Pixels:
        # What is undefined is told once, by who sees it at the end, and not by numpy as well.
        with usable(self._entry), np.errstate(all="ignore"):
            colours = self._decode(features, window, rows, columns, cell)
            if colours.shape != (wanted := (3, rows.index.shape[1], columns.index.shape[1])):
                raise ValueError(f"values of shape {colours.shape} instead of {wanted}")
            return colours

    def _decode(
        self,
        features: Features,
        window: Window,
        rows: Taps,
        columns: Taps,
        cell: tuple[float, float],
    ) -> Pixels:
        if self._separable is not None:
            return self._separable(features, window, rows, columns, cell)
        top, bottom, left, right = window
        if isinstance(features, onnxruntime.OrtValue):
            # No part of them can be had without a copy; the taps count from their corner.
            taps = _taps(rows.shifted(-top), columns.shifted(-left), cell)
            return from_device(self._decoder, "features", features, taps)[0]
        part = (slice(None),) * self._first_axis + (slice(top, bottom), slice(left, right))
        inputs = _taps(rows, columns, cell)
        inputs["features"] = np.ascontiguousarray(features[part])
        return self._decode_part(inputs)[0].copy()


def _taps(rows: Taps, columns: Taps, cell: tuple[float, float]) -> dict[str, NDArray[np.generic]]:
    return {
        "row_index": rows.index,
        "row_rel": rows.rel,
        "row_weight": rows.weight,
        "column_index": columns.index,
        "column_rel": columns.rel,
        "column_weight": columns.weight,
        "cell": np.array(cell, np.float32),
    }


def _run(session: onnxruntime.InferenceSession, inputs: Inputs) -> NDArray[np.float32]:
    options = onnxruntime.RunOptions()
    large = max(array.size for array in inputs.values()) > _LARGE
    if large and session.get_providers() == ["CPUExecutionProvider"]:
        # What is kept for the next run seldom suits a tile of another shape: with all that came
        # together, a network took a third more memory. Small pieces given back and taken again and
        # again would leave holes.
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    with interruptible(partial(setattr, options, "terminate", True)), device_memory():
        return session.run(None, dict(inputs), options)[0]


def _model(entry: ModelEntry, role: Role, blend: Blend) -> bytes:
    """An ONNX file, with other weights where something is mixed in."""
    file = read_file(entry, role)
    return _blended_encoder(entry, file, blend) if blend else file


def _blended_encoder(entry: ModelEntry, file: bytes, blend: Blend) -> bytes:
    """The encoder's file with other weights.

    In the file the weights lie as they do in memory, so they are put in the place of the old
    ones. (onnxruntime's own ``add_initializer`` comes after its optimisations, too late.)
    """
    # Sorted, as they are read in any order.
    old = {n: v for n, v in sorted(blend_weights(entry).items()) if n.startswith(ENCODER)}
    places = _places(file, tuple(value.tobytes() for value in old.values()))
    if places is None:
        raise LiifError(
            f"nothing can be mixed into model {entry.name}",
            "set detail and refocus to 0, and ask for no repairs",
        )
    new, blended = blend_weights(entry, blend), bytearray(file)
    for name, place in zip(old, places, strict=True):
        blended[place : place + old[name].nbytes] = new[name].tobytes()
    return bytes(blended)


@lru_cache(maxsize=1)
def _places(file: bytes, parts: tuple[bytes, ...]) -> list[int] | None:
    """Where each of ``parts`` begins in ``file``, None unless each is there once. Kept, as each
    step of a slider asks again."""
    places = [file.find(part) for part in parts]
    once = all(
        place >= 0 and file.find(part, place + 1) < 0
        for part, place in zip(parts, places, strict=True)
    )
    return places if once else None


def _session(
    entry: ModelEntry, role: Role, gpu: str | None, blend: Blend = PURE, cores: int | None = None
) -> onnxruntime.InferenceSession:
    """By default it uses all cores that it may."""
    model = _model(entry, role, blend)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = QUIET
    options.intra_op_num_threads = threads() if cores is None else cores
    # Threads that wait for each other give their core away: spinning, they took a seventh more time
    # beside other programs, and went on for a while beside the decoder.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A plan of the memory for every shape of tile that occurs: a third more, no faster.
    options.enable_mem_pattern = False
    providers = ([(PROVIDERS[gpu], GPU_OPTIONS.get(gpu, {}))] if gpu else []) + [
        "CPUExecutionProvider"
    ]
    try:
        with device_memory():
            # The processor alone has nothing to fall back to, but it would print that it does.
            return onnxruntime.InferenceSession(
                model, options, providers, enable_fallback=int(gpu is not None)
            )
    except DeviceMemoryError as error:
        if gpu:
            raise
        raise MemoryError from error  # which no other device could mend


@contextlib.contextmanager
def usable(entry: ModelEntry) -> Iterator[None]:
    """Blame the model for what is raised when it is loaded or run: nobody else made its files.

    Lets through what others know to handle, :class:`LiifError` among it.
    """
    try:
        yield
    except (LiifError, DeviceMemoryError, MemoryError, ImportError):
        raise
    except Exception as error:  # the exceptions of onnxruntime and OpenVINO share no base class
        said = str(error).strip().partition("\n")[0][:300]
        raise LiifError(
            f"model {entry.name} cannot be used ({said})",
            "install LIIF again, and report this with the output of liif doctor",
        ) from error
