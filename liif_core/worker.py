# SPDX-License-Identifier: Apache-2.0
"""Jobs for an editor, in a process of its own: ``python -I -m liif_core.worker``.

:mod:`liif_core.job` describes the messages and the pixel file. After a job that asks it to stay
the worker waits for the next one, with the network ready. It never outlives its editor:
end-of-file on standard input ends it at once, on Linux its parent's death does too, and it owns
nothing that would have to be cleaned up (the pixel file has no name, or is the editor's).
"""

from __future__ import annotations

import mmap
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from liif_core import __version__
from liif_core.errors import Cancelled, LiifError
from liif_core.job import MAX_LINE, PROTOCOL, Job, JobError, decode, encode
from liif_core.runtime.backends import Backends
from liif_core.runtime.threads import give_way

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEARTBEAT = 2.0
"""Seconds between two progress messages at least, so that the editor knows we live."""
SHORTEST = 0.1
"""Seconds between two progress messages at most."""
LAST_WORD = frozenset({"done", "cancelled", "error"})
LONGEST_TEXT = 1000
"""Characters of a text; what a job held may be quoted in it, and a message has a longest line."""
_COLOURS = 0.3
"""Share of a mask's job that its picture takes, about: that of ``fast`` on two cores."""
_GRACE = 5.0
"""Seconds the process has to end by itself once the last word was said."""
_PR_SET_PDEATHSIG, _SIGKILL = 1, 9


class Messages:
    """Writes messages, from any thread, one whole line at a time, and none after a job's last."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self.ended = threading.Event()

    def send(self, kind: str, **values: Any) -> None:  # noqa: ANN401 - what JSON can hold
        with self._lock:
            if self.ended.is_set():
                return
            if kind in LAST_WORD:
                self.ended.set()
            line = encode({"type": kind, **values})
            try:
                self._stream.write(line)
                self._stream.flush()
            except OSError:  # nobody listens any more, nobody needs the result
                os._exit(1)


class Requests:
    """What the editor sends: a job, perhaps the wish to cancel, other jobs, at last end-of-file."""

    def __init__(self, answered: threading.Event) -> None:
        # os.read, because sys.stdin holds a lock that aborts the interpreter at its exit.
        self._lines = lines(partial(os.read, 0))
        self._answered = answered
        self._later: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.cancelled = threading.Event()

    def jobs(self) -> Iterator[Job]:
        """Each job as it comes, until the editor hangs up. Raises :class:`JobError`.

        From the first on a wish to cancel is noticed, and the process ends when the editor has
        gone.
        """
        line = next(self._lines, None)
        if line is None:
            return
        message: dict[str, Any] | None = decode(line)
        threading.Thread(target=self._listen, daemon=True).start()
        while message is not None:
            if message["type"] != "job":
                raise JobError(f"expected a job, not {message['type']!r}")
            yield Job.from_message(message)
            message = self._later.get()
            self._answered.clear()

    def _listen(self) -> None:
        try:
            for line in self._lines:
                message = decode(line)
                if message["type"] == "cancel":
                    self.cancelled.set()
                elif message["type"] == "job":
                    # What was sent before it was meant for the one before.
                    self.cancelled.clear()
                    self._later.put(message)
        except JobError:
            traceback.print_exc()
        # Nobody is left who could read the result: end now, in the middle of a computation. But
        # an editor that only hangs up after the last word gets the status that belongs to it.
        if self._answered.is_set():
            self._later.put(None)
            time.sleep(_GRACE)
        os._exit(1)


def lines(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """What ``read`` brings, given the most bytes it may, line by line; until it brings nothing.

    Raises :class:`JobError` when a line does not end in time.
    """
    pending = b""
    while chunk := read(MAX_LINE):
        *whole, pending = (pending + chunk).split(b"\n")
        yield from whole
        if len(pending) > MAX_LINE:
            raise JobError(f"a message of over {MAX_LINE} bytes")


class Progress:
    """Turns shares done into messages with the time left, repeated as a sign of life."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._start = self._sent = time.monotonic()
        self._fraction = 0.0
        self._lock = threading.Lock()
        self._ended = threading.Event()
        threading.Thread(target=self._beat, daemon=True).start()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def update(self, fraction: float) -> None:
        self._fraction = fraction
        if fraction >= 1 or time.monotonic() - self._sent >= SHORTEST:
            self._send()

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT):
            if time.monotonic() - self._sent >= HEARTBEAT:
                self._send()

    def _send(self) -> None:
        # Both threads come here: an older share must not be sent after a newer one.
        with self._lock:
            self._sent = now = time.monotonic()
            fraction = self._fraction
            left = round((now - self._start) * (1 / fraction - 1), 2) if fraction else None
            self._messages.send("progress", fraction=round(fraction, 4), seconds_left=left)


