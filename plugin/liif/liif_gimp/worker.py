# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker client: starts the worker, follows its messages, and sees to its end."""

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
from typing import IO, TYPE_CHECKING, Any, Final

from gimpfu import CancelError, error

from liif_core.request.questions import Diagnose, SmallestJpeg
from liif_core.request.rules import RequestError
from liif_core.request.wire import MAX_LINE, PROTOCOL, Job, decode, encode
from liif_gimp.engine_words import in_our_words, retold
from liif_gimp.installation import REINSTALL
from liif_gimp.words import _

SILENCE = 60.0
"""Seconds without a message after which a worker is taken for stuck: it says something every two
seconds, but not while a busy disk brings its libraries or a machine short of memory swaps."""
_POLL = 0.25
_ERROR_LINES = 40
_GRACE = 5.0
"""Seconds a worker has to end after its last message, and its pipes after it."""
_BACKLOG = 1000
"""Messages that may wait: one that talks faster than GIMP shows progress is made to wait."""
_LONGEST_TEXT = 2000
"""Characters of what a worker says, for a dialog."""
_LARGEST_JPEG = 1e12
_OF_A_JPEG: Final = {
    "quality": 100, "usual_quality": 100, "similarity": 1, "bytes": _LARGEST_JPEG,
    "usual_bytes": _LARGEST_JPEG,
}  # fmt: skip
"""What is said of one, and the most it can be."""
_LONGEST_WAIT = 1e9
"""Seconds that a job can still take, by what a worker says."""

if TYPE_CHECKING:
    from typing import TypeGuard

_PASSED_ON: Final = """
APPDATA COMSPEC CUDA_VISIBLE_DEVICES HOME LANG LANGUAGE LC_ALL LC_CTYPE LOCALAPPDATA LOGNAME
OMP_NUM_THREADS PATH PATHEXT PROGRAMDATA SYSTEMDRIVE SYSTEMROOT TEMP TMP TMPDIR USER USERPROFILE
WINDIR XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME
ALL_PROXY HTTPS_PROXY HTTP_PROXY NO_PROXY CURL_CA_BUNDLE REQUESTS_CA_BUNDLE SSL_CERT_DIR
SSL_CERT_FILE
"""
"""The environment is an allow-list: GIMP sets variables for its own Python, and an AppImage for
its own libraries, that would break another Python. How the machine reaches the network is for what
fetches models, as all of pip's own settings are."""
_PIP: Final = "PIP_"


@dataclass(frozen=True)
class Listener:
    """What to call, always in the calling thread, while the worker works."""

    progress: Callable[[float, float | None], None]
    """Fraction done, 0 to 1, and seconds left, if known."""
    warning: Callable[[str], None]


class WorkerClient:
    """Has a worker process of its own do one job after another; use it in a ``with`` block, or
    close it.

    On Linux the process ends with the thread that made the client.
    """

    def __init__(self, command: Sequence[str], descriptors: Sequence[int]) -> None:
        """Start it. Raises :class:`gimpfu.error` when that is impossible."""
        self._parent = os.getppid()
        self._process = _start(command, descriptors)
        assert self._process.stdout is not None  # all three were asked for
        assert self._process.stderr is not None
        self._errors = _Tail(self._process.stderr)
        self._messages = _Lines(self._process.stdout)
        self._writing = threading.Lock()
        self._greeted = False
        self.ready = True
        """Whether it takes another job."""

    def __enter__(self) -> WorkerClient:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def run(self, job: Job, listener: Listener, silence: float = SILENCE) -> dict[str, Any]:
        """Have the job carried out; returns when the result lies in the pixel file.

        The returned message says which model and backend did it, in which time.

        Raises :class:`gimpfu.error` with the worker's own words, or with what became of it, and
        :class:`gimpfu.CancelError`. No process is left but one that the job asked to stay.
        """
        self.ready = False
        try:
            self._send(job.to_line())
            last = self._follow(job, listener, silence)
            self.ready = job.stay
        except CancelError:
            self.ready = job.stay
            raise
        except BaseException:
            self._process.kill()
            raise
        finally:
            if not self.ready:
                self.close()
        return last

    def cancel(self) -> None:
        """Ask for the end of the running job; from any thread."""
        self._send(encode({"type": "cancel"}))

    def kill(self) -> None:
        """End it at once: a job that runs fails; from any thread."""
        self._process.kill()

    def close(self) -> None:
        """See to its end."""
        self.ready = False
        process = self._process
        assert process.stdin is not None
        with self._writing, contextlib.suppress(BrokenPipeError):  # unsent, for one that is gone
            # What it takes for our end.
            process.stdin.close()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # Only now do both readers see the end of their pipes, unless a process that the worker
        # started holds them: then they are left to that one's end.
        end = time.monotonic() + _GRACE
        for reader in (self._messages, self._errors):
            reader.drop()
            reader.thread.join(max(0.0, end - time.monotonic()))
            if not reader.thread.is_alive():
                reader.stream.close()

    def _send(self, line: bytes) -> None:
        assert self._process.stdin is not None
        # One that ended at once says why in its output; one that was closed has no job to cancel.
        with self._writing, contextlib.suppress(BrokenPipeError):
            if not self._process.stdin.closed:
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def _follow(self, job: Job, listener: Listener, silence: float) -> dict[str, Any]:
        """Listen until the job's last message, which is returned."""
        # In seconds that were waited for, not of a clock: that may go on while a laptop sleeps.
        silent = 0.0
        ended = False
        while True:
            try:
                line = self._messages.queue.get(timeout=_POLL)
            except queue.Empty:
                if os.getppid() != self._parent:
                    raise SystemExit("GIMP is gone") from None
                # Its pipe can outlive it, in the hands of a process that it started. The second
                # time nothing is on its way any more.
                if self._process.poll() is not None:
                    if ended:
                        raise error(self._how_it_ended()) from None
                    ended = True
                silent += _POLL
                if silent > silence:
                    told = _(
                        "LIIF's engine did not answer for %(seconds).0f s and was stopped. "
                        "Nothing was changed."
                    )
                    raise error(told % {"seconds": silence}) from None
                continue
            if not line:
                raise error(self._how_it_ended())
            silent = 0.0
            try:
                message = decode(line)
                if not self._greeted:
                    _check_greeting(message)
                    self._greeted = True
                elif message["type"] == "done":
                    return _done(message, job)
                else:
                    _handle(message, listener)
            except (RequestError, _DamagedMessage) as problem:
                told = _("LIIF's engine sent what the plug-in does not understand (%(what)s).")
                raise error(f"{told % {'what': problem}} {REINSTALL}") from None

    def _how_it_ended(self) -> str:
        self.close()
        tail = [line for line in self._errors.lines if line.strip()]
        values = {"status": self._process.returncode, "said": tail[-1][:500] if tail else ""}
        told = (
            _("LIIF's engine ended early (status %(status)d): %(said)s. Nothing was changed.")
            if tail
            else _("LIIF's engine ended early (status %(status)d). Nothing was changed.")
        )
        return told % values


