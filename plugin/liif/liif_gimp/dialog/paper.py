# SPDX-License-Identifier: GPL-3.0-or-later
"""Usual papers and resolutions, as short cuts to the fields of the print dialog."""

from __future__ import annotations

import gi
from gimpfu.introspection import Gimp

from liif_gimp.geometry import Size
from liif_gimp.printing import CM_PER_INCH, PAPERS, inches
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_SPACING = 6
_FREE = "other"
_RESOLUTIONS = (150, 240, 300, 360)
_SAME = 0.02
"""Inches by which a size may differ from a paper's and still be it; the fields round."""


class Paper:
    """A list of papers, a switch to turn them, and buttons for resolutions."""

    def __init__(self, config: Gimp.ProcedureConfig, photo: Size) -> None:
        self._config = config
        self._wide = photo.width > photo.height
        self._square = photo.width == photo.height
        self._following = False
        self._papers = Gtk.ComboBoxText()
        self._papers.append(_FREE, _("Other"))
        for name in PAPERS:
            self._papers.append(name, _(name))
        self._papers.set_tooltip_text(_("A usual size: sets width, height and unit"))
        self._turned = Gtk.CheckButton(label=_("Landscape"))
        self._turned.set_tooltip_text(_("Wider than high; exchanges width and height"))
        self.sizes = Gtk.Box(spacing=_SPACING)
        label = Gtk.Label(label=_("Pap_er"), use_underline=True, xalign=0.0)
        label.set_mnemonic_widget(self._papers)
        self.sizes.pack_start(label, False, False, 0)
        self.sizes.pack_start(self._papers, True, True, 0)
        self.sizes.pack_start(self._turned, False, False, 0)
        self.resolutions = Gtk.Box(spacing=_SPACING)
        for ppi in _RESOLUTIONS:
            button = Gtk.Button(label=_("%(ppi)d PPI") % {"ppi": ppi})
            button.set_tooltip_text(_("Set the pixels per inch to this"))
            button.connect("clicked", self._resolve, ppi)
            self.resolutions.pack_start(button, True, True, 0)
        self._follow()
        self._papers.connect("changed", self._chosen)
        self._turned.connect("toggled", self._turn)
        for name in ("width", "height", "unit", "turn"):
            config.connect(f"notify::{name}", self._follow)

    def _chosen(self, papers: Gtk.ComboBoxText) -> None:
        name = papers.get_active_id()
        if self._following or name is None or name == _FREE:
            return
        upright = PAPERS[name]
        metric = name.startswith("A")
        sides = [round(side * CM_PER_INCH, 2) if metric else side for side in upright]
        # The way the photo lies.
        width, height = sorted(sides, reverse=self._wide)
        self._set(unit="cm" if metric else "inch", width=width, height=height)

    def _turn(self, _turned: Gtk.CheckButton) -> None:
        if not self._following:
            width, height = (self._config.get_property(name) for name in ("height", "width"))
            self._set(width=width, height=height)

    def _resolve(self, _button: Gtk.Button, ppi: int) -> None:
        self._set(ppi=float(ppi))

    def _set(self, **values: object) -> None:
        self._following = True
        for name, value in values.items():
            self._config.set_property(name, value)
        self._following = False
        self._follow()

    def _follow(self, *_signal: object) -> None:
        if self._following:
            return
        unit = self._config.get_property("unit")
        width, height = (inches(self._config.get_property(n), unit) for n in ("width", "height"))
        upright = sorted((width, height))
        names = [
            name
            for name, paper in PAPERS.items()
            if all(abs(a - b) < _SAME for a, b in zip(paper, upright, strict=True))
        ]
        self._following = True
        self._papers.set_active_id(names[0] if names else _FREE)
        # Where the paper follows the photo, this shows how it will lie.
        follows = self._config.get_property("turn") and not self._square and width != height
        self._turned.set_active(self._wide if follows else width > height)
        self._turned.set_sensitive(not follows)
        self._following = False
