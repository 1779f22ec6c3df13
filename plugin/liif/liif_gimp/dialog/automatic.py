# SPDX-License-Identifier: GPL-3.0-or-later
"""An amount from 0 to 100 that is found in the picture, or set by hand."""

from __future__ import annotations

import gi

from liif_gimp.call import Dialog
from liif_gimp.declared import AUTOMATIC
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

ALL = 100
_WIDTH = 120
"""Of a slider, in pixels, at least: less cannot be moved by single steps."""


class Automatic:
    """A slider from 0 to 100 and a box that leaves it to the engine."""

    def __init__(self, dialog: Dialog, name: str, label: str) -> None:
        """Takes the place of the own widget of the parameter ``name``."""
        self._dialog = dialog
        self._name = name
        self._config = dialog.questions.config
        self._found: int | None = None
        self.automatic = Gtk.CheckButton(label=_("Automatic"))
        self._slider = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, ALL, 1)
        self._slider.set_value_pos(Gtk.PositionType.RIGHT)
        self._slider.set_size_request(_WIDTH, -1)
        widget = Gtk.Box(spacing=6)
        widget.pack_start(self.automatic, False, False, 0)
        widget.pack_start(self._slider, True, True, 0)
        dialog.questions.replace(name, label, widget, focus=self.automatic)
        self.suit()
        self.automatic.connect("toggled", self._chosen)
        self._slider.connect("value-changed", self._chosen)
        # Presets and Reset change them, too.
        self._config.connect(f"notify::{name}", self._follow)
        if "model" in dialog.names:
            self._config.connect("notify::model", self.suit)

    def found(self, amount: int | None) -> None:
        """Show what the engine found; None where that is not known any more, as it was in another
        part of the picture."""
        self._found = amount
        self._follow()

    def suit(self, *_signal: object) -> None:
        """Be what the setting is for the model that is chosen."""
        self._follow()

    def _explain(self, automatic: str, slider: str) -> None:
        self.automatic.set_tooltip_text(automatic)
        self._slider.set_tooltip_text(slider)

    def _shown(self) -> int | None:
        """The amount that stands for automatic."""
        return self._found

    def _chosen(self, *_signal: object) -> None:
        automatic = self.automatic.get_active()
        value = AUTOMATIC if automatic else round(self._slider.get_value())
        if self._config.get_property(self._name) != value:
            self._config.set_property(self._name, value)
        self._follow()

    def _follow(self, *_signal: object) -> None:
        value = self._config.get_property(self._name)
        automatic = value == AUTOMATIC
        shown = self._shown() if automatic else value
        self.automatic.set_active(automatic)
        self._slider.set_sensitive(not automatic)
        # A number that nobody has found or set would be a lie.
        self._slider.set_draw_value(shown is not None)
        if shown is not None:
            self._slider.set_value(shown)
