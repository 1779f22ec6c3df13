# SPDX-License-Identifier: GPL-3.0-or-later
"""How the preview is looked at: how large, with a line or side by side, and what was before."""

from __future__ import annotations

import gi

from liif_gimp.dialog.split_view import ZOOMS, SplitView
from liif_gimp.words import _

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")

from gi.repository import Gdk, Gtk  # noqa: E402 - needs the versions above

_SPACING = 6


class Looking:
    """A list of zooms, a box for side by side, and a key that shows what was before."""

    def __init__(self, view: SplitView) -> None:
        self._view = view
        self._zooms = Gtk.ComboBoxText()
        self._zooms.set_tooltip_text(_("How large the result is seen; the wheel changes it, too"))
        for zoom in ZOOMS:
            self._zooms.append_text(f"{zoom:.0%}")
        self._beside = Gtk.CheckButton(label=_("Side by side"))
        self._beside.set_tooltip_text(_("Before and after of the same place, without the line"))
        self._row = Gtk.Box(spacing=_SPACING)
        self._row.pack_start(self._zooms, True, True, 0)
        self.widget = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=_SPACING)
        for part in (self._row, self._beside):
            self.widget.pack_start(part, False, False, 0)
        self.follow()
        self._zooms.connect("changed", self._chosen)
        self._beside.connect("toggled", lambda box: view.set_beside(box.get_active()))
        self.widget.connect("map", self._mapped)

    def add(self, button: Gtk.Button) -> None:
        """Another way to look at it."""
        self._row.pack_start(button, True, True, 0)

    def follow(self) -> None:
        """The wheel may have changed the zoom."""
        self._zooms.set_active(ZOOMS.index(self._view.zoom))

    def _chosen(self, _list: Gtk.ComboBoxText) -> None:
        self._view.set_zoom(ZOOMS[self._zooms.get_active()])

    def _mapped(self, _: Gtk.Widget) -> None:
        window = self.widget.get_toplevel()
        for signal, peeks in (("key-press-event", True), ("key-release-event", False)):
            window.connect(signal, self._key, peeks)

    def _key(self, _: Gtk.Widget, event: Gdk.EventKey, peeks: bool) -> bool:
        """Whether it is ours. Only a key that writes nothing may be held in any field."""
        if event.keyval != Gdk.KEY_F2:
            return False
        self._view.peek(peeks)
        return True
