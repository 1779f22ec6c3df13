# SPDX-License-Identifier: Apache-2.0
"""``liif bench engines``: an encoder on every engine and precision, its time and what it costs.

OpenVINO runs the decoder as well, as the backend has it.

An engine of less precision is worth its speed only where nobody can see it: each is compared
with onnxruntime in single precision, sample by sample and by PSNR against the truth.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from liif_core.lab.benchmarks import tasks as benchmark
from liif_core.lab.benchmarks.metrics import Picture, compare
from liif_core.lab.benchmarks.quality import WORST
from liif_core.lab.benchmarks.speed.quantized import quantize
from liif_core.lab.benchmarks.tasks import Task
from liif_core.registry.models import ModelEntry, find
from liif_core.runtime.backends.engines import DEFAULT, Engine
from liif_core.runtime.backends.onnx_backend import OnnxBackend
from liif_core.runtime.backends.onnx_binding import Inputs
from liif_core.runtime.backends.openvino_network import OpenVinoNetwork
from liif_core.runtime.enlargement import Enlargement
from liif_core.runtime.filling import fill

SIDE = 512
"""Of the tile that is timed, in pixels: that of ``fast``."""
ROUNDS = 7
TASKS = (Task("set5", 4.0), Task("set14", 4.0), Task("set5", 2.0, (30,)), Task("set14", 2.0, (30,)))
DECODING = ("OpenVINO fp32", "OpenVINO bf16")
"""Engines whose decoder is OpenVINO's as well."""
STRENGTH = 50
"""Told to networks that take one; what is compared is the engines."""


Run = Callable[[Inputs], NDArray[np.float32]]
"""A network: its inputs by name to its output."""


@dataclass(frozen=True)
class Row:
    """One engine; times are medians of turns with the others."""

    engine: str
    seconds: float
    """For a tile of :data:`SIDE`."""
    alike: float
    """Share of 8-bit samples at most one level from the first engine's."""
    loss: float
    """Of the picture that loses most, in dB."""
    worst: float
    """Mean of the worst 5 % of pictures, in dB."""


class With(OnnxBackend):
    """A model whose encoder is run by ``encoder``, and all else by ``engine``."""

    def __init__(self, entry: ModelEntry, encoder: Run, engine: Engine) -> None:
        super().__init__(entry, "cpu", lambda _: None, engine=engine)
        self._encoder = encoder


def encoders(entry: ModelEntry, folder: Path) -> dict[str, Run]:
    """The encoder of ``entry`` on all engines that are installed, the standard first.

    ``folder`` takes a copy of it in 8 bits.
    """
    path = entry.path("encoder")
    eighth = folder / "int8.onnx"
    quantize(path, eighth, entry.strength)
    found = {"onnxruntime fp32": _onnxruntime(path), "onnxruntime int8": _onnxruntime(eighth)}
    try:
        found["OpenVINO fp32"] = OpenVinoNetwork(path.read_bytes(), "f32")
        found["OpenVINO bf16"] = OpenVinoNetwork(path.read_bytes(), "bf16")
        found["OpenVINO int8"] = OpenVinoNetwork(eighth.read_bytes(), "f32")
    except ImportError:
        pass
    found["torch fp32"] = _torch(entry, bfloat16=False)
    found["torch bf16"] = _torch(entry, bfloat16=True)
    return found


def measure(model: str, data: Path) -> list[Row]:
    """All engines on ``model``, with the sets of pictures in ``data``."""
    entry = find(model)
    with tempfile.TemporaryDirectory() as folder:
        ways = encoders(entry, Path(folder))
        backends = {
            name: With(entry, way, "openvino" if name in DECODING else DEFAULT)
            for name, way in ways.items()
        }
        times = _times(backends)
        pictures = [pair for task in TASKS for pair in _pairs(task, data)]
        results = {
            name: [_enlarged(entry, backend, small, truth) for _, small, truth in pictures]
            for name, backend in backends.items()
        }
    first, *_ = results.values()
    return [
        Row(name, times[name], *_judged(values, first, pictures))
        for name, values in results.items()
    ]


def table(rows: list[Row]) -> str:
    """Markdown, one line an engine."""
    lines = [
        f"| engine | ms for {SIDE} x {SIDE} | times as fast | within a level "
        "| largest loss dB | worst 5 % dB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.engine} | {row.seconds * 1000:.0f} | {rows[0].seconds / row.seconds:.2f} "
        f"| {row.alike:.2%} | {row.loss:.3f} | {row.worst:.3f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _pairs(task: Task, data: Path) -> list[tuple[int, Picture, Picture]]:
    return [(task.border, small, truth) for _, small, truth in benchmark.pairs(task, data)]


def _times(backends: dict[str, With]) -> dict[str, float]:
    tile = np.random.default_rng(0).random((3, SIDE, SIDE), np.float32)
    taken: dict[str, list[float]] = {name: [] for name in backends}
    for turn in range(ROUNDS + 1):
        for name, backend in backends.items():
            start = time.perf_counter()
            backend.encode(tile, STRENGTH)
            # The first time, engines still prepare themselves for the shape.
            if turn:
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in taken.items()}


def _enlarged(entry: ModelEntry, backend: With, small: Picture, truth: Picture) -> Picture:
    result = np.empty_like(truth)
    size = truth.shape[1], truth.shape[0]
    fill(Enlargement(small, size, entry, backend, STRENGTH), result)
    return result


def _judged(
    results: list[Picture], first: list[Picture], pictures: list[tuple[int, Picture, Picture]]
) -> tuple[float, float, float]:
    near, losses = [], []
    for result, exact, (border, _, truth) in zip(results, first, pictures, strict=True):
        near.append((abs(result.astype(int) - exact) <= 1).ravel())
        before, after = (compare(p, truth, border, colour=False)[0] for p in (exact, result))
        losses.append(before - after)
    losses.sort(reverse=True)
    worst = losses[: max(1, round(len(losses) * WORST))]
    return float(np.concatenate(near).mean()), losses[0], float(np.mean(worst))


def _onnxruntime(path: Path) -> Run:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return lambda inputs: session.run(None, dict(inputs))[0]


def _torch(entry: ModelEntry, bfloat16: bool) -> Run:
    import torch

    from liif_core.networks.architectures import load_network, parts

    encoder = parts(load_network(entry).eval())[0].to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    @torch.inference_mode()
    def run(inputs: Inputs) -> NDArray[np.float32]:
        tensors = [torch.from_numpy(array) for array in inputs.values()]
        tensors[0] = tensors[0].contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            features = encoder(*tensors)
        return features.float().contiguous().numpy()

    return run
