# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview's jobs: the newest counts, one worker does them all, nothing is left running."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from gimpfu import error
from liif_gimp.dialog import renderer
from liif_gimp.dialog.renderer import Renderer
from liif_gimp.pixelfile import PixelFile
from liif_gimp.workplace import Workplace

from liif_core.request.frame import Frame
from liif_core.request.layout import Layout
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.request.wire import Job

from .conftest import FAKE_WORKER

SOURCE = bytes(range(12))


def job_for(x: int = 0, width: int = 4, model: str = "fast") -> Job:
    """2 x 2 pixels to so many columns of 4 x 4."""
    request = Enlarge(Frame.of((4, 4), (x, 0, width, 4)), Settings(model))
    return Job(Layout(2, 2, "RGB", "u8"), request, "nowhere yet")


JOB = job_for()


class MainLoop:
    """GLib's, by hand: what is added from any thread is called here."""

    def __init__(self) -> None:
        self._calls: queue.Queue[tuple[Callable[..., bool], tuple[Any, ...]]] = queue.Queue()

    def idle_add(self, call: Callable[..., bool], *values: Any) -> None:  # noqa: ANN401
        self._calls.put((call, values))

    def turn(self) -> None:
        """Waits for the next call and makes it."""
        call, values = self._calls.get(timeout=300)
        if call(*values):
            self.idle_add(call, *values)

    @property
    def idle(self) -> bool:
        return self._calls.empty()


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> MainLoop:
    loop = MainLoop()
    monkeypatch.setattr(renderer, "GLib", loop)
    return loop


class Seen:
    """What a renderer answered."""

    def __init__(self, workplace: Workplace, *, broken: str = "") -> None:
        self.done: list[tuple[Job, bytes]] = []
        self.failures: list[str] = []
        self.loads = 0
        self._broken = broken
        self.renderer = Renderer(
            workplace,
            self._load,
            lambda job, pixels, _: self.done.append((job, pixels)),
            self.failures.append,
        )

    def _load(self, file: PixelFile) -> Iterator[None]:
        self.loads += 1
        for row in (0, 6):
            file.put(row, SOURCE[row : row + 6])
            yield
            if self._broken:
                raise error(self._broken)


@pytest.fixture
def workplace() -> Iterator[Workplace]:
    with Workplace([sys.executable, str(FAKE_WORKER)]) as workplace:
        yield workplace


def answered(seen: Seen, loop: MainLoop, count: int) -> None:
    while len(seen.done) + len(seen.failures) < count:
        loop.turn()


def test_jobs_have_one_source_and_one_worker(workplace: Workplace, loop: MainLoop) -> None:
    seen = Seen(workplace)
    seen.renderer.ask(JOB)
    answered(seen, loop, 1)
    worker = workplace._client
    job, pixels = seen.done[0]
    row, below = SOURCE[:3] * 2 + SOURCE[3:6] * 2, SOURCE[6:9] * 2 + SOURCE[9:] * 2
    assert pixels == row * 2 + below * 2
    assert job.stay
    # Another region, so a file of another size.
    seen.renderer.ask(job_for(2, 2))
    answered(seen, loop, 2)
    assert seen.done[1][1] == SOURCE[3:6] * 4 + SOURCE[9:] * 4
    assert workplace._client is worker
    assert seen.loads == 1
    seen.renderer.stop()


def test_only_the_newest_of_several_wishes_is_done(workplace: Workplace, loop: MainLoop) -> None:
    seen = Seen(workplace)
    for width in (4, 3, 2, 1):
        seen.renderer.ask(job_for(width=width))
    while not seen.done or seen.done[-1][0].request.result_size != (1, 4):
        loop.turn()
    assert [job.request.result_size[0] for job, _ in seen.done] in ([4, 1], [1])
    seen.renderer.stop()


def test_a_source_that_is_forgotten_is_loaded_again(workplace: Workplace, loop: MainLoop) -> None:
    seen = Seen(workplace)
    seen.renderer.ask(JOB)
    answered(seen, loop, 1)
    seen.renderer.forget()
    seen.renderer.ask(JOB)
    answered(seen, loop, 2)
    assert seen.loads == 2
    seen.renderer.stop()


