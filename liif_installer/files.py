# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to the file system that leave nothing half done."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import InstallError

LOCK = ".lock"
RECORD = "install-state.json"
"""The first file that an installation writes, and the last that a removal takes away."""
PROBE = ".liif-probe-"
"""What the name of the file begins with that tries whether a folder can be written."""
STAGED = re.compile(r"\..+\.[0-9a-f]{8}")
SKIPPED = ("__pycache__", ".*_cache", "*.pyc", "*.egg-info")


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second installer out; the system drops the lock when this process ends."""
    with (folder / LOCK).open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InstallError(
                f"another installer works in {folder}; wait until it has finished"
            ) from None
        yield


def write_atomically(path: Path, text: str, mode: int | None = None) -> None:
    """Write ``text`` so that ``path`` holds either its old or its new content.

    Its permissions are ``mode``, or those of the file that it replaces, or the usual ones.
    """
    staged = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with staged.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            staged.chmod(mode)
        elif path.exists():
            shutil.copymode(path, staged)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def staged_files(folder: Path) -> list[Path]:
    """What :func:`write_atomically` leaves in a folder of ours when it is killed."""
    return [path for path in folder.glob(".*") if STAGED.fullmatch(path.name)]


def beginnings(folder: Path) -> list[Path] | None:
    """What an installation leaves in ``folder`` that was killed before it had written its record.

    None when there are other things than that and imported models: it is not a folder of ours.
    """
    begun = [*folder.glob(f"{PROBE}*"), *folder.glob(f".{RECORD}.*"), *folder.glob(LOCK)]
    others = {path.name for path in folder.iterdir()} - {path.name for path in begun}
    return None if others - {"models"} else begun


def copy_tree(source: Path, target: Path) -> None:
    """Copy the files' contents only: a read-only checkout must not give read-only copies."""
    target.mkdir(parents=True)
    ignored = shutil.ignore_patterns(*SKIPPED)(str(source), [p.name for p in source.iterdir()])
    for path in sorted(source.iterdir()):
        if path.name in ignored:
            continue
        if path.is_dir():
            copy_tree(path, target / path.name)
        else:
            shutil.copyfile(path, target / path.name)


def missing_folders(folder: Path) -> list[str]:
    """Of a folder and those above it, the ones that are not there, outermost first."""
    missing: list[str] = []
    parent = folder
    while not parent.exists():
        missing.insert(0, str(parent))
        parent = parent.parent
    return missing


def remove_tree(folder: Path) -> None:
    """Remove a folder, or the link to one, if it is there."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
