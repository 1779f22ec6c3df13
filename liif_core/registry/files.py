# SPDX-License-Identifier: Apache-2.0
"""A file, the digest that a list vouches for it with, and whether it is still the one it was."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from liif_core.errors import LiifError


@dataclass(frozen=True)
class ListedFile:
    """What a list says of a file that lies beside it."""

    file: str
    """Its name."""
    sha256: str
    """Its digest, in hexadecimal."""


def describe_file(path: Path) -> ListedFile:
    """What a list beside ``path``, an existing file, says of it. Raises :class:`OSError`."""
    return ListedFile(path.name, compute_digest(path))


def compute_digest(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits. Raises :class:`OSError`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def read_checked(path: Path, sha256: str, owner: str) -> bytes:
    """The content of ``path``, read once, so that what is used is what was checked.

    Raises :class:`LiifError`, in the name of its ``owner``, when it is not there or has another
    digest.
    """
    try:
        check_regular(path)
        data = path.read_bytes()
    except OSError as error:
        raise LiifError(
            f"{owner} is missing its file {path.name} ({error.strerror})", "install LIIF again"
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LiifError(
            f"{owner} is damaged: {path.name} is not the file it was", "install LIIF again"
        )
    return data


def check_regular(path: Path) -> None:
    """Raise :class:`OSError` unless it is a file: to read a pipe is to wait without end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a file", str(path))


def check_beside(file: str, what: str) -> None:
    """Raise :class:`ValueError` unless ``file`` can be the name of a file beside ``what``."""
    # Nor can what is not printable be the name of a file everywhere.
    beside = Path(file).name == file and file not in ("", "..")
    if not beside or not file.isprintable():
        raise ValueError(f"{file[:200]!r} does not lie beside the {what}")
