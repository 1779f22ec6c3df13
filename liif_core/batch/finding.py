# SPDX-License-Identifier: Apache-2.0
"""Which pictures there are, and what their results are called."""

from __future__ import annotations

import fnmatch
import os
import unicodedata
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from liif_core.batch.left_out import HIDDEN, LINKED, NO_FILE, NO_PICTURE, LeftOut
from liif_core.endings import READ, WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 255
"""Bytes of a name that file systems take."""
_TOLD = 3
"""Results with another name than one would think, of which a line tells."""


def find_sources(
    folder: Path,
    pattern: str | None,
    leave_out: Path,
    warn: Callable[[str], None],
    left_out: LeftOut | None = None,
) -> list[str]:
    """The pictures in ``folder`` and below, relative to it with slashes, in alphabetical order.

    ``pattern`` is a shell pattern, whatever the case, of names, or, with a slash in it, of
    relative paths. Hidden files and folders, what is in ``leave_out``, and folders behind
    symbolic links are left out. ``warn`` is told of folders that cannot be read. ``left_out``
    gets the others, but for what ``pattern`` has left out.
    """
    found = []
    left_out = LeftOut() if left_out is None else left_out
    for root, folders, names in os.walk(folder, onerror=lambda error: warn(_unreadable(error))):
        here = Path(root)
        entered = []
        for name in folders:
            relative = (here / name).relative_to(folder).as_posix()
            if name.startswith("."):
                left_out.add(HIDDEN, f"{relative}/")
            elif (here / name).resolve() != leave_out:
                entered.append(name)
                if (here / name).is_symlink():
                    left_out.add(LINKED, f"{relative}/")
        folders[:] = entered
        for name in names:
            relative = (here / name).relative_to(folder).as_posix()
            if name.startswith("."):
                left_out.add(HIDDEN, relative)
            elif not _wanted(relative, pattern):
                if pattern is None:
                    left_out.add(NO_PICTURE, relative)
            elif (here / name).is_file():
                found.append(relative)
            else:
                left_out.add(NO_FILE, relative)
    return sorted(found)


def name_targets(
    sources: list[str], ending: str | None, warn: Callable[[str], None] = lambda _: None
) -> dict[str, str]:
    """Source -> target, in the same subfolder, both relative with slashes.

    With ``ending`` (such as ``.png``) for all, or each with its own, or .png where that cannot
    be written. Sources that differ in their ending only keep it before the new one. Where two
    would still share a name, or one would have that of a folder, it gets a number; what is too
    long is cut. ``warn`` is told of all these.
    """
    plain = {source: _target(source, ending) for source in sources}
    uses = Counter(_same(target) for target in plain.values())
    targets = {}
    for source, target in plain.items():
        shared = uses[_same(target)] > 1 and target != source
        suffix = PurePosixPath(target).suffix
        targets[source] = _shortened(source if shared else target.removesuffix(suffix), suffix)
    folders = {_same(str(parent)) for name in targets.values() for parent in _parents(name)}
    wanted = Counter(_same(target) for target in targets.values())
    taken: set[str] = set()
    for source, target in targets.items():
        free, number = target, 1
        while _same(free) in taken | folders or (number > 1 and _same(free) in wanted):
            number += 1
            path = PurePosixPath(target)
            free = _shortened(str(path.with_suffix("")), f" ({number}){path.suffix}")
        taken.add(_same(free))
        targets[source] = free
    renamed = [source for source in sources if targets[source] != plain[source]]
    for source in renamed[:_TOLD]:
        fits = _shortened(plain[source], "") == plain[source]
        why = "is taken by another" if fits else "is too long"
        warn(f"{source}: its result is called {targets[source]}, as {plain[source]} {why}")
    if len(renamed) > _TOLD:
        warn(f"{len(renamed) - _TOLD} more results are called otherwise; the report has all names")
    return targets


def _shortened(path: str, end: str) -> str:
    """``path`` and ``end``, with so much of the name cut before ``end`` that file systems take
    it."""
    folder, slash, name = path.rpartition("/")
    while len(os.fsencode(name + end)) > _LONGEST:
        name = name[:-1]
    return folder + slash + name + end


def _same(name: str) -> str:
    """What is the same for names that a file system may take for one: some do not tell upper from
    lower case, some not one way to write an accent from the other."""
    return unicodedata.normalize("NFC", name.casefold())


def _parents(name: str) -> list[PurePosixPath]:
    return list(PurePosixPath(name).parents)[:-1]


def _wanted(relative: str, pattern: str | None) -> bool:
    if pattern is None:
        return PurePosixPath(relative).suffix.lower() in READ
    subject = relative if "/" in pattern else PurePosixPath(relative).name
    return fnmatch.fnmatchcase(subject.casefold(), pattern.casefold())


def _target(source: str, ending: str | None) -> str:
    path = PurePosixPath(source)
    if ending is None:
        ending = path.suffix if path.suffix.lower() in WRITTEN else ".png"
    return str(path.with_suffix(ending))


def _unreadable(error: OSError) -> str:
    return f"{error.filename} cannot be read ({error.strerror}); its pictures are left out"
