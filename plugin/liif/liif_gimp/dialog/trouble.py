# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong, in words, and a button that copies what a report of it needs."""

from __future__ import annotations

import threading
from pathlib import Path

import gi
from gimpfu.introspection import Gimp, GLib

from liif_gimp.doctor import diagnosis
from liif_gimp.words import _

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")

from gi.repository import Gdk, Gtk  # noqa: E402 - needs the versions above

_COPY, _WAIT, _COPIED = _("Copy a diagnosis"), _("Looking…"), _("Copied")


class Trouble:
    """Hidden until there is something to tell."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the plug-in's."""
        self._folder = folder
        self._text = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=50, selectable=True)
        self._button = Gtk.Button(label=_COPY, halign=Gtk.Align.START)
        self._button.set_tooltip_text(_("What to send with a question: the output of liif doctor"))
        self._button.connect("clicked", self._copy)
        self.widget = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self.widget.pack_start(self._text, False, False, 0)
        self.widget.pack_start(self._button, False, False, 0)
        self.widget.show_all()
        self.clear()

    def tell(self, text: str, *, mended_here: bool = False) -> None:
        """Show it. The button is not for what can be mended in GIMP, such as a selection."""
        self._text.set_text(text[:1].upper() + text[1:])
        self._button.set_label(_COPY)
        self._button.set_visible(not mended_here)
        self.widget.show()

    def clear(self) -> None:
        """All is well."""
        self.widget.hide()

    def _copy(self, _button: Gtk.Button) -> None:
        self._button.set_sensitive(False)
        self._button.set_label(_WAIT)
        threading.Thread(target=self._look, args=(self._text.get_text(),), daemon=True).start()

    def _look(self, text: str) -> None:
        """In a thread of its own: a doctor takes a second or two."""
        report = f"{text}\n\nGIMP {Gimp.version()}\n{diagnosis(self._folder)}"
        GLib.idle_add(self._copied, report)

    def _copied(self, report: str) -> bool:
        clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
        clipboard.set_text(report, -1)
        # So that it outlives this process, where the desktop keeps it.
        clipboard.store()
        self._button.set_label(_COPIED)
        self._button.set_sensitive(True)
        return False
