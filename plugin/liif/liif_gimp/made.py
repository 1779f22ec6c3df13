# SPDX-License-Identifier: GPL-3.0-or-later
"""What is computed from one layer; nothing of it is in the image until all layers are done."""

from __future__ import annotations

from dataclasses import dataclass

from gimpfu.introspection import Gimp

from liif_gimp import evidence
from liif_gimp.engine import Engine
from liif_gimp.geometry import Rectangle
from liif_gimp.layers import Source
from liif_gimp.masks import Mask
from liif_gimp.orders import Order
from liif_gimp.tasks import Task


@dataclass(frozen=True)
class Made:
    """The new layers for one that is in the image."""

    source: Gimp.Layer
    layer: Gimp.Layer
    opaque: bool
    """Whether all pixels that it was computed from are opaque."""
    evidence: list[Gimp.Layer]
    mask: Mask | None = None
    """The layer's mask, where it follows the picture."""
    copy: Gimp.Layer | None = None
    """A copy of the source to stand below the layer, where it is blended with what lies below."""


def make(
    engine: Engine,
    image: Gimp.Image,
    layer: Gimp.Layer,
    source: Source,
    task: Task,
    where: Rectangle,
    name: str,
    order: Order,
) -> Made:
    """Have ``task`` carried out; for the arguments see :meth:`Engine.compute`.

    Raises :class:`gimpfu.error`.
    """
    computed = engine.compute(image, layer, source, task, where, name, order.settings)
    found = []
    if order.evidence:
        found = evidence.compute(engine, image, layer, source, task, where, order.settings)
    return Made(layer, computed.layer, computed.opaque, found)
