# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets for colours, files, fonts, layers and other values that are not numbers or short texts.

Imported for interactive runs only.
"""

from __future__ import annotations

import gi

from gimpfu.introspection import Gimp, GObject
from gimpfu.params import RESOURCES, Kind, Param

gi.require_version("Gtk", "3.0")
gi.require_version("GimpUi", "3.0")

from gi.repository import GimpUi, Gtk  # noqa: E402 - needs the versions above

_OF_GIMP = frozenset(
    {
        *RESOURCES,
        *(Kind.COLOR, Kind.FILE, Kind.FOLDER, Kind.IMAGE, Kind.DRAWABLE, Kind.LAYER),
        *(Kind.CHANNEL, Kind.VECTORS, Kind.DISPLAY),
    }
)
_TEXT_SIZE = (300, 120)
"""Width and height of a field for several lines, in pixels."""


def labelled(dialog: GimpUi.ProcedureDialog, param: Param) -> Gtk.Widget | None:
    """GIMP's own widget for a parameter, which shows its label; None for other kinds."""
    if param.kind not in _OF_GIMP:
        return None
    return dialog.get_widget(param.name, GObject.TYPE_INVALID)


def text_view(param: Param, config: Gimp.ProcedureConfig) -> Gtk.Widget:
    """A field for several lines that follows and sets the property."""
    buffer = GimpUi.prop_text_buffer_new(config, param.name, -1)
    frame = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
    frame.set_size_request(*_TEXT_SIZE)
    frame.set_hexpand(True)
    frame.add(Gtk.TextView(buffer=buffer, wrap_mode=Gtk.WrapMode.WORD))
    return frame
