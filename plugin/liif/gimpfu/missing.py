# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules of GIMP 2's Python that cannot be had any more: importing them says what to use.

The error is an ImportError, so that scripts which try and go on without still do.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from types import ModuleType
from typing import NoReturn

_GTK = (
    "belongs to GTK 2 and Python 2. Give register() parameters, for which a dialog is made, "
    "or build the dialog with GTK 3 (from gi.repository import Gtk)"
)
_NAMES = {
    **dict.fromkeys(("gtk", "pygtk", "gimpui", "atk", "pango", "pangocairo"), _GTK),
    **dict.fromkeys(
        ("gobject", "glib", "gio"),
        "belongs to Python 2: use GObject, GLib and Gio of gi.repository",
    ),
    "gimpthumb": "is no more: GIMP 3 makes thumbnails by itself, see image.native.get_thumbnail",
}
"""What an error says after the module's name."""


class Finder(MetaPathFinder):
    """Finds none of these modules, unless one of its name is installed.

    It is asked before the others, which take any folder of the name for an empty module.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Raises :class:`ImportError` that says what to use in place of such a module."""
        if fullname in _NAMES and not _installed(fullname):
            explain(fullname)


def explain(name: str) -> NoReturn:
    """Raises :class:`ImportError` that says what to use in place of a module."""
    raise ImportError(f"{name} {_NAMES[name]}", name=name)


def watch() -> None:
    """Explain these modules from here on, whoever imports them."""
    if any(isinstance(each, Finder) for each in sys.meta_path):
        return
    sys.meta_path.insert(0, Finder())
    for name in _NAMES:
        # PyGObject puts modules there that fail at their first use, with other advice.
        if name in sys.modules and sys.modules[name].__spec__ is None:
            del sys.modules[name]


def _installed(name: str) -> bool:
    found = PathFinder.find_spec(name)
    return found is not None and found.origin is not None
