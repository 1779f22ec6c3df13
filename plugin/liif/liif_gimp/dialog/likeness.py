# SPDX-License-Identifier: GPL-3.0-or-later
"""How much alike the JPEG shall be: a slider over what is useful, and a field for all there is."""

from __future__ import annotations

import gi
from gimpfu.introspection import Gimp

gi.require_version("Gtk", "3.0")
gi.require_version("GimpUi", "3.0")

from gi.repository import GimpUi, Gtk  # noqa: E402 - needs the versions above

_NAME = "similarity"
_STEP, _PLACES = 0.001, 4
_USEFUL = 0.97
"""Below, people see the difference; yet who wants to can type it."""
_WIDTH = 200
"""Smallest of the slider, in pixels."""


class Likeness:
    """The widgets, which set the parameter and follow it."""

    def __init__(self, config: Gimp.ProcedureConfig, tip: str) -> None:
        self._config = config
        self.field = GimpUi.prop_spin_button_new(config, _NAME, _STEP, 10 * _STEP, _PLACES)
        self._slider = Gtk.Scale.new_with_range(
            Gtk.Orientation.HORIZONTAL, _USEFUL, 1.0, 10**-_PLACES
        )
        self._slider.set_draw_value(False)  # it is in the field
        self._slider.set_size_request(_WIDTH, -1)
        self.widget = Gtk.Box(spacing=6)
        self.widget.pack_start(self._slider, True, True, 0)
        self.widget.pack_start(self.field, False, False, 0)
        for widget in (self.field, self._slider):
            widget.set_tooltip_text(tip)
        self._follow()
        self._slider.connect("value-changed", self._moved)
        config.connect(f"notify::{_NAME}", self._follow)

    def _moved(self, slider: Gtk.Scale) -> None:
        # What lies below the slider's range, or between its steps, stays as it was typed.
        if abs(slider.get_value() - self._shown()) > 0.6 * 10**-_PLACES:
            self._config.set_property(_NAME, slider.get_value())

    def _follow(self, *_signal: object) -> None:
        self._slider.set_value(self._shown())

    def _shown(self) -> float:
        return max(self._config.get_property(_NAME), _USEFUL)
