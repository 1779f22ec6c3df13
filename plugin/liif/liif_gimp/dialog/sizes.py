# SPDX-License-Identifier: GPL-3.0-or-later
"""The factor in other terms: percent, pixels, size on paper and pixels per inch."""

from __future__ import annotations

import gi
from gimpfu.introspection import Gimp

from liif_core.request.limits import MAX_SCALE
from liif_gimp.geometry import Size, scaled_size
from liif_gimp.orders import Resolution
from liif_gimp.printing import on_paper
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_SPACING = 6
_SCALE, _KEEP = "scale", "keep-print-size"
_TIPS = {
    None: _("The factor in other terms"),
    True: _("Sets the factor such that the print keeps its size and gets this many pixels"),
    False: _("Sets the factor such that the print gets this size with the pixels per inch it has"),
}
"""By what a field does to the choice between the two."""


class Sizes:
    """Fields that set the factor and follow it.

    A size on paper is reached with the resolution that the image has, and a resolution with the
    size on paper that it has: the choice between the two is set along.
    """

    def __init__(self, config: Gimp.ProcedureConfig, size: Size, resolution: Resolution) -> None:
        self._config = config
        self._size = size
        self._resolution = resolution
        self._following = False
        self.widget = Gtk.Grid(row_spacing=_SPACING, column_spacing=_SPACING)
        self._percent = self._field(_("_Percent"), 0, 0, 1, 100.0)
        self._ppi = self._field(_("Pi_xels per inch"), 0, 1, 1, resolution[0], keep=True)
        self._width = self._field(_("_Width (px)"), 1, 0, 0, size.width)
        self._height = self._field(_("H_eight (px)"), 1, 1, 0, size.height)
        across, down = on_paper(size, resolution)
        self._across = self._field(_("W_idth (cm)"), 2, 0, 2, across, keep=False)
        self._down = self._field(_("Heigh_t (cm)"), 2, 1, 2, down, keep=False)
        for name in (_SCALE, _KEEP):
            config.connect(f"notify::{name}", self._follow)
        self._follow()

    def _field(
        self, label: str, row: int, column: int, places: int, now: float, keep: bool | None = None
    ) -> Gtk.SpinButton:
        """For something that grows with the factor from what it is ``now``."""
        step = 10.0**-places
        field = Gtk.SpinButton.new_with_range(now, now * MAX_SCALE, max(step, 1.0))
        field.set_digits(places)
        field.set_activates_default(True)
        field.set_tooltip_text(_TIPS[keep])
        name = Gtk.Label(label=label, use_underline=True, xalign=0.0)
        name.set_mnemonic_widget(field)
        self.widget.attach(name, 2 * column, row, 1, 1)
        self.widget.attach(field, 2 * column + 1, row, 1, 1)

        def changed(_field: Gtk.SpinButton) -> None:
            if self._following:
                return
            if keep is not None:
                self._config.set_property(_KEEP, keep)
            self._config.set_property(_SCALE, min(max(field.get_value() / now, 1.0), MAX_SCALE))

        field.connect("value-changed", changed)
        return field

    def _follow(self, *_signal: object) -> None:
        scale: float = self._config.get_property(_SCALE)
        size = scaled_size(self._size, scale)
        ppi, paper = self._resolution[0], on_paper(self._size, self._resolution)
        if self._config.get_property(_KEEP):
            ppi *= size.width / self._size.width
        else:
            paper = on_paper(size, self._resolution)
        self._following = True
        for field, value in (
            (self._percent, 100 * scale),
            (self._ppi, ppi),
            (self._width, size.width),
            (self._height, size.height),
            (self._across, paper[0]),
            (self._down, paper[1]),
        ):
            field.set_value(value)
        self._following = False
