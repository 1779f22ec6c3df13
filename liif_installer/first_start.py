# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start of a GIMP, in which it takes over the settings of an older one.

It does so only where its own settings folder is not there yet, and takes over the plug-ins of a
GIMP 3, but not those of a GIMP 2. So that folder is never made here where there is something to
take over: GIMP is started once, without a window, and makes it as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .errors import InstallError
from .files import write_atomically
from .finding import programs
from .plugin import is_plugin
from .programs import run_logged
from .record import Gimp
from .worlds import FLATPAK

_QUIETLY = ("--no-interface", "--no-splash", "--quit")
_PATIENCE = 300.0
"""Seconds; it is about five of them on an idle machine."""
_OF_A_START = re.compile(r'^\((config-version|prev-language) "[^"\n]*"\)\n', re.MULTILINE)
"""By these lines GIMP knows that it need not welcome anybody."""


class NotStartedError(InstallError):
    """A GIMP that must be started before it can have the plug-in; the text says what to do."""


def start_first(gimp: Gimp, log: Path) -> str:
    """Have GIMP take over what there is; the version it is of, empty where nothing was done.

    Raises :class:`NotStartedError` where it should but could not be started.
    """
    older = waits_for(gimp)
    if not older:
        return ""
    # Left by an installation of before, which made the folder too early.
    for path in _too_early(gimp.settings):
        _remove(path)
    for command in _commands(gimp):
        run_logged(command, log, timeout=_PATIENCE)
        if not _is_new(gimp.settings):
            _welcome_again(gimp.settings / "gimprc")
            return older
    raise NotStartedError(
        f"GIMP was not started yet: start it once, so that it takes over your settings of GIMP"
        f" {older}, then run this again"
    )


def waits_for(gimp: Gimp) -> str:
    """The version whose settings this GIMP takes over in its first start; empty where it does not.

    That is where it was started before, or there are none.
    """
    return _older(gimp.settings) if _is_new(gimp.settings) else ""


def _is_new(settings: Path) -> bool:
    """Whether GIMP has not made its settings folder yet: nothing is in it that is not ours."""
    return not settings.is_dir() or {*settings.rglob("*")} <= {*_too_early(settings)}


def _too_early(settings: Path) -> list[Path]:
    """What an installation of before has left in a folder that it made itself; inmost first."""
    plug_ins = settings / "plug-ins"
    folder = plug_ins / "liif"
    found = [*folder.rglob("*"), folder] if is_plugin(folder) else []
    for left in plug_ins.glob(".liif-*"):  # by a run that was killed
        found += [*left.rglob("*"), left]
    return [*sorted(found, reverse=True), plug_ins, settings]


def _older(settings: Path) -> str:
    """The newest of the older versions (``2.10``) that have settings beside those; or empty.

    Those for developers, which have odd numbers, are none to GIMP.
    """
    own = _numbers(settings.name)
    if own is None:
        return ""
    beside = settings.parent.iterdir() if settings.parent.is_dir() else iter(())
    found = {path.name: _numbers(path.name) for path in beside if path.is_dir()}
    # Where the versions up to 2.8 had them.
    for path in Path.home().glob(".gimp-2.*"):
        if path.is_dir():
            name = path.name.removeprefix(".gimp-")
            found[name] = _numbers(name)
    known = {
        numbers: name
        for name, numbers in found.items()
        if numbers and numbers < own and numbers[1] % 2 == 0
    }
    return known[max(known)] if known else ""


def _numbers(version: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d+)\.(\d+)", version)
    return (int(match[1]), int(match[2])) if match else None


def _commands(gimp: Gimp) -> Iterator[list[str]]:
    """The ways to start it, where it is known."""
    if gimp.world == "host":
        program = programs().get(gimp.settings.name)
        if program:
            yield [program, *_QUIETLY]
    if gimp.world == "flatpak" or gimp.flatpak_too:
        yield ["flatpak", "run", FLATPAK, *_QUIETLY]
    if gimp.world == "snap":
        yield ["snap", "run", "gimp", *_QUIETLY]


def _welcome_again(gimprc: Path) -> None:
    """The person has not seen this GIMP yet, so that its first window is still to come."""
    try:
        before = gimprc.read_text("utf-8")
    except (OSError, ValueError):
        return
    after = _OF_A_START.sub("", before)
    if after != before:
        write_atomically(gimprc, after)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
