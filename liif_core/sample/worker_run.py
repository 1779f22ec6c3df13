# SPDX-License-Identifier: Apache-2.0
"""One job by a worker process, the way an editor has it done."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np

from liif_core.errors import LiifError
from liif_core.request.frame import Frame
from liif_core.request.layout import Layout
from liif_core.request.questions import Enlarge
from liif_core.request.rules import RequestError
from liif_core.request.wire import MAX_LINE, Job, decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FINAL = frozenset({"done", "cancelled", "error"})


def enlarge(source: NDArray[np.uint8], scale: int) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """Enlarge an (h, w, 3) picture; the (h * scale, w * scale, 3) result and ``done``.

    Raises :class:`LiifError` with the worker's own words, or when it ends without any.
    """
    height, width = source.shape[:2]
    descriptor, name = tempfile.mkstemp(prefix="liif-", suffix=".pixels")
    inherits = os.name == "posix"
    try:
        if inherits:
            os.unlink(name)  # noqa: PTH108 - nothing is left behind however this ends
        job = Job(
            Layout(width, height, "RGB", "u8"),
            Enlarge(Frame.of((width * scale, height * scale))),
            f"fd:{descriptor}" if inherits else name,
        )
        os.truncate(descriptor if inherits else name, job.file_bytes)
        with open(descriptor, "r+b", closefd=False) as file:
            file.write(source.tobytes())
            file.flush()
            done = _run(job, (descriptor,) if inherits else ())
            file.seek(job.result_offset)
            result = np.frombuffer(file.read(job.result_bytes), np.uint8)
    finally:
        os.close(descriptor)
        if not inherits:
            os.unlink(name)  # noqa: PTH108
    return result.reshape(height * scale, width * scale, 3), done


def _run(job: Job, descriptors: tuple[int, ...]) -> dict[str, Any]:
    command = [sys.executable, "-I", "-m", "liif_core.worker"]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            pass_fds=descriptors,
        ) as process:
            if process.stdin is None or process.stdout is None:
                raise AssertionError("both were asked for as pipes")
            # A worker that is gone already has said why on its standard error.
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(job.to_line())
                process.stdin.flush()
            # The pipe stays open until the last message: its end would end the worker.
            message: dict[str, Any] = {}
            try:
                while line := process.stdout.readline(MAX_LINE + 1):
                    message = decode(line)
                    if message["type"] in _FINAL:
                        break
            except RequestError as error:
                raise LiifError(f"the worker's answer makes no sense: {error}") from None
        if message.get("type") == "error":
            raise LiifError(message["text"], message.get("hint", ""))
        if message.get("type") != "done":
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines()
            why = lines[-1] if lines else f"status {process.returncode}"
            raise LiifError(f"the worker ended early: {why}")
    return message
