# SPDX-License-Identifier: Apache-2.0
"""Measures once which library shall run the encoders on this machine's processor."""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from liif_core.atomic import put_text
from liif_core.registry.models import ModelEntry
from liif_core.runtime.backends import engines
from liif_core.runtime.backends.engines import DEFAULT, Choice, Engine
from liif_core.runtime.backends.interface import Backend
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.enlargement import Enlargement
from liif_core.runtime.filling import fill

WORTH = 1.5
"""How many times faster than the default another engine must be to be taken."""
SIDE = 256
"""Of the tile that is timed, in pixels."""
ROUNDS = 5
ALIKE = 0.999
"""Share of the 8-bit samples that may differ by one level at most from the default's."""


def choose(entry: ModelEntry, photo: NDArray[np.uint8]) -> Choice:
    """Measure with ``entry`` on ``photo`` (rows, columns, 3), and keep what was found."""
    choice = _measured(entry, photo[:SIDE, :SIDE])
    put_text(engines.choice_file(), json.dumps(asdict(choice)) + "\n")
    return choice


def _measured(entry: ModelEntry, photo: NDArray[np.uint8]) -> Choice:
    backends = {
        name: open_backend(entry, "cpu", lambda _: None, kind=name) for name in engines.available()
    }
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
    height, width = (2 * side for side in photo.shape[:2])
    result = np.empty((height, width, 3), np.uint8)
    fill(Enlargement(photo, (width, height), entry, backend, 50), result)
    return result
