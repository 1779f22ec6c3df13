# SPDX-License-Identifier: GPL-3.0-or-later
"""Hidden layers above the new one: what was changed, and how sure that is."""

from __future__ import annotations

from functools import partial

from gimpfu.introspection import Gimp

from liif_core.request.questions import Evidence, Shown
from liif_core.request.settings import Settings
from liif_gimp import layers
from liif_gimp.engine import Engine
from liif_gimp.geometry import Rectangle
from liif_gimp.layers import Source
from liif_gimp.tasks import Task
from liif_gimp.words import _

_KINDS: tuple[tuple[Shown, str], ...] = (
    ("changes", _("%(layer)s (LIIF changes: white is strongest)")),
    ("certainty", _("%(layer)s (LIIF certainty: white is sure)")),
)
RUNS = 6
"""How often the network runs for them: once for the changes, five times for the certainty."""


def compute(
    engine: Engine,
    image: Gimp.Image,
    layer: Gimp.Layer,
    source: Source,
    task: Task,
    where: Rectangle,
    settings: Settings,
) -> list[Gimp.Layer]:
    """The layers, not yet in the image."""
    found = []
    for shown, name in _KINDS:
        name %= {"layer": layer.get_name()}
        computed = engine.compute(
            image, layer, source, task, where, name, settings, ask=partial(Evidence, shown=shown)
        )
        found.append(computed.layer)
    return found


def insert(image: Gimp.Image, found: list[Gimp.Layer], result: Gimp.Layer) -> None:
    """Put them above the result, each to be switched on by its eye."""
    for each in found:
        each.set_opacity(100.0)
        each.set_mode(Gimp.LayerMode.NORMAL)
        each.set_visible(False)
        layers.insert_above(image, each, result)
