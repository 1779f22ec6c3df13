# SPDX-License-Identifier: GPL-3.0-or-later
"""The mask of a layer, enlarged along with what the layer shows so that its edges follow that."""

from __future__ import annotations

from dataclasses import dataclass

from gimpfu.introspection import Gimp

from liif_gimp import layers, pixels
from liif_gimp.engine import Engine
from liif_gimp.layers import Source
from liif_gimp.orders import Order
from liif_gimp.pixels import Layout
from liif_gimp.tasks import Task


@dataclass(frozen=True)
class Mask:
    """A mask that is not yet a layer's."""

    values: bytes
    """Of the new layer's size."""
    layout: Layout
    """Of the picture whose alpha they were while they were computed."""


def compute(
    engine: Engine,
    image: Gimp.Image,
    layer: Gimp.Layer,
    source: Source,
    task: Task,
    order: Order,
) -> Mask | None:
    """The mask of ``layer`` for what ``task`` makes of it.

    None where that is not asked for, where there is no mask, and where what is shown has another
    size than the mask, by a filter that draws beyond the layer. Raises :class:`gimpfu.error`.
    """
    mask = layer.get_mask()
    if not order.masks or mask is None or layers.place(layer) != source.place:
        return None
    layout = pixels.layout_of(image, source.drawable, with_alpha=True)
    values = engine.upsample_mask(image, layer, mask, source, task, layout, order.settings)
    return Mask(values, layout)


def add(mask: Mask, source: Gimp.Layer, layer: Gimp.Layer) -> None:
    """Give a layer in the image its mask, to be used as the one of ``source`` is."""
    made = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(made)
    pixels.write_mask(made, mask.layout, mask.values)
    layer.set_apply_mask(source.get_apply_mask())
