# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of ``liif batch`` beside GIMP: what it is asked, what it tells, and its end."""

from __future__ import annotations

import json
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from liif_core.request.settings import Settings
from liif_gimp.command import start, what_it_said
from liif_gimp.engine_words import in_our_words, tells_of_damage
from liif_gimp.words import _

_ERROR_LINES: Final = 1000
"""Of standard error, that are kept for the last of them."""
_LOOKS: Final = 200
"""At a process that has ended, until the rest of what it has said is not waited for any more."""


@dataclass(frozen=True)
class BatchOrder:
    """What ``liif batch`` shall do."""

    source: Path
    results: Path
    scale: float | None
    """None keeps the size and cleans only."""
    settings: Settings
    ending: str = ""
    """Of all results, such as ``png``; each keeps its own without one."""
    replace: bool = False
    """Whether files may be replaced that no batch wrote."""
    salvage: bool = False
    """Whether to go on with what is left of damaged pictures."""
    unwanted: tuple[str, ...] = ()
    """Pictures that are left out, relative to the source, with slashes."""

    def words(self) -> list[str]:
        """The command, after ``liif``."""
        settings = self.settings
        strength, refocus, detail = (
            "auto" if amount is None else str(amount)
            for amount in (settings.strength, settings.refocus, settings.detail)
        )
        return [
            "batch", "--json",
            *(["--clean"] if self.scale is None else ["--scale", f"{self.scale:g}"]),
            "--model", settings.model,
            "--strength", strength,
            "--refocus", refocus,
            "--detail", detail,
            "--device", settings.device,
            *(["--polite"] if settings.polite else []),
            *(["--format", self.ending] if self.ending else []),
            *(["--overwrite"] if self.replace else []),
            *(["--salvage"] if self.salvage else []),
            *(f"--leave-out={name}" for name in self.unwanted),
            # Names of folders may begin with a dash.
            "--", str(self.source), str(self.results),
        ]  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What became of one picture."""

    source: str
    """Relative to its folder, with slashes."""
    status: str
    """``done``, ``kept`` from an earlier run, or ``failed``."""
    notes: tuple[str, ...]
    """Why it failed, or what could not be kept; in the engine's words."""

    @property
    def incomplete(self) -> bool:
        """Whether it was made of what is left of a damaged file."""
        return self.status == "done" and any(map(tells_of_damage, self.notes))


@dataclass
class Tally:
    """What a run has come to so far."""

    pictures: int = 0
    """All of them; 0 as long as that is not known."""
    results: list[Result] = field(default_factory=list)
    seconds_left: float | None = None
    """As told with the last result."""
    report: Path | None = None
    """The page that a run writes at its end."""
    problem: str = ""
    """Why it ended without one."""
    unwanted: int = 0
    """How many others were left out, as the user wished."""

    def count(self, status: str) -> int:
        """How many results have it."""
        return sum(result.status == status for result in self.results)

    @property
    def unfinished(self) -> int:
        """How many pictures have no result."""
        return self.pictures - len(self.results)

    @property
    def to_be_told(self) -> Iterator[Result]:
        """Those that failed, with the reason in their notes; then those that are incomplete."""
        yield from (result for result in self.results if result.status == "failed")
        yield from (result for result in self.results if result.incomplete)


class BatchRun:
    """The process. It ends by itself when nobody listens any more, as when GIMP dies."""

    can_pause = sys.platform != "win32"

    def __init__(self, folder: Path, order: BatchOrder) -> None:
        """Begins, with the engine of the plug-in in ``folder``. Raises :class:`gimpfu.error`."""
        self._process = start(folder, *order.words())
        assert self._process.stdout is not None  # both were asked for
        assert self._process.stderr is not None
        self._messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._errors: list[str] = []
        self._new: list[Result] = []
        self._looks_at_its_end = _LOOKS
        self._readers = [
            threading.Thread(target=read, args=(stream,), daemon=True)
            for read, stream in (
                (self._read_messages, self._process.stdout),
                (self._read_errors, self._process.stderr),
            )
        ]
        for reader in self._readers:
            reader.start()
        self.tally = Tally()
        self.paused = False
        self.cancelled = False
        self._told = time.monotonic()

    def look(self) -> list[Result]:
        """The results that came since the last look; the tally has them as well."""
        self._take()
        new, self._new = self._new, []
        return new

    @property
    def ended(self) -> bool:
        """Whether it has, and all that it said was read; one more look has the last of it."""
        if self._process.poll() is None:
            return False
        if any(reader.is_alive() for reader in self._readers) and self._looks_at_its_end:
            # A process that it started may hold its pipes, but not for long.
            self._looks_at_its_end -= 1
            return False
        self._take()
        if self.tally.report is None:
            told = what_it_said("".join(self._errors))
            self.tally.problem = in_our_words(told[-1]) if told else self._unexplained()
        return True

    @property
    def seconds_left(self) -> float | None:
        """As far as that is known."""
        left = self.tally.seconds_left
        if left is None or self.paused:
            return left
        return max(0.0, left - (time.monotonic() - self._told))

    def pause(self) -> None:
        """Have it stand still, as Ctrl-Z does, where that :attr:`can_pause`."""
        if sys.platform != "win32" and not self.paused:
            self._process.send_signal(signal.SIGTSTP)
            self.tally.seconds_left = self.seconds_left
            self.paused = True

    def resume(self) -> None:
        """Have it go on."""
        if sys.platform != "win32" and self.paused:
            self._process.send_signal(signal.SIGCONT)
            self._told = time.monotonic()
            self.paused = False

    def cancel(self) -> None:
        """Have it end soon, as Ctrl-C does: what is finished is kept, nothing is half written."""
        self.cancelled = True
        if sys.platform == "win32":
            # Which no process can send to another there. Those that compute notice it.
            self._process.terminate()
        else:
            self._process.send_signal(signal.SIGINT)
            self.resume()

    def _take(self) -> None:
        """Bring the tally up to date."""
        while not self._messages.empty():
            message = self._messages.get()
            kind = message.get("type")
            if kind == "begin":
                self.tally.pictures = int(message["pictures"])
                self.tally.unwanted = int(message["unwanted"])
            elif kind == "picture":
                notes = tuple(message["notes"])
                self._new.append(Result(message["source"], message["status"], notes))
                self.tally.results.append(self._new[-1])
                self.tally.seconds_left = message["seconds_left"]
                self._told = time.monotonic()
            elif kind == "end":
                self.tally.report = Path(message["report"])

    def _unexplained(self) -> str:
        if self.cancelled:
            return ""
        return _("it ended early (status %(status)d)") % {"status": self._process.returncode}

    def _read_messages(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                try:
                    message = json.loads(line)
                except ValueError:
                    continue  # what a library has printed
                if isinstance(message, dict):
                    self._messages.put(message)

    def _read_errors(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self._errors.append(line.decode(errors="replace"))
                del self._errors[:-_ERROR_LINES]
