# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker client and the pixel file that its worker shares with us, kept from job to job."""

from __future__ import annotations

import os
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from liif_core.request.questions import Enlarge, Evidence, Mask
from liif_core.request.wire import Job
from liif_gimp.pixelfile import PixelFile
from liif_gimp.worker import Listener, WorkerClient


class Workplace:
    """For one job at a time; use it in a ``with`` block, or close it.

    A worker inherits the file when it starts, so both are kept or replaced together.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._file: PixelFile | None = None
        self._client: WorkerClient | None = None

    def __enter__(self) -> Workplace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm_up(self) -> None:
        """Start a worker, which loads its libraries until it gets a job; nothing where it could not
        be kept for that."""
        if self._client is None and os.name != "nt":  # where a file that is mapped keeps its size
            self.prepared(1)

    def prepared(self, size: int) -> PixelFile:
        """The file with ``size`` bytes, and a worker that has it.

        Where it is the same object as before it also begins with the same bytes. On Linux the
        worker ends with the thread that calls this. Raises :class:`gimpfu.error`.
        """
        if self._file is not None and not self._file.suits(size):
            self.close()
        if self._file is None:
            self._file = PixelFile(size)
        elif len(self._file.map) != size:
            self._file.resize(size)
        if self._client is None or not self._client.ready:
            self._client = WorkerClient(self._command, self._file.descriptors)
        return self._file

    def run(self, job: Job, listener: Listener) -> dict[str, Any]:
        """As :meth:`WorkerClient.run`, for a job on the file that was prepared.

        What is to be found in its source (strength, softness, detail) is looked for once: what a
        job before has found is given.
        """
        assert self._client is not None
        assert self._file is not None
        wanted, found = _wanted(job), self._file.found
        known = {name: found[key] for name, key in wanted.items() if key in found}
        said = self._client.run(_with_known(job, known) if known else job, listener)
        for name, key in wanted.items():
            if isinstance(said.get(name), int):
                found[key] = said[name]
        return said

    def cancel(self) -> None:
        """Ask for the end of the running job, if there is one; from any thread."""
        if self._client is not None:
            self._client.cancel()

    def kill(self) -> None:
        """End the worker at once, whatever it does; from any thread."""
        if self._client is not None:
            self._client.kill()

    def close(self) -> None:
        """End the worker and give the file back."""
        if self._client is not None and self._client.ready:
            self._client.close()
        self._client = None
        if self._file is not None:
            self._file.close()
        self._file = None


def _wanted(job: Job) -> dict[str, Hashable]:
    """The settings that are to be found, and for each, of what it may be taken again."""
    request = job.request
    if not isinstance(request, (Enlarge, Evidence, Mask)):
        return {}
    settings = request.settings
    # In a mask's place in the file others have alpha, which decides where is looked.
    who = isinstance(request, Mask), settings.model, settings.device
    wanted: dict[str, Hashable] = {}
    if settings.strength is None:
        wanted["strength"] = ("strength", *who)
    # After several repairs these are found in what they have made of the source.
    if len(settings.repairs) < 2:
        # Which size the source gets decides whether it is sharpened; and who refocuses leaves less
        # to the crisp end.
        if settings.refocus is None:
            wanted["refocus"] = ("refocus", *who, request.frame.grid)
        if settings.detail is None:
            wanted["detail"] = ("detail", *who, request.frame.grid, settings.refocus)
    return wanted


def _with_known(job: Job, known: dict[str, int]) -> Job:
    request = job.request
    assert isinstance(request, (Enlarge, Evidence, Mask))
    settings = replace(request.settings, **known)  # type: ignore[arg-type]
    return replace(job, request=replace(request, settings=settings))
