# SPDX-License-Identifier: GPL-3.0-or-later
"""Enhancing what is selected, and computing no more than that."""

from __future__ import annotations

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import layers
from liif_gimp.engine import Engine, Settings
from liif_gimp.geometry import Rectangle
from liif_gimp.undo import undo_step

_INTERPOLATION = 4
"""Pixels that interpolation reaches beyond the network's own radius."""


def enhance(
    engine: Engine, image: Gimp.Image, layer: Gimp.Layer, radius: int, settings: Settings
) -> Gimp.Layer:
    """Put a cleaned copy of the selected part above ``layer``, masked by the selection.

    The engine sees the bounds of the selection and around them as much as the result depends
    on, ``radius`` being the receptive radius of the model. Returns the new layer, which is as
    large as those bounds. Raises :class:`gimpfu.error`, with the image as it was.
    """
    layers.check(image, layer)
    with layers.shown(image, layer) as source:
        selected = _bounds(image).within(source.place)
        if selected.empty:
            raise error("the selection does not meet the layer. Select a part of the layer.")
        whole = Rectangle(0, 0, *source.place.size)
        wanted = selected.moved(-source.place.x, -source.place.y)
        part = wanted.grown(_margin(source.drawable, radius)).within(whole)
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


def _margin(drawable: Gimp.Drawable, radius: int) -> int:
    """Pixels around the selection on which the result depends."""
    margin = radius + _INTERPOLATION
    # The engine first bleeds colours into transparent pixels, over as far as the network sees.
    return 2 * margin if drawable.has_alpha() else margin


def _bounds(image: Gimp.Image) -> Rectangle:
    """The bounds of the selection, in the coordinates of the image."""
    _, something, left, top, right, bottom = Gimp.Selection.bounds(image)
    if not something:
        raise error("nothing is selected. Select the part of the layer to enhance first.")
    return Rectangle(left, top, right - left, bottom - top)
