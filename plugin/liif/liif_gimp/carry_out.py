# SPDX-License-Identifier: GPL-3.0-or-later
"""From an order to its task, and to the new layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gimpfu.introspection import Gimp

from liif_gimp import enlarge, layers, selection
from liif_gimp.call import Call
from liif_gimp.layers import Source
from liif_gimp.made import Made
from liif_gimp.orders import Order
from liif_gimp.tasks import Task
from liif_gimp.undo import undo_step


class _Way(Protocol):
    """The modules that know how an order is carried out."""

    def task(self, call: Call, source: Source, order: Order) -> Task: ...

    def compute(self, call: Call, layer: Gimp.Layer, order: Order) -> Made: ...

    def insert(self, image: Gimp.Image, found: Sequence[Made], order: Order) -> None: ...


_ENLARGE: _Way = enlarge
_SELECTION: _Way = selection


def carry_out(call: Call, order: Order) -> list[Gimp.Layer]:
    """Make the image as ordered, in one undo step that begins when everything is computed.

    Returns the new layers, one for each that was chosen. Raises :class:`gimpfu.error`, with the
    image as it was.
    """
    way = _way(order)
    with call.plugin.engine:
        checked = [layers.check(call.image, layer) for layer in call.chosen]
        found = [way.compute(call, layer, order) for layer in checked]
        with undo_step(call.image):
            way.insert(call.image, found, order)
    return [made.layer for made in found]


def task(call: Call, source: Source, order: Order) -> Task:
    """What the engine will compute. Raises :class:`gimpfu.error` when there is nothing to do."""
    return _way(order).task(call, source, order)


def _way(order: Order) -> _Way:
    return _SELECTION if order.selection_only else _ENLARGE
