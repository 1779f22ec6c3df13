# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs for the preview, beside the dialog: always the newest one, without blocking, and others
while nobody asks for one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Protocol

from gimpfu import CancelError, error
from gimpfu.introspection import GLib

from liif_core.request.wire import Job
from liif_gimp.pixelfile import PixelFile
from liif_gimp.worker import Listener
from liif_gimp.workplace import Workplace

_PATIENCE = 1.0
"""Seconds until the running job has heard that it shall end, beside another program that keeps the
processors busy."""


_AT_ONCE = 0.5
"""Seconds for which the source is read before the dialog goes on: it is drawn while the worker
already works."""


class Besides(Protocol):
    """Knows what could be computed while nothing is asked for."""

    def next(self) -> Job | None:
        """The job, if there is any."""

    def done(self, job: Job, result: bytes, said: dict[str, Any]) -> None:
        """It was carried out, with these pixels and this last message."""


class Renderer:
    """Has one job at a time done; while one runs, only the newest of those that came waits.

    When none is left it has jobs done that :attr:`besides` gives, which end at once when something
    is asked for; none any more after one of them has failed.

    All callbacks come from GLib's main loop, in the thread that has it.
    """

    def __init__(
        self,
        workplace: Workplace,
        load: Callable[[PixelFile], Iterator[object]],
        done: Callable[[Job, bytes, dict[str, Any]], None],
        failed: Callable[[str], None],
    ) -> None:
        """``load`` puts the source into the file, step by step, those that take longer in the main
        loop's idle time;
        ``done`` gets the job, its result's pixels and the worker's last message.
        """
        self._workplace = workplace
        self._load = load
        self._done = done
        self._failed = failed
        self.besides: Besides | None = None
        self.reading = self.answering = 0.0
        """Seconds that it took to put the last job's source into the file, and the worker then."""
        self._next: Job | None = None
        self._running: Job | None = None
        self._giver: Besides | None = None
        """Who gave the running job, if it was not asked for."""
        self._held = self._stopped = False
        self._loaded: PixelFile | None = None
        self._thread: threading.Thread | None = None
        self._since = 0.0

    def ask(self, job: Job) -> None:
        """Have this job done soon; it gets its pixels here, and all have one source."""
        self._next = job
        self._held = False
        if self._running is not None:
            self._workplace.cancel()
        else:
            self._begin()

    def hold(self) -> None:
        """Something will be asked for soon: nothing else is done until then, or :meth:`go_on`."""
        self._held = True
        if self._giver is not None:
            self._workplace.cancel()

    def go_on(self) -> None:
        """Nothing will be asked for."""
        self._held = False
        if self._running is None:
            self._begin()

    def forget(self) -> None:
        """The source is another one: load it again."""
        self._loaded = None

    def stop(self, patience: float = _PATIENCE) -> None:
        """As :meth:`rest`, and have nothing done any more."""
        self._stopped = True
        self.rest(patience)

    def rest(self, patience: float = _PATIENCE) -> None:
        """Wait for the running job's end, and have nothing done until something is asked for.

        A job that goes on for so many seconds of ``patience`` ends with its worker.
        """
        self._next = None
        self._held = True
        if self._thread is not None:
            self._workplace.cancel()
            self._thread.join(patience)
            if self._thread.is_alive():
                self._workplace.kill()
                self._thread.join()
        self._running = self._giver = self._thread = None

    def _begin(self) -> None:
        job, self._next = self._next, None
        self._giver = None
        if job is None and self.besides is not None and not self._held:
            job = self.besides.next()
            self._giver = None if job is None else self.besides
        if job is None or self._stopped:
            return
        try:
            file = self._workplace.prepared(job.file_bytes)
        except error as problem:
            self._tell(str(problem))
            return
        self._running = job = replace(job, pixels=file.name, stay=True)
        self.reading, self._since = 0.0, time.monotonic()
        if file is self._loaded:
            self._start(job, file)
            return
        steps = self._load(file)
        while self._load_step(steps, job, file):
            if time.monotonic() - self._since > _AT_ONCE:
                GLib.idle_add(self._load_step, steps, job, file)
                break

    def _load_step(self, steps: Iterator[object], job: Job, file: PixelFile) -> bool:
        """Whether there are more; asked again by GLib as long as it returns True."""
        if self._running is not job:
            return False
        try:
            next(steps)
        except StopIteration:
            self._loaded = file
            self.reading = time.monotonic() - self._since
            self._start(job, file)
        except error as problem:
            self._running = None
            self._tell(str(problem))
        else:
            return True
        return False

    def _start(self, job: Job, file: PixelFile) -> None:
        self._thread = threading.Thread(target=self._work, args=(job, file))
        self._thread.start()

    def _work(self, job: Job, file: PixelFile) -> None:
        """In a thread of its own, which touches neither GIMP nor the dialog."""
        outcome: dict[str, Any] | Exception
        try:
            outcome = self._workplace.run(job, Listener(_ignored, _ignored))
        except Exception as problem:
            outcome = problem
        GLib.idle_add(self._ended, job, file, outcome)

    def _ended(self, job: Job, file: PixelFile, outcome: dict[str, Any] | Exception) -> bool:
        if self._running is not job:
            return False  # the file may hold something else by now
        self._running = self._thread = None
        self.answering = time.monotonic() - self._since - self.reading
        if isinstance(outcome, dict):
            done = self._done if self._giver is None else self._giver.done
            done(job, file.map[job.result_offset : job.file_bytes], outcome)
        elif not isinstance(outcome, CancelError):
            self._tell(str(outcome))
        self._begin()
        return False

    def _tell(self, problem: str) -> None:
        if self._giver is None:
            self._failed(problem)
        else:
            # Nobody has asked for it. What is asked for will tell, if it is the same.
            self.besides = None


def _ignored(*_: object) -> None:
    """A preview is too short for progress, and its warnings come again with the result."""
