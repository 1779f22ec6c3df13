# SPDX-License-Identifier: Apache-2.0
"""How a command ends: its exit status and its one line of explanation."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, AnyStr

from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Iterator

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
NOTHING_WRITTEN = "interrupted; nothing was written"
_names: dict[str, str] = {}
"""What paths are called, where a person has not given them."""


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
    with contextlib.suppress(LiifError):
        _write(sys.stderr, f"liif: {_plain(' '.join(_named(text).split()))}\n")


def say(text: str) -> None:
    """Write to standard output. Raises :class:`LiifError` when that cannot be written."""
    _write(sys.stdout, "".join(f"{_plain(line)}\n" for line in _named(text).split("\n")))


def send(data: bytes) -> None:
    """Write a part of a file to standard output. Raises :class:`LiifError` as :func:`say`."""
    _write(sys.stdout.buffer, data)


def call(path: Path, name: str) -> None:
    """Have all that is told from now on say ``name`` for ``path``."""
    _names[str(path)] = name


def prepare() -> None:
    """Have both streams take any text, and be there where the caller has closed them.

    Otherwise the first file to be opened would be standard output, for libraries that print.
    """
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
            if nowhere.fileno() != number:
                os.dup2(nowhere.fileno(), number)
            setattr(sys, name, nowhere)
        getattr(sys, name).reconfigure(errors="replace")


def finish() -> None:
    """Write out what is left for standard output. Raises :class:`LiifError` as :func:`say`."""
    _write(sys.stdout, "")


def _named(text: str) -> str:
    for path, name in _names.items():
        text = text.replace(path, name)
    return text


def _write(stream: IO[AnyStr], text: AnyStr) -> None:
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # What is left in the stream would be tried again at the exit.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        # Who read has gone, as "head" does when it has enough; what is asked for is done anyway.
        if not isinstance(error, BrokenPipeError):
            raise LiifError(f"the output could not be written ({error.strerror})") from None


def _plain(line: str) -> str:
    """Without what would command a terminal: names of files can hold anything."""
    return "".join(each if each.isprintable() else "?" for each in line)


def note(text: str) -> None:
    """Write what the user should know, though nothing went wrong, to standard error."""
    complain(f"note: {text}")
