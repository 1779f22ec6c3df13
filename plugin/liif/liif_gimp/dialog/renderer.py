# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs for the preview, beside the dialog: always the newest one, without blocking."""

from __future__ import annotations

import mmap
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from gimpfu import CancelError, error
from gimpfu.introspection import GLib

from liif_core.request.wire import Job
from liif_gimp.pixelfile import PixelFile
from liif_gimp.worker import Listener
from liif_gimp.workplace import Workplace


class Renderer:
    """Has one job at a time done; while one runs, only the newest of those that came waits.

    All callbacks come from GLib's main loop, in the thread that has it.
    """

    def __init__(
        self,
        workplace: Workplace,
        load: Callable[[mmap.mmap], Iterator[object]],
        done: Callable[[Job, bytes, dict[str, Any]], None],
        failed: Callable[[str], None],
    ) -> None:
        """``load`` puts the source into the file, step by step, in the main loop's idle time;
        ``done`` gets the job, its result's pixels and the worker's last message.
        """
        self._workplace = workplace
        self._load = load
        self._done = done
        self._failed = failed
        self._next: Job | None = None
        self._busy = False
        self._stopped = False
        self._loaded: PixelFile | None = None
        self._thread: threading.Thread | None = None

    def ask(self, job: Job) -> None:
        """Have this job done soon; it gets its pixels here, and all have one source."""
        self._next = job
        if self._busy:
            self._workplace.cancel()
        else:
            self._begin()

    def forget(self) -> None:
        """The source is another one: load it again."""
        self._loaded = None

    def stop(self) -> None:
        """Wait for the running job's end, and have nothing done any more."""
        self._stopped = True
        self.rest()

    def rest(self) -> None:
        """Wait for the running job's end, and have nothing done until something is asked for."""
        self._next = None
        if self._thread is not None:
            self._workplace.cancel()
            self._thread.join()

    def _begin(self) -> None:
        job, self._next = self._next, None
        if job is None or self._stopped:
            return
        try:
            file = self._workplace.prepared(job.file_bytes)
        except error as problem:
            self._failed(str(problem))
            return
        self._busy = True
        job = replace(job, pixels=file.name, stay=True)
        if file is self._loaded:
            self._start(job, file)
        else:
            GLib.idle_add(self._load_step, self._load(file.map), job, file)

    def _load_step(self, steps: Iterator[object], job: Job, file: PixelFile) -> bool:
        """Asked again by GLib as long as it returns True."""
        if self._stopped:
            return False
        try:
            next(steps)
        except StopIteration:
            self._loaded = file
            self._start(job, file)
        except error as problem:
            self._busy = False
            self._failed(str(problem))
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
        self._busy = False
        self._thread = None
        if not self._stopped:
            if isinstance(outcome, dict):
                self._done(job, file.map[job.result_offset : job.file_bytes], outcome)
            elif not isinstance(outcome, CancelError):
                self._failed(str(outcome))
            self._begin()
        return False


def _ignored(*_: object) -> None:
    """A preview is too short for progress, and its warnings come again with the result."""
