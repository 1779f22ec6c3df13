# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user sees while it works."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

STAGES = 5


def prepare_streams() -> None:
    """Have both streams take any text, and be there where the caller has closed them.

    Otherwise the next file that is opened would be standard output to every program started.
    """
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
            if nowhere.fileno() != number:
                os.dup2(nowhere.fileno(), number)
            setattr(sys, name, nowhere)
        with contextlib.suppress(AttributeError):
            getattr(sys, name).reconfigure(errors="replace")


class Console:
    """Numbered stages, one line each: ``[3/5] Models ... 1 verified``."""

    def __init__(self) -> None:
        self._stage = 0
        self._open = False

    def begin(self, title: str) -> None:
        self._stage += 1
        self._write(f"[{self._stage}/{STAGES}] {title} ... ")
        self._open = True

    def end(self, text: str) -> None:
        self._write(f"{text}\n")
        self._open = False

    def line(self, text: str = "") -> None:
        self.break_line()
        self._write(f"{text}\n")

    def break_line(self) -> None:
        """Close a stage's unfinished line, so that an error begins on its own."""
        if self._open:
            self.end("")

    @staticmethod
    def _write(text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            # Who read has gone, as "head" does; that is no reason to break off.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
