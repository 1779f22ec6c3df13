# SPDX-License-Identifier: Apache-2.0
"""Which library runs the encoders on this machine's processor: measured once, then kept."""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from liif_core.atomic import put_text

if TYPE_CHECKING:
    from liif_core.models import ModelEntry
    from liif_core.runtime.backend import Backend

Engine = Literal["onnxruntime", "openvino"]
DEFAULT: Engine = "onnxruntime"
"""Exact in single precision, and there on every machine."""
WORTH = 1.5
"""How many times faster than the default another engine must be to be taken."""
SIDE = 256
"""Of the tile that is timed, in pixels."""
ROUNDS = 5
ALIKE = 0.999
"""Share of the 8-bit samples that may differ by one level at most from the default's."""


@dataclass(frozen=True)
class Choice:
    """An engine, and why it was taken, for people."""

    engine: Engine
    reason: str


def choice_file() -> Path:
    """Where the choice is kept: in the environment whose engines were measured."""
    return Path(sys.prefix) / "liif-engine.json"


def chosen() -> Choice:
    """What was chosen here, or the default where nothing was, or it is there no more."""
    try:
        values = json.loads(choice_file().read_text("utf-8"))
        choice = Choice(values["engine"], str(values["reason"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Choice(DEFAULT, "no other was measured; 'liif engines' does it")
    if choice.engine not in available():
        return Choice(DEFAULT, f"{choice.engine}, which was chosen, is not installed here")
    return choice


def available() -> list[Engine]:
    """The installed ones."""
    both: tuple[Engine, Engine] = ("onnxruntime", "openvino")
    return [name for name in both if importlib.util.find_spec(name) is not None]


def choose(entry: ModelEntry, photo: NDArray[np.uint8]) -> Choice:
    """Measure with ``entry`` on ``photo`` (rows, columns, 3), and keep what was found."""
    choice = _measured(entry, photo[:SIDE, :SIDE])
    put_text(choice_file(), json.dumps(asdict(choice)) + "\n")
    return choice


def _measured(entry: ModelEntry, photo: NDArray[np.uint8]) -> Choice:
    from liif_core.runtime.backend import open_backend

    backends = {name: open_backend(entry, "cpu", lambda _: None, kind=name) for name in available()}
    if len(backends) == 1:
        return Choice(DEFAULT, "no other is installed")
    tile = np.ascontiguousarray(photo.transpose(2, 0, 1), np.float32) / np.float32(255)
    times: dict[Engine, list[float]] = {name: [] for name in backends}
    for turn in range(ROUNDS + 1):
        for name, backend in backends.items():
            start = time.perf_counter()
            backend.encode(tile, 50)
            # The first time, engines still prepare themselves for the shape.
            if turn:
                times[name].append(time.perf_counter() - start)
    seconds = {name: statistics.median(values) for name, values in times.items()}
    gain = seconds["onnxruntime"] / seconds["openvino"]
    if gain < WORTH:
        return Choice(DEFAULT, f"openvino was {gain:.1f} times as fast, which is not worth it")
    results = [_enlarged(entry, backend, photo).astype(int) for backend in backends.values()]
    alike = float((abs(results[0] - results[1]) <= 1).mean())
    if alike < ALIKE:
        return Choice(DEFAULT, f"openvino was faster, but only {alike:.2%} of its samples agree")
    return Choice("openvino", f"{gain:.1f} times as fast as onnxruntime")


def _enlarged(entry: ModelEntry, backend: Backend, photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    from liif_core.runtime.enlargement import Enlargement
    from liif_core.runtime.upscale import compute

    height, width = (2 * side for side in photo.shape[:2])
    result = np.empty((height, width, 3), np.uint8)
    compute(Enlargement(photo, (width, height), entry, backend, 50), result)
    return result