def main() -> int:
    """Carry out jobs; returns the exit status, 0 unless one failed, which is then the last."""
    _die_with_parent()
    # Libraries that print must not break the protocol: they get standard error.
    messages = Messages(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    messages.send("hello", protocol=PROTOCOL, version=__version__)
    try:
        requests = Requests(messages.ended)
        backends = Backends()
        for job in requests.jobs():
            try:
                if job.task == "diagnose":
                    _diagnose(job, messages)
                elif job.task == "jpeg":
                    _compress(job, messages, requests)
                else:
                    _compute(job, messages, requests, backends)
            except Cancelled:
                messages.send("cancelled")
            if not job.stay:
                break
    except (LiifError, JobError) as error:
        text = str(error.args[0] if error.args else error)[:LONGEST_TEXT]
        messages.send("error", text=text, hint=getattr(error, "hint", "")[:LONGEST_TEXT])
        return 1
    except MemoryError:
        hint = "close other programs, or choose a smaller enlargement"
        messages.send("error", text="there is not enough memory for this picture", hint=hint)
        return 1
    except ImportError as error:
        from liif_core.packages import missing

        text = str(missing(error).args[0])[:LONGEST_TEXT]
        messages.send("error", text=text, hint="run install.py again")
        return 1
    except Exception as error:  # the last line of defence: the editor must learn of it
        traceback.print_exc()
        hint = "please report this with the output of liif doctor"
        text = f"unexpected {type(error).__name__}: {error}"[:LONGEST_TEXT]
        messages.send("error", text=text, hint=hint)
        return 1
    return 0


def _compute(job: Job, messages: Messages, requests: Requests, backends: Backends) -> None:
    assert job.task not in ("diagnose", "jpeg")
    memory = map_pixels(job)
    if job.polite:
        give_way()
    # Before the libraries are loaded, which can take long enough for the editor to worry.
    with Progress(messages) as progress:
        # Imported late: an editor sees the greeting before numpy and onnxruntime have loaded.
        import numpy as np

        from liif_core.runtime.guided import follow
        from liif_core.runtime.repairing import upscale_repaired
        from liif_core.runtime.upscale import Shown

        source = _source(job, memory)
        values = job.width * job.height * len(job.channels)
        result = np.frombuffer(memory, source.dtype, values, job.result_offset)
        result = result.reshape(job.height, job.width, len(job.channels))
        grid, region = (job.grid_width, job.grid_height), (job.x, job.y, job.width, job.height)
        shown: Shown = "result"
        if job.task in ("changes", "certainty"):
            shown = job.task
        # A mask hides nothing from the network: it sees all colours, as without one.
        has_mask = job.task == "mask"
        colours = source[..., :-1] if has_mask else source
        answer = result[..., :-1] if has_mask else result
        share = _COLOURS if has_mask else 1.0
        info = upscale_repaired(
            colours,
            answer,
            job.repairs,
            grid=grid,
            region=region,
            model=job.model,
            strength=job.strength,
            detail=job.detail,
            device=job.device,
            tile=job.tile,
            seamless=job.seamless,
            shown=shown,
            progress=lambda done: progress.update(share * done),
            cancelled=requests.cancelled.is_set,
            warn=lambda text: messages.send("warning", text=text),
            backends=backends,
        )
        if has_mask:
            follow(
                source[..., -1:],
                colours,
                answer,
                result[..., -1:],
                grid=grid,
                region=region,
                progress=lambda done: progress.update(share + (1 - share) * done),
                cancelled=requests.cancelled.is_set,
            )
    messages.send(
        "done",
        seconds=round(info.seconds, 3),
        encoding=round(info.encoding, 4),
        decoding=round(info.decoding, 4),
        model=info.model,
        backend=info.backend,
        provider=info.provider,
        strength=info.strength,
    )


def _diagnose(job: Job, messages: Messages) -> None:
    """What is too short to be cancelled is not."""
    memory = map_pixels(job)
    from dataclasses import asdict
    from pathlib import Path

    from liif_core.diagnosis import diagnose, read_facts, report

    with Progress(messages):
        found = diagnose(
            _source(job, memory),
            read_facts(Path(job.file)) if job.file else None,
            size=(job.grid_width, job.grid_height),
            model=job.model,
            device=job.device,
        )
    messages.send(
        "done",
        report=report(found),
        strength=found.proposal.strength,
        steps=[asdict(step) for step in found.proposal.steps],
    )


def _compress(job: Job, messages: Messages, requests: Requests) -> None:
    memory = map_pixels(job)
    with Progress(messages) as progress:
        from liif_core.export.jpeg import USUAL_TRIALS, smallest_jpeg
        from liif_core.pictures import Picture

        count = 0

        def tried() -> None:
            nonlocal count
            count += 1
            progress.update(min(1.0, count / USUAL_TRIALS))
            if requests.cancelled.is_set():
                raise Cancelled

        best, usual = smallest_jpeg(Picture(_source(job, memory)), job.similarity, tried=tried)
    messages.send(
        "done",
        quality=best.quality,
        subsampled=best.subsampled,
        similarity=round(best.similarity, 5),
        bytes=len(best.data),
        usual_quality=usual.quality,
        usual_bytes=len(usual.data),
    )


def _source(job: Job, memory: mmap.mmap) -> NDArray[np.generic]:
    """The job's source (rows, columns, channels), in the file."""
    import numpy as np

    dtype = np.dtype({"u8": np.uint8, "u16": np.uint16, "f32": np.float32}[job.sample])
    values = np.frombuffer(memory, dtype, job.source_bytes // dtype.itemsize)
    return values.reshape(job.source_height, job.source_width, len(job.channels))


def map_pixels(job: Job) -> mmap.mmap:
    """The job's pixels, mapped for reading and writing. Raises :class:`JobError`."""
    try:
        if job.pixels.startswith("fd:"):
            descriptor = int(job.pixels[3:])
        else:
            descriptor = os.open(job.pixels, os.O_RDWR | getattr(os, "O_BINARY", 0))
        size = os.fstat(descriptor).st_size
    except (OSError, ValueError, OverflowError) as error:
        raise JobError(f"the pixels cannot be opened ({error})") from None
    if size != job.file_bytes:
        raise JobError(f"the file of pixels has {size} bytes instead of {job.file_bytes}")
    try:
        return mmap.mmap(descriptor, size)
    except (OSError, ValueError, OverflowError) as error:
        raise JobError(f"the pixels cannot be mapped into memory ({error})") from None


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)


if __name__ == "__main__":
    # Not sys.exit: threads and libraries must not delay the end, and all is flushed.
    os._exit(main())
