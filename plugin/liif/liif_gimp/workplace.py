# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker and the pixel file it shares with us, kept from job to job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liif_core.request.wire import Job
from liif_gimp.pixelfile import PixelFile
from liif_gimp.worker import Listener, Worker


class Workplace:
    """For one job at a time; use it in a ``with`` block, or close it.

    A worker inherits the file when it starts, so both are kept or replaced together.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._file: PixelFile | None = None
        self._worker: Worker | None = None

    def __enter__(self) -> Workplace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        if self._worker is None or not self._worker.ready:
            self._worker = Worker(self._command, self._file.descriptors)
        return self._file

    def run(self, job: Job, listener: Listener) -> dict[str, Any]:
        """As :meth:`Worker.run`, for a job on the file that was prepared."""
        assert self._worker is not None
        return self._worker.run(job, listener)

    def cancel(self) -> None:
        """Ask for the end of the running job, if there is one; from any thread."""
        if self._worker is not None:
            self._worker.cancel()

    def close(self) -> None:
        """End the worker and give the file back."""
        if self._worker is not None and self._worker.ready:
            self._worker.close()
        self._worker = None
        if self._file is not None:
            self._file.close()
        self._file = None
