# SPDX-License-Identifier: Apache-2.0
"""Networks stop in the middle of their run, and can be run again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from liif_core.errors import Cancelled
from liif_core.registry.models import find
from liif_core.runtime.backends.interruption import interrupt, interruptible
from liif_core.runtime.backends.onnx_backend import OnnxBackend


@contextmanager
def interrupted() -> Iterator[None]:
    """Again and again, as the first time nothing may run yet."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(0.01):
            interrupt()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_network_stops_and_answers_the_next_time() -> None:
    backend = OnnxBackend(find("fast"), "cpu", lambda _: None)
    pixels = np.random.default_rng(0).random((3, 64, 64), np.float32)
    before = np.array(backend.encode(pixels, 50))
    large = np.tile(pixels, (1, 5, 5))
    with interrupted(), pytest.raises(Cancelled):
        backend.encode(large, 50)
    assert np.array_equal(backend.encode(pixels, 50), before)


def run(work: Callable[[], None]) -> list[str]:
    """What was stopped while ``work`` was done."""
    stopped: list[str] = []
    with interruptible(lambda: stopped.append("stopped")):
        work()
    return stopped


def test_what_ended_by_itself_is_an_answer() -> None:
    assert run(interrupt) == ["stopped"]
    assert run(lambda: None) == []


def test_a_failure_of_its_own_stays_one() -> None:
    def fail() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        run(fail)
    # Nothing of it is left to be stopped.
    assert run(lambda: None) == []
