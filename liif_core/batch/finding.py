# SPDX-License-Identifier: Apache-2.0
"""Which pictures there are, and what their results are called."""

from __future__ import annotations

import fnmatch
import os
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from liif_core.errors import LiifError
from liif_core.pictures.writing import ENDINGS as WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = WRITTEN | {".avif", ".bmp", ".gif", ".jfif", ".jp2", ".jpe", ".pgm", ".ppm", ".tga"}
"""Of the files that are taken for pictures when no pattern says which."""


def find_sources(
    folder: Path, pattern: str | None, leave_out: Path, warn: Callable[[str], None]
) -> list[str]:
    """The pictures in ``folder`` and below, relative to it with slashes, in alphabetical order.

    ``pattern`` is a shell pattern, whatever the case, of names, or, with a slash in it, of
    relative paths. Hidden files and folders, what is in ``leave_out``, and folders behind
    symbolic links are left out. ``warn`` is told of folders that cannot be read.
    """
    found = []
    for root, folders, names in os.walk(folder, onerror=lambda error: warn(_unreadable(error))):
        here = Path(root)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and (here / name).resolve() != leave_out
        ]
        for name in names:
            relative = (here / name).relative_to(folder).as_posix()
            if not name.startswith(".") and _wanted(relative, pattern) and (here / name).is_file():
                found.append(relative)
    return sorted(found)


def name_targets(sources: list[str], ending: str | None) -> dict[str, str]:
    """Source -> target, in the same subfolder, both relative with slashes.

    With ``ending`` (such as ``.png``) for all, or each with its own, or .png where that cannot
    be written. Sources that differ in their ending only keep it before the new one. Raises
    :class:`LiifError` where two would still share a name.
    """
    plain = {source: _target(source, ending) for source in sources}
    uses = Counter(target.casefold() for target in plain.values())
    targets = {}
    for source, target in plain.items():
        if uses[target.casefold()] > 1:
            target = source + PurePosixPath(target).suffix
        targets[source] = target
    owners: dict[str, str] = {}
    for source, target in targets.items():
        # Some file systems do not tell upper from lower case.
        other = owners.setdefault(target.casefold(), source)
        if other != source:
            raise LiifError(
                f"the results of {other} and {source} would have the same name",
                "Rename one of them, or choose pictures with --pattern.",
            )
    return targets


def _wanted(relative: str, pattern: str | None) -> bool:
    if pattern is None:
        return PurePosixPath(relative).suffix.lower() in ENDINGS
    subject = relative if "/" in pattern else PurePosixPath(relative).name
    return fnmatch.fnmatchcase(subject.casefold(), pattern.casefold())


def _target(source: str, ending: str | None) -> str:
    path = PurePosixPath(source)
    if ending is None:
        ending = path.suffix if path.suffix.lower() in WRITTEN else ".png"
    return str(path.with_suffix(ending))


def _unreadable(error: OSError) -> str:
    return f"{error.filename} cannot be read ({error.strerror}); its pictures are left out"