def _start(command: Sequence[str], descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            pass_fds=tuple(descriptors),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as problem:
        told = _("LIIF's engine could not be started: %(reason)s.") % {"reason": problem}
        raise error(f"{told} {REINSTALL}") from None


def environment() -> dict[str, str]:
    """For a process of the engine's own Python."""
    allowed = frozenset(_PASSED_ON.split())
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in allowed or name.upper().startswith(_PIP)
    }


class _DamagedMessage(Exception):  # noqa: N818 - never leaves this module
    """A message that is not what the protocol says."""


class _Lines:
    """The worker's standard output, line by line, read aside so that waiting can be bounded."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.queue: queue.Queue[bytes] = queue.Queue(_BACKLOG)
        self._dropping = False
        self.stream = stream
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while line := self.stream.readline(MAX_LINE + 1):
            if not self._dropping:
                self.queue.put(line)
        if not self._dropping:
            self.queue.put(b"")

    def drop(self) -> None:
        """Nobody listens any more: let it come to the end."""
        self._dropping = True
        with contextlib.suppress(queue.Empty):
            while True:
                self.queue.get_nowait()


class _Tail:
    """The last lines of the worker's standard error."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.lines: deque[str] = deque(maxlen=_ERROR_LINES)
        self.stream = stream
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while line := self.stream.readline(MAX_LINE):
            self.lines.append(line.decode(errors="replace").rstrip())

    def drop(self) -> None:
        """Nothing waits here."""


def _check_greeting(message: dict[str, Any]) -> None:
    if message["type"] == "error":
        raise error(_words(message))
    if message["type"] != "hello" or message.get("protocol") != PROTOCOL:
        told = _(
            "LIIF's plug-in and engine are of different versions (protocol %(own)s and %(other)s)."
        )
        versions = {"own": PROTOCOL, "other": str(message.get("protocol"))[:20]}
        raise error(f"{told % versions} {REINSTALL}")


def _handle(message: dict[str, Any], listener: Listener) -> None:
    """Pass on one message of those before the last."""
    kind = message["type"]
    if kind == "progress":
        fraction, left = message.get("fraction"), message.get("seconds_left")
        if not _is_within(fraction, 1) or not (left is None or _is_within(left, _LONGEST_WAIT)):
            raise _damaged(message)
        listener.progress(fraction, left)
    elif kind == "warning":
        listener.warning(in_our_words(str(message.get("text")))[:_LONGEST_TEXT])
    elif kind == "error":
        raise error(_words(message))
    elif kind == "cancelled":
        raise CancelError
    else:
        raise _DamagedMessage(f"a message of unknown type: {str(message)[:200]}")


def _done(message: dict[str, Any], job: Job) -> dict[str, Any]:
    """The last message, with a report in the user's language.

    Raises :class:`_DamagedMessage` unless it has what those of the job's task have, as far as
    anybody uses it.
    """
    amounts = message.get("strength", "none"), message.get("refocus"), message.get("detail")
    sound = all(amount is None or _is_within(amount, 100) for amount in amounts)
    if isinstance(job.request, SmallestJpeg):
        sound = isinstance(message.get("subsampled"), bool) and all(
            _is_within(message.get(name), most) for name, most in _OF_A_JPEG.items()
        )
    elif isinstance(job.request, Diagnose):
        report = retold(message.get("report"))
        sound = sound and report is not None
        message = {**message, "report": report}
    else:
        times = (message.get(name) for name in ("seconds", "encoding", "decoding"))
        sound = sound and all(_is_within(seconds, _LONGEST_WAIT) for seconds in times)
    if not sound:
        raise _damaged(message)
    return message


def _is_within(value: object, most: float) -> TypeGuard[float]:
    """Whether it is a number from 0 to ``most``; JSON can hold others, and none."""
    return isinstance(value, (int, float)) and 0 <= value <= most


def _damaged(message: dict[str, Any]) -> _DamagedMessage:
    return _DamagedMessage(f"a damaged message: {str(message)[:200]}")


def _words(message: dict[str, Any]) -> str:
    said = [in_our_words(str(message[key])) for key in ("text", "hint") if message.get(key)]
    silent = _("LIIF's engine failed and did not say why")
    return ". ".join(said)[:_LONGEST_TEXT] or silent
