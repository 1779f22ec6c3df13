# SPDX-License-Identifier: Apache-2.0
"""Whether something is a file, and still the one it was."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path


def check_regular(path: Path) -> None:
    """Raise :class:`OSError` unless it is a file: to read a pipe is to wait without end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a file", str(path))


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises :class:`OSError`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
