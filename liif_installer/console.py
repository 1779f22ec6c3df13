# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user sees while it works."""

from __future__ import annotations

import sys

STAGES = 5


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
        sys.stdout.write(text)
        sys.stdout.flush()
