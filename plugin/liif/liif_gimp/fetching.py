# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine's gallery: what is in it, and fetching from it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gimpfu import error

from liif_gimp.command import start, what_it_said
from liif_gimp.words import _

_PATIENCE: Final = 60
"""Seconds in which the list has to come."""


@dataclass(frozen=True)
class Exhibit:
    """A network that can be fetched."""

    name: str
    kind: str
    licence: str
    speed: str
    """``fast`` or ``slow``."""
    here: bool
    """Whether it is there already."""


def list_gallery(folder: Path) -> tuple[Exhibit, ...]:
    """All of it, as the engine of the plug-in in ``folder`` knows it. Raises :class:`error`."""
    with start(folder, "models", "gallery", "--json") as process:
        try:
            out, _said = process.communicate(timeout=_PATIENCE)
            return tuple(Exhibit(**each) for each in json.loads(out))
        except (subprocess.TimeoutExpired, ValueError, TypeError):
            process.kill()
            raise error(_("LIIF cannot list its gallery; liif doctor says why.")) from None


class Fetching:
    """A process that fetches one network and adds it to the models."""

    def __init__(self, folder: Path, name: str) -> None:
        """Begins. Raises :class:`error` when the engine is not there."""
        self.name = name
        self._process = start(folder, "models", "get", name, "--packages")

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._process.poll() is not None

    @property
    def problem(self) -> str | None:
        """What went wrong, in words; None if nothing did. Waits for the end."""
        said = self._process.communicate()[1].decode(errors="replace")
        if not self._process.returncode:
            return None
        return (what_it_said(said) or [_("Fetching it failed.")])[-1]

    def stop(self) -> None:
        """End it; what it has written so far goes with it."""
        if not self.done:
            self._process.terminate()
        self._process.communicate()
