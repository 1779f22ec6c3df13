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

_OF_GIMP = frozenset({*RESOURCES, Kind.COLOR, Kind.FOLDER})
_Chooser = (
    type[GimpUi.ImageComboBox]
    | type[GimpUi.DrawableComboBox]
    | type[GimpUi.LayerComboBox]
    | type[GimpUi.ChannelComboBox]
    | type[GimpUi.PathComboBox]
)
CHOOSERS: dict[Kind, tuple[_Chooser, type[Gimp.Image | Gimp.Item]]] = {
    Kind.IMAGE: (GimpUi.ImageComboBox, Gimp.Image),
    Kind.DRAWABLE: (GimpUi.DrawableComboBox, Gimp.Drawable),
    Kind.LAYER: (GimpUi.LayerComboBox, Gimp.Layer),
    Kind.CHANNEL: (GimpUi.ChannelComboBox, Gimp.Channel),
    Kind.VECTORS: (GimpUi.PathComboBox, Gimp.Path),
    # There is no list of all items.
    Kind.ITEM: (GimpUi.DrawableComboBox, Gimp.Drawable),
}
"""Lists of all objects of a kind that are open, and the class of these objects."""
_TEXT_SIZE = (300, 120)
"""Width and height of a field for several lines, in pixels."""


def labelled(dialog: GimpUi.ProcedureDialog, param: Param) -> Gtk.Widget | None:
    """GIMP's own widget for a parameter, which shows its label; None for other kinds."""
    if param.kind not in _OF_GIMP:
        return None
    # "none": the widget that goes with the type of the argument.
    return dialog.get_widget(param.name, GObject.TYPE_NONE)


def text_view(param: Param, config: Gimp.ProcedureConfig) -> Gtk.Widget:
    """A field for several lines that follows and sets the property."""
    buffer = GimpUi.prop_text_buffer_new(config, param.name, -1)
    frame = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
    frame.set_size_request(*_TEXT_SIZE)
    frame.set_hexpand(True)
    frame.add(Gtk.TextView(buffer=buffer, wrap_mode=Gtk.WrapMode.WORD))
    return frame


def file_button(param: Param, config: Gimp.ProcedureConfig) -> Gtk.Widget:
    """A button that opens a list of files, as GIMP 2 had it.

    GIMP 3 has none for an argument that takes files which are there and files to be made.
    """
    # Without a title of ours it has GTK's own, in the user's language.
    button = Gtk.FileChooserButton(action=Gtk.FileChooserAction.OPEN)
    current = config.get_property(param.name)
    if current is not None:
        button.set_file(current)
    button.connect("file-set", lambda _: config.set_property(param.name, button.get_file()))
    button.set_hexpand(True)
    return button


def chooser(param: Param, config: Gimp.ProcedureConfig) -> Gtk.Widget:
    """A list of open images, or of their layers and so on, that sets the property."""
    kind, objects = CHOOSERS[param.kind]
    combo = kind.new(None)
    current = config.get_property(param.name)
    if current is not None:
        combo.set_active(current.get_id())

    def set_property(_combo: Gtk.Widget) -> None:
        found, number = combo.get_active()
        config.set_property(param.name, objects.get_by_id(number) if found else None)

    # Not by the method of that name, which for these lists connects to one of their values.
    GObject.Object.connect(combo, "changed", set_property)
    set_property(combo)
    combo.set_hexpand(True)
    return combo
