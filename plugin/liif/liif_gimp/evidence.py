# SPDX-License-Identifier: GPL-3.0-or-later
"""Hidden layers above the new one: what was changed, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from gimpfu.introspection import Gimp

from liif_core.request.questions import Evidence, Shown
from liif_gimp import layers
from liif_gimp.engine import Engine
from liif_gimp.piece import Piece
from liif_gimp.words import _

_KINDS: tuple[tuple[Shown, str], ...] = (
    ("changes", _("%(layer)s (LIIF changes: white is strongest)")),
    ("certainty", _("%(layer)s (LIIF certainty: white is sure)")),
)
RUNS = 6
"""How often the network runs for them: once for the changes, five times for the certainty."""


def compute(engine: Engine, piece: Piece) -> list[Gimp.Layer]:
    """The layers, not yet in the image. Raises :class:`gimpfu.error`."""
    found = []
    for shown, name in _KINDS:
        named = replace(piece, name=name % {"layer": piece.layer.get_name()})
        found.append(engine.compute(named, ask=partial(Evidence, shown=shown)).layer)
    return found


def insert(image: Gimp.Image, found: list[Gimp.Layer], result: Gimp.Layer) -> None:
    """Put them above the result, each to be switched on by its eye."""
    for each in found:
        each.set_opacity(100.0)
        each.set_mode(Gimp.LayerMode.NORMAL)
        each.set_visible(False)
        layers.insert_above(image, each, result)
