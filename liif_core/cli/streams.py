# SPDX-License-Identifier: Apache-2.0
"""Standard input and output in the place of files: where a dash stands for a name."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from liif_core.atomic import replacing, temporary_folder
from liif_core.cli.endings import ending_tidily
from liif_core.cli.outcome import BadInput, call, note, send
from liif_core.errors import LiifError
from liif_core.request.limits import MAX_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

DASH: Final = Path("-")
_LARGEST: Final = MAX_SIDE * MAX_SIDE * 16
"""Bytes of the largest picture that is read, uncompressed: what goes on beyond has no end."""
_STEP: Final = 1 << 20
_ALIKE: Final = {"MPO": "JPEG", "deep JPEG": "JPEG"}
"""Kinds of files, and the format that is written for them."""


@contextlib.contextmanager
def files_for(
    source: Path, target: Path | None = None, ending: str | None = None
) -> Iterator[tuple[Path, Path]]:
    """Yields files to read from and to write to in the place of ``source`` and ``target``.

    They are the same where those are names. For a dash they are temporary: what standard input
    holds, and what goes to standard output when the block ends well, while all messages go to
    standard error. Its format is that of ``ending``, or that of the source. Raises
    :class:`BadInput`.
    """
    if ending is not None and target != DASH:
        raise BadInput("--format is for standard output, -; the name of OUT says its format")
    if DASH not in (source, target):
        yield source, target or source
        return
    if target == DASH and sys.stdout.isatty():
        raise BadInput("standard output is the terminal; add > and a name, or name OUT")
    with ending_tidily(), temporary_folder() as folder:
        if source == DASH:
            source = folder / "in"
            call(source, "standard input")
            _receive(source)
        if target != DASH:
            yield source, target or source
            return
        made = folder / f"out{ending or _ending_of(source)}"
        call(made, "standard output")
        with contextlib.redirect_stdout(sys.stderr):
            yield source, made
        with made.open("rb") as file:
            while chunk := file.read(_STEP):
                send(chunk)


def _receive(path: Path) -> None:
    """Write what standard input holds to ``path``. Raises :class:`BadInput`."""
    if sys.stdin is None:
        raise BadInput("standard input is closed; name IN")
    if sys.stdin.isatty():
        raise BadInput("standard input is the terminal; pipe a picture into it, or name IN")
    with replacing(path) as staged, staged.open("wb") as file:
        size = _copy(sys.stdin.buffer, file)
    if not size:
        raise BadInput("standard input is empty; a picture must come from there")


def _copy(stream: BinaryIO, file: BinaryIO) -> int:
    size = 0
    while chunk := stream.read(_STEP):
        size += len(chunk)
        if size > _LARGEST:
            raise BadInput("standard input goes on beyond any picture")
        file.write(chunk)
    return size


def _ending_of(path: Path) -> str:
    """Of the format that the file has; .png where that is not written."""
    from liif_core.forensics.file_facts import read_facts
    from liif_core.pictures.formats import FORMATS

    try:
        kind = read_facts(path).format
    except LiifError:  # which reading the picture tells better
        return ".png"
    for each in FORMATS:
        if each.name.upper() == _ALIKE.get(kind, kind):
            return each.endings[0]
    note(f"{kind} is not written, so the result is a PNG; --format chooses another")
    return ".png"
