# SPDX-License-Identifier: GPL-3.0-or-later
"""Which engine is chosen for a processor, and what becomes of the choice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from liif_core.coordinates import Taps
from liif_core.registry.models import ModelEntry, find
from liif_core.runtime.backends import engines, measuring
from liif_core.runtime.backends.engines import chosen
from liif_core.runtime.backends.interface import Backend, Pixels, Window
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.backends.measuring import choose
from liif_core.runtime.backends.opening import open_backend
from tests.engine.pictures import photo
from tests.engine.running import compute


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "choice_file", lambda: tmp_path / "engine.json")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now


class Timed:
    """An engine whose encoder takes ``seconds``, and whose colours are all ``grey``."""

    def __init__(self, clock: Clock, seconds: float, grey: float) -> None:
        self.clock, self.seconds, self.grey = clock, seconds, grey
        self.provider = "CPU"
        self.decodes_by_one_core = False

    def encode(self, pixels: Pixels, _: int, *, lasting: bool = False) -> Pixels:
        self.clock.now += self.seconds
        return pixels

    def decode(self, _: Pixels, __: Window, rows: Taps, columns: Taps, ___: object) -> Pixels:
        shape = 3, rows.index.shape[1], columns.index.shape[1]
        return np.full(shape, self.grey, np.float32)


@pytest.mark.parametrize(
    ("seconds", "grey", "engine", "reason"),
    [
        (0.5, 0.5, "openvino", "2.0 times as fast as onnxruntime"),
        (0.5, 0.503, "openvino", "2.0 times"),
        (0.5, 0.52, "onnxruntime", "only 0.00% of its samples agree"),
        (0.7, 0.5, "onnxruntime", "1.4 times as fast, which is not worth it"),
        (2.0, 0.5, "onnxruntime", "0.5 times"),
    ],
)
def test_another_engine_must_be_faster_and_alike(
    seconds: float, grey: float, engine: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    backends = {"onnxruntime": Timed(clock, 1, 0.5), "openvino": Timed(clock, seconds, grey)}

    def opened(_: ModelEntry, device: str, __: object, *, kind: str) -> Timed:
        assert device == "cpu"
        return backends[kind]

    monkeypatch.setattr(measuring, "open_backend", opened)
    monkeypatch.setattr(measuring, "time", clock)
    monkeypatch.setattr(engines, "available", lambda: list(backends))
    choice = choose(find("fast"), photo()[:40, :40])
    assert choice.engine == engine
    assert reason in choice.reason
    assert chosen() == choice


def test_without_another_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "available", lambda: ["onnxruntime"])
    assert choose(find("fast"), photo()).engine == "onnxruntime"
    assert "no other is installed" in chosen().reason


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"engine": "openvino"}'])
def test_without_a_choice_it_is_the_exact_one(content: str | None) -> None:
    if content is not None:
        engines.choice_file().write_text(content)
    assert chosen().engine == "onnxruntime"
    assert "liif engines" in chosen().reason


def test_an_engine_that_is_there_no_more_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    engines.choice_file().write_text(json.dumps({"engine": "openvino", "reason": "faster"}))
    monkeypatch.setattr(engines, "available", lambda: ["onnxruntime"])
    assert chosen().engine == "onnxruntime"
    assert "not installed" in chosen().reason
    assert open_backend(find("fast"), "cpu", print).name == "onnxruntime"


@pytest.mark.slow
@pytest.mark.parametrize("model", ["fast", "edsr-liif"])
def test_by_openvino_the_picture_is_the_same_within_a_level(model: str) -> None:
    pytest.importorskip("openvino")
    results = []
    for engine in ("onnxruntime", "openvino"):
        engines.choice_file().write_text(json.dumps({"engine": engine, "reason": "a test"}))
        result = np.empty((300, 300, 3), np.uint8)
        source = np.ascontiguousarray(photo()[:120, :120])
        info = compute(
            source, result, grid=(300, 300), tile=70, device="cpu", model=model, backends=Backends()
        )
        assert info.backend.lower() == engine
        results.append(result.astype(int))
    difference = abs(results[0] - results[1])
    assert (difference <= 1).mean() >= measuring.ALIKE
    assert difference.max() <= 2


@pytest.mark.slow
def test_by_openvino_what_is_certain_is_the_same() -> None:
    """Five tiles are decoded in turns, and OpenVINO has one place for the features of all."""
    pytest.importorskip("openvino")
    source = np.ascontiguousarray(photo()[:90, :90])
    results = []
    for engine in ("onnxruntime", "openvino"):
        engines.choice_file().write_text(json.dumps({"engine": engine, "reason": "a test"}))
        result = np.empty((180, 180, 3), np.uint8)
        info = compute(
            source, result, grid=(180, 180), shown="certainty", device="cpu", backends=Backends()
        )
        assert info.backend.lower() == engine
        results.append(result.astype(int))
    # Differences of a part of a level are shown 25 times as large.
    assert abs(results[0] - results[1]).mean() < 1
    assert results[0].std() > 5


@pytest.mark.parametrize(("dtype", "kind"), [("u1", "auto"), ("u2", "exact"), ("f4", "exact")])
def test_deep_pixels_are_computed_exactly(
    dtype: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = []

    def opened(entry: ModelEntry, *options: object) -> Backend:
        kinds.append(options[-1])
        return open_backend(entry, "cpu", print, kind="exact")

    monkeypatch.setattr("liif_core.runtime.one_pass.open_backend", opened)
    source = np.zeros((200, 200, 3), dtype)
    compute(source, source.copy(), grid=(200, 200), strength=0)
    assert kinds == [kind]


@pytest.mark.parametrize(
    ("side", "model", "kept", "engine"),
    [
        (199, "fast", False, "onnxruntime"),
        (200, "fast", False, "OpenVINO"),
        # What is open already costs nothing.
        (199, "fast", True, "OpenVINO"),
        # A slow model gains at once.
        (20, "edsr-liif", False, "OpenVINO"),
    ],
)
def test_a_small_picture_is_not_worth_loading_another_engine(
    side: int, model: str, kept: bool, engine: str
) -> None:
    pytest.importorskip("openvino")
    engines.choice_file().write_text(json.dumps({"engine": "openvino", "reason": "a test"}))
    source = np.zeros((side, side, 3), np.uint8)  # of one colour, which is soon done
    backends = Backends() if kept else None
    info = compute(source, source.copy(), (side, side), model=model, backends=backends)
    assert info.backend == engine


INTERRUPTED = """
import signal
import numpy as np
from liif_core.registry.models import find, read_file
from liif_core.runtime.backends.openvino_network import OpenVinoNetwork

for precision in ("f32", "bf16"):
    network = OpenVinoNetwork(read_file(find("fast"), "encoder"), precision)
    pixels = np.zeros((1, 3, 16, 16), np.float32)
    network({"pixels": pixels, "strength": np.zeros((1, 1), np.float32)})
del network
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_is_heard_when_openvino_is_done() -> None:
    """On processors with AMX that was a crash; others never had it."""
    pytest.importorskip("openvino")
    outcome = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True)
    assert (outcome.returncode, outcome.stdout) == (0, "interrupted\n"), outcome.stderr
