# SPDX-License-Identifier: GPL-3.0-or-later
"""From an order to its task, and to the new layers."""

from __future__ import annotations

from collections.abc import Sequence

from gimpfu.introspection import Gimp

from liif_gimp import enlarge, layers, selection
from liif_gimp.engine import Engine
from liif_gimp.installation import Model
from liif_gimp.layers import Source
from liif_gimp.orders import Order
from liif_gimp.tasks import Task


def carry_out(
    engine: Engine,
    models: dict[str, Model],
    image: Gimp.Image,
    chosen: Sequence[Gimp.Layer],
    order: Order,
) -> list[Gimp.Layer]:
    """Returns the new layers, one for each that was chosen.

    Raises :class:`gimpfu.error`, with the image as it was.
    """
    for layer in chosen:
        layers.check(image, layer)
    if order.selection_only:
        radius = models[order.settings.model].receptive_radius
        return selection.enhance(engine, image, chosen, order, radius)
    return enlarge.enlarge(engine, image, chosen, order)


def task(models: dict[str, Model], image: Gimp.Image, source: Source, order: Order) -> Task:
    """What the engine will compute. Raises :class:`gimpfu.error` when there is nothing to do."""
    if order.selection_only:
        return selection.task(image, source, models[order.settings.model].receptive_radius)
    return enlarge.task(image, source, order)
