# SPDX-License-Identifier: Apache-2.0
"""Files that people asked for: what hinders them is told in words."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core import atomic
from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_free(path: Path) -> None:
    """Raise :class:`LiifError` if anything has this name, were it a link that leads nowhere."""
    if os.path.lexists(path):
        raise _taken(path)


def check_name(path: Path) -> None:
    """Raise :class:`LiifError` if no file can have this name, which writing would tell too late."""
    try:
        path.lstat()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise LiifError(
                f"the name {path.name} is too long for that folder", "Choose a shorter one."
            ) from None


@contextlib.contextmanager
def replacing(path: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """As :func:`atomic.replacing`, with :class:`LiifError` in place of :class:`OSError`."""
    with explaining(path), atomic.replacing(path, overwrite=overwrite) as staged:
        yield staged


@contextlib.contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Raise :class:`LiifError` where ``path`` cannot be written in this block, saying why."""
    try:
        yield
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LiifError(
                f"the disk is full, {path} was not written", "Make room and try again."
            ) from None
        raise LiifError(
            f"{path} could not be written ({error.strerror or error})",
            "Choose another folder or check its permissions.",
        ) from None


def _taken(path: Path) -> LiifError:
    return LiifError(f"{path} exists already", "Name another file or replace it with --overwrite.")
