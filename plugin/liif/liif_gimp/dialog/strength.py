# SPDX-License-Identifier: GPL-3.0-or-later
"""The strength of the artifact removal: found in the picture, or set by hand."""

from __future__ import annotations

import gi

from liif_gimp.call import Dialog
from liif_gimp.declared import AUTOMATIC
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_NAME = "strength"
_ALL = 100


class Strength:
    """A slider from 0 to 100 and a box that leaves it to the engine; for a guest it is the share
    that is taken of its answer.
    """

    def __init__(self, dialog: Dialog) -> None:
        """Takes the place of the parameter's own widget."""
        self._dialog = dialog
        self._config = dialog.questions.config
        self._found: int | None = None
        self.automatic = Gtk.CheckButton(label=_("Automatic"))
        self._slider = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, _ALL, 1)
        self._slider.set_value_pos(Gtk.PositionType.RIGHT)
        widget = Gtk.Box(spacing=6)
        widget.pack_start(self.automatic, False, False, 0)
        widget.pack_start(self._slider, True, True, 0)
        dialog.questions.replace(_NAME, _("_Artifact removal"), widget, focus=self.automatic)
        self._suit()
        self.automatic.connect("toggled", self._chosen)
        self._slider.connect("value-changed", self._chosen)
        # Presets and Reset change them, too.
        self._config.connect(f"notify::{_NAME}", self._follow)
        if "model" in dialog.names:
            self._config.connect("notify::model", self._suit)

    def found(self, strength: int) -> None:
        """Show what the engine found."""
        self._found = strength
        self._follow()

    def lost(self) -> None:
        """It was found in another part of the picture."""
        self._found = None
        self._follow()

    def _chosen(self, *_signal: object) -> None:
        automatic = self.automatic.get_active()
        value = AUTOMATIC if automatic else round(self._slider.get_value())
        if self._config.get_property(_NAME) != value:
            self._config.set_property(_NAME, value)
        self._follow()

    def _suit(self, *_signal: object) -> None:
        """Be what the setting is for the model that is chosen."""
        questions, model = self._dialog.questions, self._dialog.model
        if model is not None and model.is_guest:
            label = _("Sh_are of its answer")
            automatic = _("Take all of this model's answer")
            slider = _("How much of this model's answer is taken; the rest is that of fast")
        else:
            label = _("_Artifact removal")
            automatic = _("Find out from the picture how much it was compressed")
            slider = _("0 keeps all there is, 100 is for the strongest compression")
        questions.rename(_NAME, label)
        self.automatic.set_tooltip_text(automatic)
        self._slider.set_tooltip_text(slider)
        questions.enable(_NAME, model is None or model.is_guest or model.takes_strength)
        self._follow()

    def _follow(self, *_signal: object) -> None:
        value, model = self._config.get_property(_NAME), self._dialog.model
        automatic = value == AUTOMATIC
        shown = value
        if automatic:
            shown = _ALL if model is not None and model.is_guest else self._found
        self.automatic.set_active(automatic)
        self._slider.set_sensitive(not automatic)
        # A number that nobody has found or set would be a lie.
        self._slider.set_draw_value(shown is not None)
        if shown is not None:
            self._slider.set_value(shown)
