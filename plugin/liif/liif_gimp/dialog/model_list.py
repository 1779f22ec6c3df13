# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of models in a dialog, and the button that brings more."""

from __future__ import annotations

import gi

from liif_gimp.call import Dialog
from liif_gimp.dialog.gallery import show_gallery
from liif_gimp.installation import Model
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")
gi.require_version("Pango", "1.0")

from gi.repository import Gtk, Pango  # noqa: E402 - needs the versions above

_NAME = "model"
_WIDTH = 3
"""Characters of what a model is for, at least; all of it shows in the open list and in the tip."""


def show_models(dialog: Dialog) -> None:
    """Put the list in place of the field for the name, where the dialog asks for a model."""
    if _NAME in dialog.names:
        chosen = _ModelList(dialog)
        dialog.questions.replace(_NAME, _("_Model"), chosen.widget, focus=chosen.names)


class _ModelList:
    """Name, kind and speed of each model that there is."""

    def __init__(self, dialog: Dialog) -> None:
        self._dialog = dialog
        self._plugin, self._config = dialog.plugin, dialog.questions.config
        self._rows = Gtk.ListStore(str, str)
        self.names = Gtk.ComboBox(model=self._rows, id_column=0, hexpand=True)
        self.names.set_popup_fixed_width(False)
        name, words = Gtk.CellRendererText(), Gtk.CellRendererText()
        words.set_property("sensitive", False)
        words.set_property("ellipsize", Pango.EllipsizeMode.END)
        words.set_property("width-chars", _WIDTH)
        for column, cell in enumerate((name, words)):
            self.names.pack_start(cell, column == 1)
            self.names.add_attribute(cell, "text", column)
        more = Gtk.Button(label=_("More…"))
        more.set_tooltip_text(_("Get more models: networks that others trained, for any factor"))
        more.connect("clicked", self._get)
        self.widget = Gtk.Box(spacing=6)
        self.widget.pack_start(self.names, True, True, 0)
        self.widget.pack_start(more, False, False, 0)
        self._fill()
        self.names.connect("changed", self._chosen)
        # Presets and Reset change it, too.
        self._config.connect(f"notify::{_NAME}", self._follow)

    def _fill(self) -> None:
        self._rows.clear()
        for model in self._plugin.models.values():
            self._rows.append([model.name, _words(model)])
        self._follow()

    def _chosen(self, _list: Gtk.ComboBox) -> None:
        name = self.names.get_active_id()
        if name is not None and name != self._config.get_property(_NAME):
            self._config.set_property(_NAME, name)

    def _follow(self, *_signal: object) -> None:
        name = self._config.get_property(_NAME)
        models = self._plugin.models
        if not self.names.set_active_id(name) and name not in models:
            # Remembered from when it was there still.
            self._config.set_property(_NAME, self._plugin.recommended)
            return
        model = models[name]
        words = _words(model)
        tip = f"{model.name}: {_(model.description)}"
        self.names.set_tooltip_text(f"{tip}\n{words[:1].upper()}{words[1:]}." if words else tip)

    def _get(self, button: Gtk.Button) -> None:
        window = button.get_toplevel()
        assert isinstance(window, Gtk.Window)
        fetched = show_gallery(window, self._plugin.folder)
        self._fill()
        if fetched:
            self._config.set_property(_NAME, fetched)


def _words(model: Model) -> str:
    """What a network of others is for, and whether one must wait."""
    parts = (_(model.kind) if model.kind else "", _("slow") if model.slow else "")
    return ", ".join(part for part in parts if part)
