# SPDX-License-Identifier: GPL-3.0-or-later
"""A real worker process and its pixel file, from the editor's side."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

import liif_core
from liif_core.request.layout import Channels, Sample
from liif_core.request.wire import Job, decode
from tests.engine.pictures import Samples
from tests.jobs import job_of

COMMAND = [sys.executable, "-m", "liif_core.worker"]
"""Without ``-I`` and from the checkout, as the package need not be installed for its tests."""
CHECKOUT = Path(liif_core.__file__).parent.parent
PATIENCE = 300.0
"""Seconds after which a process that should have ended fails the test instead of hanging it."""

_PLACES = ("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
"""Variables that name folders in which programs leave things."""
_CHANNELS: dict[int, Channels] = {1: "Y", 2: "YA", 3: "RGB", 4: "RGBA"}
_SAMPLES: dict[str, Sample] = {"uint8": "u8", "uint16": "u16", "float32": "f32"}


def job_for(source: Samples, grid: tuple[int, int], pixels: str, **more: Any) -> Job:  # noqa: ANN401
    """The job that enlarges ``source`` to ``grid`` (width, height), whole unless told otherwise."""
    height, width, channels = source.shape
    values: dict[str, Any] = {"x": 0, "y": 0, "width": grid[0], "height": grid[1], **more}
    return job_of(
        source_width=width,
        source_height=height,
        channels=_CHANNELS[channels],
        sample=_SAMPLES[source.dtype.name],
        grid_width=grid[0],
        grid_height=grid[1],
        pixels=pixels,
        **values,
    )


class PixelFile:
    """A pixel file without a name, or at ``path``."""

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self.descriptor, name = tempfile.mkstemp()
            Path(name).unlink()
        else:
            self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self.name = f"fd:{self.descriptor}" if path is None else str(path)

    def fill(self, job: Job, source: Samples) -> None:
        os.ftruncate(self.descriptor, job.file_bytes)
        os.pwrite(self.descriptor, source.tobytes(), 0)

    def result(self, job: Job, source: Samples) -> Samples:
        data = os.pread(self.descriptor, job.result_bytes, job.result_offset)
        return np.frombuffer(data, source.dtype).reshape(*job.request.result_size[::-1], -1)

    def __enter__(self) -> PixelFile:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)


class WorkerProcess:
    """Starts the worker and, whatever happens in the test, ends it."""

    def __init__(
        self,
        *descriptors: int,
        temporary: Path | None = None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        folder = dict.fromkeys(_PLACES, str(temporary)) if temporary else {}
        self.process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env={**os.environ, **folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=descriptors,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.input, self.output = self.process.stdin, self.process.stdout
        self.errors = self.process.stderr

    def send(self, data: bytes) -> None:
        self.input.write(data)
        self.input.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        """All messages up to the end of the worker's output."""
        for line in self.output:
            yield decode(line)

    def wait_for(self, kind: str) -> dict[str, Any]:
        """The next message of that type."""
        return next(message for message in self.messages() if message["type"] == kind)

    def status(self) -> int:
        """The exit status, once it has ended."""
        return self.process.wait(PATIENCE)

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.input, self.output, self.errors):
            try:
                stream.close()
            except BrokenPipeError:  # a test that sends to a worker that has gone
                assert stream is self.input
