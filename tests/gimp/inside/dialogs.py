# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in's dialogs, made in another process where their widgets can be looked at.

Runs inside GIMP, with a display.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("GimpUi", "3.0")
from gi.repository import Gimp, GimpUi, Gtk  # noqa: E402 - versions come first

_SET_BY_USERS = (Gtk.SpinButton, Gtk.ComboBox, Gtk.CheckButton, Gtk.Scale, Gtk.Entry)


def describe(image: Gimp.Image, language: str) -> dict[str, Any]:
    """For each procedure of the plug-in its label, and what its dialog holds."""
    sys.path.insert(0, str(Path(Gimp.directory()) / "plug-ins" / "liif"))
    import gimpfu
    from gimpfu import dialog, registration, translation

    # What an earlier call made in another language.
    for name in [name for name in sys.modules if name.split("_")[0].split(".")[0] == "liif"]:
        del sys.modules[name]
    registration.registrations.clear()
    translation.catalogue.cache_clear()
    os.environ["LANGUAGE"] = language
    gimpfu.main = lambda: None
    __import__("liif")

    seen: list[dict[str, Any]] = []
    # Looked at instead of shown; no answer counts as Cancel.
    shown: Any = GimpUi.ProcedureDialog
    shown.run = lambda window: seen.append(_contents(window))
    found = {}
    for name, each in registration.registrations.items():
        procedure = Gimp.get_pdb().lookup_procedure(name)
        assert procedure is not None
        config = procedure.create_config()
        dialog.ask(procedure, config, each, image, image.get_layers()[:1])
        found[name] = {"label": procedure.get_menu_label(), **seen.pop()}
    return found


def _contents(window: Gtk.Window) -> dict[str, Any]:
    """Title, sizes in GTK's pixels, all labels with a letter to press, and what has no tooltip."""
    widgets = list(_within(window))
    labels = [each for each in widgets if isinstance(each, Gtk.Label)]
    width = window.get_preferred_width()[1]
    return {
        "title": window.get_title(),
        "scale": window.get_scale_factor(),
        "least": [window.get_preferred_width()[0], window.get_preferred_height()[0]],
        # As it opens: as high as its lines are at the width that it gets.
        "natural": [width, window.get_preferred_height_for_width(width)[1]],
        "mnemonics": [each.get_label() for each in labels if each.get_use_underline()],
        "unexplained": [
            f"{type(each).__name__} {_label(each)}"
            for each in widgets
            if isinstance(each, _SET_BY_USERS) and not each.get_tooltip_text()
        ],
        "explained": [each.get_tooltip_text() for each in widgets if each.get_tooltip_text()],
    }


def _label(widget: Gtk.Widget) -> str:
    return str(widget.get_label()) if isinstance(widget, Gtk.Button) else ""


def _within(widget: Gtk.Widget) -> Iterator[Gtk.Widget]:
    yield widget
    # The parts of a list, such as its arrow, are GTK's own matter.
    if isinstance(widget, Gtk.Container) and not isinstance(widget, Gtk.ComboBox):
        for child in widget.get_children():
            yield from _within(child)
