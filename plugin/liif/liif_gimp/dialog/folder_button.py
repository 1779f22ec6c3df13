# SPDX-License-Identifier: GPL-3.0-or-later
"""A button that shows a folder and lets the user choose another, also one yet to be made."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import gi
from gimpfu.dialog import Questions
from gimpfu.introspection import Gio

from liif_gimp.declared import Parameter
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")
gi.require_version("Pango", "1.0")

from gi.repository import Gtk, Pango  # noqa: E402 - needs the versions above

_WIDTH: Final = 24
"""Characters of a path that are shown, where there is no more room."""


class FolderButton:
    """In place of the row of a parameter."""

    def __init__(self, questions: Questions, parameter: Parameter) -> None:
        self._config = questions.config
        _kind, name, label, *_others = parameter.entry
        self._name: str = name
        self._words = Gtk.Label(
            ellipsize=Pango.EllipsizeMode.START, max_width_chars=_WIDTH, xalign=0.0
        )
        self._tip = parameter.tip
        self._button = Gtk.Button(hexpand=True)
        self._button.add(self._words)
        self._button.connect("clicked", self._choose)
        self._config.connect(f"notify::{name}", self._follow)
        self._follow()
        questions.replace(name, label, self._button, self._button)

    @property
    def folder(self) -> Path | None:
        """What is chosen; None for nothing, or a folder that is not on this computer."""
        file = self._config.get_property(self._name)
        path = None if file is None else file.get_path()
        return None if path is None else Path(path)

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._config.set_property(self._name, Gio.File.new_for_path(str(folder)))

    def stop(self) -> None:
        """The dialog closes."""
        self._config.disconnect_by_func(self._follow)

    def _follow(self, *_signal: object) -> None:
        folder = self.folder
        self._words.set_text(_("Choose a folder…") if folder is None else str(folder))
        self._button.set_tooltip_text(self._tip if folder is None else f"{folder}\n{self._tip}")

    def _choose(self, button: Gtk.Button) -> None:
        window = button.get_toplevel()
        dialog = Gtk.FileChooserNative.new(
            _("Choose a folder"),
            window if isinstance(window, Gtk.Window) else None,
            Gtk.FileChooserAction.SELECT_FOLDER,
            None,
            None,
        )
        folder = self.folder
        # The nearest that is there.
        while folder is not None and not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        if folder is not None:
            dialog.set_filename(str(folder))
        answer, name = dialog.run(), dialog.get_filename()
        if answer == Gtk.ResponseType.ACCEPT and name is not None:
            self.folder = Path(name)
        dialog.destroy()
