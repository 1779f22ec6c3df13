# SPDX-License-Identifier: Apache-2.0
"""Writing a file so that it is there complete or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from typing import TYPE_CHECKING

from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def check_free(path: Path) -> None:
    """Raise :class:`LiifError` if anything has this name, were it a link that leads nowhere."""
    if os.path.lexists(path):
        raise LiifError(
            f"{path} exists already", "Name another file or replace it with --overwrite."
        )


@contextlib.contextmanager
def replacing(path: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """A name beside ``path`` to write to, moved there when the block ends well.

    Otherwise the temporary file is removed and ``path`` is as it was. Raises
    :class:`LiifError` when the folder cannot be written or the disk is full, and when ``path``
    is taken, unless to ``overwrite`` it.
    """
    staged = path.with_name(f".{path.stem[:100]}.{secrets.token_hex(4)}{path.suffix}")
    try:
        yield staged
        with staged.open("rb+") as file:
            os.fsync(file.fileno())
        if not overwrite:
            check_free(path)
        staged.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LiifError(
                f"the disk is full, {path} was not written", "Make room and try again."
            ) from None
        raise LiifError(
            f"{path} could not be written ({error.strerror or error})",
            "Choose another folder or check its permissions.",
        ) from None
    finally:
        staged.unlink(missing_ok=True)
