# SPDX-License-Identifier: Apache-2.0
"""What decoders written in C print, for the user instead of the terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 200
_USUAL: Final = ("Unknown field with tag", "Unknown tag")
"""In what libtiff says of files that hold more than it knows."""


@contextlib.contextmanager
def hearing() -> Iterator[list[str]]:
    """Yields a list that holds, after the block, what was printed to standard error in it.

    At most one line, as a decoder says the same of each part. Nothing reaches the terminal.
    """
    heard: list[str] = []
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # a program without standard error, as those with windows are on Windows
        yield heard
        return
    with tempfile.TemporaryFile() as file:
        try:
            os.dup2(file.fileno(), 2)
            yield heard
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            file.seek(0)
            heard += _choose(file.read(1 << 16).decode("utf-8", "replace"))


def _choose(printed: str) -> list[str]:
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    told = [line for line in lines if line and not any(usual in line for usual in _USUAL)]
    return [f"its decoder says: {told[0][:_LONGEST]}"] if told else []
