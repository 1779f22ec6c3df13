# SPDX-License-Identifier: Apache-2.0
"""Where results will be written: looked at before the long work begins."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from liif_core.cli.outcome import BadInput

if TYPE_CHECKING:
    from pathlib import Path


def check_folder(folder: Path | None) -> None:
    """Raise :class:`BadInput` unless files can be written to ``folder``, which may still have to
    be made."""
    if folder is None:
        return
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise BadInput(f"{there} is not a folder; name another one")
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise BadInput(
            f"{there} cannot be written ({error.strerror}); name another folder"
        ) from None


def check_file(path: Path | None) -> None:
    """Raise :class:`BadInput` unless ``path`` can be written: its folder must be there."""
    if path is None:
        return
    if path.is_dir():
        raise BadInput(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise BadInput(f"the folder {path.parent} is not there; make it first")
    check_folder(path.parent)
