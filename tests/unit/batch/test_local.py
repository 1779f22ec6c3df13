# SPDX-License-Identifier: GPL-3.0-or-later
"""The executor of this machine, with real processes and the real network."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from liif_core.batch.items import Item, Outcome
from liif_core.batch.local import LocalExecutor, _Worker, serve, share_cores
from liif_core.pictures import read_picture

from .conftest import Folders

ITEMS = [Item(name, name) for name in ("a.png", "b & ü.jpg", "sub/c.tif")]


@pytest.mark.parametrize(
    ("cores", "workers", "threads"),
    [(8, 8, [1] * 8), (8, 3, [3, 3, 2]), (2, 1, [2]), (2, 4, [1] * 4)],
)
def test_all_cores_are_shared_out(cores: int, workers: int, threads: list[int]) -> None:
    assert share_cores(cores, workers) == threads


def test_two_processes_share_the_work_and_are_gone_afterwards(folders: Folders) -> None:
    order = folders.plan().order
    outcomes = list(LocalExecutor([1, 1]).run(ITEMS, order, lambda: False))
    assert {(o.item.source, o.status) for o in outcomes} == {(i.source, "done") for i in ITEMS}
    assert read_picture(folders.target / "sub/c.tif").size == (24, 16)
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_costs_its_picture_only(folders: Folders) -> None:
    order = folders.plan().order

    half = folders.target / ".a.0123abcd.png"

    def items() -> Iterator[Item]:
        yield ITEMS[0]
        half.touch()
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        yield ITEMS[1]
        yield ITEMS[2]

    outcomes = {o.item: o for o in LocalExecutor([1, 1]).run(items(), order, lambda: False)}
    assert [outcomes[item].status for item in ITEMS] == ["failed", "failed", "done"]
    assert "the process that worked on it ended (" in outcomes[ITEMS[0]].notes[0]
    assert not half.exists()
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_of_what_stopped_the_run_has_no_outcome(folders: Folders) -> None:
    """On Windows Ctrl-C reaches all processes; the picture is not to blame, nor is memory."""
    order = folders.plan().order
    stopped: list[bool] = []

    def items() -> Iterator[Item]:
        yield ITEMS[0]
        for process in multiprocessing.active_children():
            process.terminate()
            process.join()
        stopped.append(True)
        yield ITEMS[1]

    # Asked before each round of waiting, which is when it had not been stopped yet.
    asked = iter([False])
    answers = LocalExecutor([1, 1]).run(items(), order, lambda: next(asked, bool(stopped)))
    assert list(answers) == []


@pytest.mark.parametrize(("end", "memory"), [("kill", True), ("terminate", False)])
def test_memory_is_blamed_only_where_it_may_be(folders: Folders, end: str, memory: bool) -> None:
    order = folders.plan().order

    def items() -> Iterator[Item]:
        yield ITEMS[0]
        for process in multiprocessing.active_children():
            getattr(process, end)()
            process.join()

    outcomes = list(LocalExecutor([1, 1]).run(items(), order, lambda: False))
    (note,) = outcomes[0].notes
    assert ("memory" in note) == memory


def test_once_stopped_what_is_under_way_is_cancelled(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liif_core.batch.local._LOOK_UP", 0.01)
    order = folders.plan().order
    begun: list[Item] = []

    def items() -> Iterator[Item]:
        for item in ITEMS:
            begun.append(item)
            yield item

    # Stopped as soon as the first has been handed out, long before the network is loaded; and it
    # is large, so that a process which is held up just then is not late either.
    noise = np.random.default_rng(0).integers(0, 255, (1000, 1000, 3), np.uint8)
    Image.fromarray(noise).save(folders.source / "a.png", compress_level=0)
    outcomes = list(LocalExecutor([1]).run(items(), order, lambda: bool(begun)))
    assert begun == ITEMS[:1]
    assert outcomes == []
    assert folders.results() == []
    assert multiprocessing.active_children() == []


def test_a_worker_heeds_its_threads_and_ends_with_the_run(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    ours, theirs = multiprocessing.Pipe()
    ours.send(folders.plan().order)
    ours.send(Item("none.png", "none.png"))
    ours.send(None)  # with this waiting, nothing would be computed
    before = signal.getsignal(signal.SIGINT)
    try:
        serve(theirs, 3)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert os.environ["OMP_NUM_THREADS"] == "3"
    outcome = ours.recv()
    assert isinstance(outcome, Outcome)
    assert outcome.status == "failed"


def test_a_time_in_which_all_stood_still_does_not_count(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that ends a little later than it may is not killed for an hour of Ctrl-Z."""

    class Ending:
        exitcode: int | None = None
        joined = 0

        def join(self, seconds: float) -> None:
            # The first of them lasts as long as everything stands still.
            self.joined += 1
            assert seconds < 1
            if self.joined == 3:
                self.exitcode = 0

        def kill(self) -> None:
            pytest.fail("it was about to end")

    worker = _Worker(folders.plan().order, 1)
    monkeypatch.setattr(worker, "_process", ending := Ending())
    worker.end()
    assert ending.joined == 3
    monkeypatch.undo()
    worker.connection.close()
    worker.end()
