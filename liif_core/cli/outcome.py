# SPDX-License-Identifier: Apache-2.0
"""How a command ends: its exit status and its one line of explanation."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Iterator

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


class BadInput(Exception):  # noqa: N818 - as in typer's BadParameter
    """What the user gave cannot be used; the text says why and what to do."""


class Interrupted(Exception):  # noqa: N818 - a request of the user, not a failure
    """The user stopped the command; the text says what was kept and what to do."""


@contextlib.contextmanager
def judging_input() -> Iterator[None]:
    """Blame the input for a :class:`LiifError` in the block."""
    try:
        yield
    except LiifError as error:
        raise BadInput(str(error)) from error


def complain(text: str) -> None:
    """Write one line to standard error, whatever line breaks ``text`` has."""
    sys.stderr.write(f"liif: {_plain(' '.join(text.split()))}\n")


def say(text: str) -> None:
    """Write to standard output."""
    sys.stdout.write("".join(f"{_plain(line)}\n" for line in text.split("\n")))


def _plain(line: str) -> str:
    """Without what would command a terminal: names of files can hold anything."""
    return "".join(each if each.isprintable() else "?" for each in line)


def note(text: str) -> None:
    """Write what the user should know, though nothing went wrong, to standard error."""
    complain(f"note: {text}")
