# SPDX-License-Identifier: GPL-3.0-or-later
"""The file to write: a button that opens GTK's own dialog for it."""

from __future__ import annotations

from pathlib import Path

import gi
from gimpfu.dialog import Questions
from gimpfu.introspection import Gio

from liif_gimp.smallest_jpeg import ENDINGS, free_name, local
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk, Pango  # noqa: E402 - needs the version above

_WIDTH = 40
"""Characters of a path that are shown."""


def choose_target(questions: Questions) -> None:
    """Put the button in place of the parameter ``file``, which begins beside the image's file."""
    config = questions.config

    def suggest() -> None:
        config.set_property("file", Gio.File.new_for_path(str(free_name(questions.image))))

    suggest()
    config.set_property("overwrite", False)
    text = Gtk.Label(ellipsize=Pango.EllipsizeMode.START, max_width_chars=_WIDTH, xalign=0.0)
    button = Gtk.Button()
    button.add(text)
    button.set_tooltip_text(_("Where the JPEG is written to"))

    def path() -> Path:
        # None for a file of another computer.
        return local(config.get_property("file")) or free_name(questions.image)

    def show(*_signal: object) -> None:
        if config.get_property("file") is None:  # the values were reset
            suggest()
        text.set_text(str(path()))

    def choose(_button: Gtk.Button) -> None:
        window = button.get_toplevel()
        dialog = Gtk.FileChooserNative.new(
            _("Write the JPEG to"),
            window if isinstance(window, Gtk.Window) else None,
            Gtk.FileChooserAction.SAVE,
            None,
            None,
        )
        # Asks before a file is replaced.
        dialog.set_do_overwrite_confirmation(True)
        dialog.set_current_folder(str(path().parent))
        dialog.set_current_name(path().name)
        answer, name = dialog.run(), dialog.get_filename()
        if answer == Gtk.ResponseType.ACCEPT and name is not None:
            chosen = Path(name)
            # It has asked for a name without ending only.
            config.set_property("overwrite", bool(chosen.suffix) and chosen.exists())
            chosen = chosen if chosen.suffix else chosen.with_suffix(ENDINGS[0])
            config.set_property("file", Gio.File.new_for_path(str(chosen)))
        dialog.destroy()

    button.connect("clicked", choose)
    config.connect("notify::file", show)
    show()
    questions.replace("file", _("_File"), button, button)
