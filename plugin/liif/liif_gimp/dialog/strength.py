# SPDX-License-Identifier: GPL-3.0-or-later
"""The strength of the artifact removal: found in the picture, or set by hand."""

from __future__ import annotations

import gi
from gimpfu.introspection import Gimp

from liif_gimp.declared import AUTOMATIC
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_NAME = "strength"


class Strength:
    """A slider from 0 to 100 and a box that leaves it to the engine."""

    def __init__(self, config: Gimp.ProcedureConfig) -> None:
        self._config = config
        self._is_found = False
        self.automatic = Gtk.CheckButton(label=_("Automatic"))
        self.automatic.set_tooltip_text(_("Find out from the picture how much it was compressed"))
        self._slider = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1)
        self._slider.set_value_pos(Gtk.PositionType.RIGHT)
        self._slider.set_tooltip_text(
            _("0 keeps all there is, 100 is for the strongest compression")
        )
        self.widget = Gtk.Box(spacing=6)
        self.widget.pack_start(self.automatic, False, False, 0)
        self.widget.pack_start(self._slider, True, True, 0)
        self._follow()
        self.automatic.connect("toggled", self._chosen)
        self._slider.connect("value-changed", self._chosen)
        # Presets and Reset change it, too.
        config.connect(f"notify::{_NAME}", self._follow)

    def found(self, strength: int) -> None:
        """Show what the engine found."""
        self._is_found = True
        if self._config.get_property(_NAME) == AUTOMATIC:
            self._slider.set_value(strength)
            self._follow()

    def lost(self) -> None:
        """It was found in another part of the picture."""
        self._is_found = False
        self._follow()

    def _chosen(self, *_signal: object) -> None:
        automatic = self.automatic.get_active()
        value = AUTOMATIC if automatic else round(self._slider.get_value())
        if self._config.get_property(_NAME) != value:
            self._config.set_property(_NAME, value)
        self._follow()

    def _follow(self, *_signal: object) -> None:
        value = self._config.get_property(_NAME)
        self.automatic.set_active(value == AUTOMATIC)
        self._slider.set_sensitive(value != AUTOMATIC)
        # A number that nobody has found or set would be a lie.
        self._slider.set_draw_value(value != AUTOMATIC or self._is_found)
        if value != AUTOMATIC:
            self._slider.set_value(value)
