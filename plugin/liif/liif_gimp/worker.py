# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of the worker process: starts it, follows its messages, and never outlives it."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import IO, Any, Final

from gimpfu import CancelError, error

from liif_gimp.installation import REINSTALL
from liif_gimp.jobs import MAX_LINE, PROTOCOL, Job, JobError, decode

SILENCE = 120.0
"""Seconds without a message after which a worker is taken for stuck."""
_POLL = 0.25
_ERROR_LINES = 40
_GRACE = 5.0
"""Seconds a worker has to end after its last message."""

_PASSED_ON: Final = """
APPDATA COMSPEC CUDA_VISIBLE_DEVICES HOME LANG LANGUAGE LC_ALL LC_CTYPE LOCALAPPDATA LOGNAME
OMP_NUM_THREADS PATH PATHEXT PROGRAMDATA SYSTEMDRIVE SYSTEMROOT TEMP TMP TMPDIR USER USERPROFILE
WINDIR XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME
"""
"""The environment is an allow-list: GIMP sets variables for its own Python, and an AppImage for
its own libraries, that would break another Python."""


@dataclass(frozen=True)
class Listener:
    """What to call, always in the calling thread, while the worker works."""

    progress: Callable[[float, float | None], None]
    """Fraction done, 0 to 1, and seconds left, if known."""
    warning: Callable[[str], None]
    log: Callable[[str], None]


def run(
    command: Sequence[str],
    job: Job,
    descriptors: Sequence[int],
    listener: Listener,
    silence: float = SILENCE,
) -> dict[str, Any]:
    """Have a worker carry out the job; returns when the result lies in the pixel file.

    The returned message says which model and backend did it, in which time.

    Raises :class:`gimpfu.error` with the worker's own words, or with what became of it, and
    :class:`gimpfu.CancelError`; no process is left in any case.
    """
    parent = os.getppid()
    process = _start(command, descriptors)
    assert process.stdin is not None  # all three were asked for
    assert process.stdout is not None
    assert process.stderr is not None
    errors = _Tail(process.stderr)
    messages = _Lines(process.stdout)
    try:
        with contextlib.suppress(BrokenPipeError):  # it ended at once; why is in its output
            process.stdin.write(job.to_line())
            process.stdin.flush()
        last = _follow(process, messages, errors, listener, parent, silence)
        _finish(process)
        return last
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        # Only now do both readers see the end of their pipes.
        for reader in (messages, errors):
            reader.thread.join()
        with contextlib.suppress(BrokenPipeError):  # unsent bytes for a worker that is gone
            process.stdin.close()
        process.stdout.close()
        process.stderr.close()


def _start(command: Sequence[str], descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
    allowed = frozenset(_PASSED_ON.split())
    environment = {name: value for name, value in os.environ.items() if name.upper() in allowed}
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            pass_fds=tuple(descriptors),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as problem:
        raise error(f"LIIF's engine could not be started: {problem}. {REINSTALL}") from None


class _DamagedMessage(Exception):  # noqa: N818 - never leaves this module
    """A message that is not what the protocol says."""


class _Lines:
    """The worker's standard output, line by line, read aside so that waiting can be bounded."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.queue: queue.Queue[bytes] = queue.Queue()
        self._stream = stream
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while line := self._stream.readline(MAX_LINE + 1):
            self.queue.put(line)
        self.queue.put(b"")


class _Tail:
    """The last lines of the worker's standard error."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.lines: deque[str] = deque(maxlen=_ERROR_LINES)
        self._stream = stream
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while line := self._stream.readline(MAX_LINE):
            self.lines.append(line.decode(errors="replace").rstrip())


def _follow(
    process: subprocess.Popen[bytes],
    messages: _Lines,
    errors: _Tail,
    listener: Listener,
    parent: int,
    silence: float,
) -> dict[str, Any]:
    """Listen until the worker's last message, which is returned."""
    heard = time.monotonic()
    greeted = False
    while True:
        try:
            line = messages.queue.get(timeout=_POLL)
        except queue.Empty:
            if os.getppid() != parent:
                process.kill()
                raise SystemExit("GIMP is gone") from None
            if time.monotonic() - heard > silence:
                raise error(
                    f"LIIF's engine did not answer for {silence:.0f} seconds and was stopped. "
                    "Nothing was changed."
                ) from None
            continue
        if not line:
            raise error(_how_it_ended(process, errors))
        heard = time.monotonic()
        try:
            message = decode(line)
            if not greeted:
                _check_greeting(message)
                greeted = True
            elif message["type"] == "done":
                return message
            else:
                _handle(message, listener)
        except (JobError, _DamagedMessage) as problem:
            raise error(f"LIIF's engine sent {problem}. {REINSTALL}") from None


def _check_greeting(message: dict[str, Any]) -> None:
    if message["type"] == "error":
        raise error(_words(message))
    if message["type"] != "hello" or message.get("protocol") != PROTOCOL:
        raise error(
            f"LIIF's plug-in and engine are of different versions (protocol {PROTOCOL} and "
            f"{message.get('protocol')}). {REINSTALL}"
        )


def _handle(message: dict[str, Any], listener: Listener) -> None:
    """Pass on one message of those before the last."""
    kind = message["type"]
    if kind == "progress":
        fraction, left = message.get("fraction"), message.get("seconds_left")
        if not isinstance(fraction, (int, float)) or not isinstance(left, (int, float, NoneType)):
            raise _DamagedMessage(f"a damaged message: {message}")
        listener.progress(fraction, left)
    elif kind == "warning":
        listener.warning(str(message.get("text")))
    elif kind == "log":
        listener.log(str(message.get("text")))
    elif kind == "error":
        raise error(_words(message))
    elif kind == "cancelled":
        raise CancelError
    else:
        raise _DamagedMessage(f"a message of unknown type: {message}")


def _words(message: dict[str, Any]) -> str:
    return ". ".join(str(message[key]).rstrip(".") for key in ("text", "hint") if message.get(key))


def _how_it_ended(process: subprocess.Popen[bytes], errors: _Tail) -> str:
    _finish(process)
    errors.thread.join(_GRACE)
    tail = [line for line in errors.lines if line.strip()]
    said = f": {tail[-1][:500]}" if tail else ""
    return f"LIIF's engine ended early (status {process.returncode}){said}. Nothing was changed."


def _finish(process: subprocess.Popen[bytes]) -> None:
    """See to the end of a worker that has said its last word."""
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
