# SPDX-License-Identifier: GPL-3.0-or-later
"""Enhancing what is selected, and computing no more than that."""

from __future__ import annotations

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import layers
from liif_gimp.engine import Engine, Settings
from liif_gimp.geometry import Rectangle
from liif_gimp.undo import undo_step


def enhance(
    engine: Engine, image: Gimp.Image, layer: Gimp.Layer, margin: int, settings: Settings
) -> Gimp.Layer:
    """Put a cleaned copy of the selected part above ``layer``, masked by the selection.

    The engine sees the bounds of the selection and ``margin`` pixels around them, as far as
    a result pixel depends on its surroundings. Returns the new layer, which is as large as
    those bounds. Raises :class:`gimpfu.error`, with the image as it was.
    """
    layers.check(image, layer)
    with layers.shown(image, layer) as source:
        selected = _bounds(image).within(source.place)
        if selected.empty:
            raise error("the selection does not meet the layer. Select a part of the layer.")
        whole = Rectangle(0, 0, *source.place.size)
        wanted = selected.moved(-source.place.x, -source.place.y)
        part = wanted.grown(margin).within(whole)
        computed = engine.compute(
            image,
            layer,
            source,
            part.size,
            selected,
            f"{layer.get_name()} (LIIF selection)",
            settings,
            part=part,
            region=wanted.moved(-part.x, -part.y),
        )
    with undo_step(image):
        layers.insert_above(image, computed.layer, layer)
        layers.mask_by_selection(layer, computed.layer)
    return computed.layer


def _bounds(image: Gimp.Image) -> Rectangle:
    """The bounds of the selection, in the coordinates of the image."""
    _, something, left, top, right, bottom = Gimp.Selection.bounds(image)
    if not something:
        raise error("nothing is selected. Select the part of the layer to enhance first.")
    return Rectangle(left, top, right - left, bottom - top)
