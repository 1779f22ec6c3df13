# SPDX-License-Identifier: GPL-3.0-or-later
"""What the installer left beside the plug-in: the engine's Python and the lists of models."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gimpfu import error

from liif_core.registry.guests import speed_of
from liif_gimp.words import _

REINSTALL = _("Install LIIF again: python3 install.py, or liif install-gimp if pip brought it.")
FLATPAK_INFO = Path("/.flatpak-info")
"""There is such a file in every Flatpak, and nowhere else."""
_MANIFEST = "manifest.json"
_QUICK = "fast"
"""The architecture that takes no longer than people wait."""


@dataclass(frozen=True)
class Model:
    """A model that the engine has."""

    name: str
    description: str
    receptive_radius: int
    """How far, in source pixels, a result pixel depends on its surroundings."""
    tile: int
    """Side, in source pixels, of the tiles that are computed one by one."""
    has_detail: bool
    """Whether there is a crisp end that its detail leads to."""
    kind: str = ""
    """What a network of others is for, in the engine's words."""
    slow: bool = False
    """Whether people must wait for it."""
    takes_strength: bool = True
    """Whether how strongly artifacts are removed can be told to it, and is found in the picture."""

    has_refocus: bool = False
    """Whether it can draw soft photos sharp."""

    @property
    def is_guest(self) -> bool:
        """Whether others trained it."""
        return bool(self.kind)


@dataclass(frozen=True)
class Installation:
    """The engine that this plug-in was installed with."""

    python: Path
    log: Path

    @classmethod
    def load(cls, folder: Path) -> Installation:
        """Read ``install.json`` in the plug-in's folder.

        Raises :class:`gimpfu.error` when the file or the engine's Python is missing.
        """
        settings = _read_json(folder / "install.json")
        try:
            python = settings["python"]
            if FLATPAK_INFO.exists():
                # The folder may serve a GIMP outside, too, and its Python is not to be had here.
                python = settings.get("python_in_flatpak", python)
            found = cls(Path(python), Path(settings["log"]).expanduser())
        except (KeyError, TypeError):
            raise _damaged("install.json") from None
        if not found.python.exists():
            missing = _("LIIF's own Python, %(path)s, is missing.") % {"path": found.python}
            raise error(f"{missing} {REINSTALL}")
        return found

    @property
    def command(self) -> list[str]:
        """The command that starts a worker, deaf to the Python settings of the environment."""
        return [str(self.python), "-I", "-m", "liif_core.worker"]


def load_models(folder: Path) -> tuple[Model, ...]:
    """The models that stand for themselves, the recommended one first, imported ones last.

    Raises :class:`gimpfu.error` when there is no list of those that came with the engine.
    """
    shipped = _models(folder / _MANIFEST)
    if not shipped:
        empty = _("LIIF's list of models, manifest.json, is empty.")
        raise error(f"{empty} {REINSTALL}")
    names = {model.name for model in shipped}
    return (*shipped, *(model for model in _imported(folder) if model.name not in names))


def _imported(folder: Path) -> tuple[Model, ...]:
    """What ``liif models import`` added, which may be nothing.

    No problem here keeps GIMP from the models that are there: the engine tells it at the next run.
    """
    try:
        return _models(Path(_read_json(folder / "install.json")["models"]) / _MANIFEST)
    except (error, KeyError, TypeError):
        return ()


def _model(entry: dict[str, Any], *, has_detail: bool, has_refocus: bool) -> Model:
    guest = entry.get("guest")
    return Model(
        entry["name"],
        entry["description"],
        int(entry["receptive_radius"]),
        int(entry["tile"]),
        has_detail,
        guest["kind"] if guest else "",
        speed_of(guest["work"]) == "slow" if guest else entry["architecture"] != _QUICK,
        bool(entry["strength"]),
        has_refocus,
    )


def _models(path: Path) -> tuple[Model, ...]:
    """Those of one list. Raises :class:`gimpfu.error`."""
    try:
        entries = _read_json(path)["models"]
        # The siblings of another model are reached by the settings of that one.
        crisp = {entry["crisper_than"] for entry in entries}
        sharp = {entry.get("refocuses") for entry in entries}
        return tuple(
            _model(entry, has_detail=entry["name"] in crisp, has_refocus=entry["name"] in sharp)
            for entry in entries
            if not (entry["crisper_than"] or entry.get("refocuses"))
        )
    except (KeyError, TypeError, ValueError):
        raise _damaged(path.name) from None


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except OSError as problem:
        unread = _("LIIF is not completely installed: %(file)s cannot be read (%(reason)s).")
        told = unread % {"file": path.name, "reason": problem.strerror}
        raise error(f"{told} {REINSTALL}") from None
    except ValueError:
        raise _damaged(path.name) from None
    return content


def _damaged(file: str) -> error:
    told = _("LIIF's file %(file)s is damaged.") % {"file": file}
    return error(f"{told} {REINSTALL}")
