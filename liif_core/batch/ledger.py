# SPDX-License-Identifier: Apache-2.0
"""The file in the folder of results that says what is done: how a run knows where to go on."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "liif-batch.jsonl"


@dataclass(frozen=True)
class Record:
    """One finished picture: what it was made of, how, and what came out."""

    source: str
    """Relative to its folder, with slashes; so is ``target``."""
    target: str
    source_sha256: str
    target_sha256: str
    settings: str
    """Digest of the settings."""
    model: str
    """Digest of the model's files."""
    size: tuple[int, int]
    """Width and height before, in pixels."""
    new_size: tuple[int, int]
    strength: int | None
    """What was used, 0 to 100; None for a model that takes none."""
    seconds: float
    refocus: int | None = None
    """As the strength; so is ``detail``."""
    detail: int | None = None


class Ledger:
    """Lines of JSON that are only ever added to, each when its picture is begun or finished.

    A line that a crash cut off is passed over, and its picture is made again.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there. Raises :class:`LiifError` when it cannot be read."""
        self.path = path
        self._known: dict[str, Record | None] = {}
        self._read_all()
        self._file = -1

    def find_record(self, target: str) -> Record | None:
        """What was noted when ``target`` was finished last; None when it never was."""
        return self._known.get(target)

    def knows(self, target: str) -> bool:
        """Whether a file of that name is the work of a run, finished or not."""
        return target in self._known

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """In this block lines can be added, by this run only.

        Raises :class:`LiifError` when it cannot be opened, or when another run is at work.
        """
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        except OSError as error:
            raise self._failure(error) from error
        try:
            self._claim()
            self._read_all()  # another run may have written since
            size = os.fstat(self._file).st_size
            if size:
                os.lseek(self._file, size - 1, os.SEEK_SET)
                if os.read(self._file, 1) != b"\n":
                    os.write(self._file, b"\n")  # after what a crash cut off
            yield
        finally:
            os.close(self._file)
            self._file = -1

    def begin(self, target: str) -> None:
        """Note that a file of that name will be ours, even if we do not live to finish it.

        Raises :class:`LiifError` when that cannot be written.
        """
        if target not in self._known:
            self._known[target] = None
            self._add({"target": target})

    def finish(self, record: Record) -> None:
        """Note a finished picture. Raises :class:`LiifError` when that cannot be written."""
        self._known[record.target] = record
        self._add(asdict(record))

    def _claim(self) -> None:
        """Keep other runs out; the system drops the claim when the file is closed."""
        try:
            if sys.platform == "win32":
                import msvcrt

                # Far behind all lines: what is locked nobody else can read.
                os.lseek(self._file, 2**40, os.SEEK_SET)
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # Some file systems of a network have no locks.
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise LiifError(
                    f"another run is at work in {self.path.parent}",
                    "Wait until it has finished, or name another folder for the results.",
                ) from None

    def _read_all(self) -> None:
        try:
            with contextlib.suppress(FileNotFoundError), self.path.open("rb") as file:
                for line in file:
                    self._read(line)
        except OSError as error:
            raise LiifError(f"{self.path} cannot be read ({error.strerror})") from error

    def _add(self, values: dict[str, Any]) -> None:
        try:
            # One write a line, so that two runs at once do not mix theirs where nothing is locked.
            line = json.dumps(values).encode() + b"\n"
            if os.write(self._file, line) < len(line):
                # A disk that runs full takes what it can without a word.
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file)
        except OSError as error:
            raise self._failure(error) from error

    def _failure(self, error: OSError) -> LiifError:
        return LiifError(
            f"{self.path} could not be written ({error.strerror})",
            "What is finished is kept; put that right and run the same command again.",
        )

    def _read(self, line: bytes) -> None:
        try:
            values = json.loads(line)
            target = str(values["target"])
        except (ValueError, KeyError, TypeError):
            return
        self._known[target] = None
        # A record of another version of this program is none: its picture is made again.
        with contextlib.suppress(TypeError, KeyError):
            sizes = {name: tuple(values[name]) for name in ("size", "new_size")}
            self._known[target] = Record(**{**values, **sizes})