def test_a_failure_is_told_and_the_next_wish_is_done(workplace: Workplace, loop: MainLoop) -> None:
    seen = Seen(workplace)
    seen.renderer.ask(job_for(model="refuse"))
    answered(seen, loop, 1)
    assert seen.failures == ["the model refuse is not installed. Choose another model"]
    seen.renderer.ask(JOB)
    answered(seen, loop, 2)
    assert len(seen.done) == 1
    seen.renderer.stop()


def test_a_source_that_cannot_be_read_is_told(workplace: Workplace, loop: MainLoop) -> None:
    seen = Seen(workplace, broken="nothing is visible")
    seen.renderer.ask(JOB)
    answered(seen, loop, 1)
    assert seen.failures == ["nothing is visible"]
    seen.renderer.stop()


def test_nothing_runs_once_it_is_stopped(workplace: Workplace, loop: MainLoop) -> None:
    seen = Seen(workplace)
    seen.renderer.ask(JOB)
    while seen.renderer._thread is None:
        loop.turn()
    seen.renderer.ask(job_for(width=2))
    thread = seen.renderer._thread
    seen.renderer.stop()
    assert not thread.is_alive()
    while not loop.idle:
        loop.turn()
    assert seen.done == []
    # The worker is free for the job itself.
    assert workplace._client is not None
    assert workplace._client.ready


class Offers:
    """Jobs that nobody has asked for."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = list(jobs)
        self.done_with: list[Job] = []

    def next(self) -> Job | None:
        return self.jobs.pop(0) if self.jobs else None

    def done(self, job: Job, _result: bytes, _said: dict[str, Any]) -> None:
        self.done_with.append(job)


def test_others_are_done_once_nothing_is_asked_for(workplace: Workplace, loop: MainLoop) -> None:
    seen, offers = Seen(workplace), Offers(job_for(width=1), job_for(width=2))
    seen.renderer.besides = offers
    seen.renderer.ask(JOB)
    while len(offers.done_with) < 2:
        loop.turn()
    assert [job.request.result_size[0] for job in offers.done_with] == [1, 2]
    assert len(seen.done) == 1
    assert seen.loads == 1
    seen.renderer.stop()


def test_while_it_is_held_nothing_else_is_done(workplace: Workplace, loop: MainLoop) -> None:
    seen, offers = Seen(workplace), Offers(job_for(width=1))
    seen.renderer.besides = offers
    seen.renderer.ask(JOB)
    seen.renderer.hold()
    answered(seen, loop, 1)
    assert len(offers.jobs) == 1
    assert seen.renderer._running is None
    seen.renderer.go_on()
    while not offers.done_with:
        loop.turn()
    seen.renderer.stop()


def test_what_is_asked_for_ends_others(workplace: Workplace, loop: MainLoop) -> None:
    cancelled: list[bool] = []
    workplace.cancel = lambda: cancelled.append(True)  # type: ignore[method-assign]
    seen = Seen(workplace)
    seen.renderer.besides = Offers(job_for(width=1))
    seen.renderer.go_on()
    seen.renderer.hold()
    assert cancelled == [True]
    seen.renderer.ask(JOB)
    answered(seen, loop, 1)
    assert seen.done[0][0].request == JOB.request
    seen.renderer.stop()


def test_a_failure_of_others_is_not_told_and_ends_them(
    workplace: Workplace, loop: MainLoop
) -> None:
    seen, offers = Seen(workplace), Offers(job_for(model="refuse"), job_for(width=1))
    seen.renderer.besides = offers
    seen.renderer.ask(JOB)
    while seen.renderer.besides is not None:
        loop.turn()
    assert not seen.failures
    assert len(offers.jobs) == 1
    seen.renderer.stop()


def test_a_job_that_does_not_end_ends_with_its_worker(workplace: Workplace, loop: MainLoop) -> None:
    seen = Seen(workplace)
    seen.renderer.ask(job_for(model="silent"))
    seen.renderer.stop(patience=0.1)
    assert workplace._client is not None
    assert workplace._client._process.returncode is not None
    while not loop.idle:
        loop.turn()
    assert not seen.failures


def test_a_long_source_is_read_while_the_dialog_goes_on(
    workplace: Workplace, loop: MainLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "_AT_ONCE", -1.0)
    seen = Seen(workplace)
    seen.renderer.ask(JOB)
    assert seen.renderer._thread is None
    answered(seen, loop, 1)
    seen.renderer.stop()
