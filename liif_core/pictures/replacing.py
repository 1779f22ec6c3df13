# SPDX-License-Identifier: Apache-2.0
"""Writing a file so that it is there complete or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STEM = 100
"""Characters of a file's name that the temporary one has, which must not become too long."""
_STAGED = re.compile(r"\.(.*)\.[0-9a-f]{8}(\..*)", re.DOTALL)


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
    staged = path.with_name(f".{path.stem[:_STEM]}.{secrets.token_hex(4)}{path.suffix}")
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


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Remove the temporary files of :func:`replacing` for ``paths`` whose writers were killed.

    Each folder is read once. What cannot be read or removed stays: it is in nobody's way.
    """
    names: dict[Path, set[tuple[str, str]]] = defaultdict(set)
    for path in paths:
        names[path.parent].add((path.stem[:_STEM], path.suffix))
    for folder, wanted in names.items():
        with contextlib.suppress(OSError):
            for path in list(folder.iterdir()):
                found = _STAGED.fullmatch(path.name)
                if found and found.groups() in wanted:
                    with contextlib.suppress(OSError):
                        path.unlink()
