# SPDX-License-Identifier: GPL-3.0-or-later
"""Enhancing what is selected, and computing no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import evidence, layers
from liif_gimp.engine import Engine
from liif_gimp.geometry import Rectangle
from liif_gimp.layers import Source
from liif_gimp.made import Made, make
from liif_gimp.orders import Order
from liif_gimp.tasks import Task
from liif_gimp.undo import undo_step
from liif_gimp.words import _

_INTERPOLATION = 4
"""Pixels that interpolation reaches beyond the network's own radius."""


def task(image: Gimp.Image, source: Source, radius: int) -> Task:
    """What is to be computed for the selection, and as much around it as the result depends on.

    ``radius`` is the receptive radius of the model. Raises :class:`gimpfu.error` when nothing of
    the source is selected.
    """
    selected = _selected(image, source)
    wanted = selected.moved(-source.place.x, -source.place.y)
    everything = Rectangle(0, 0, *source.place.size)
    part = wanted.grown(_margin(source.drawable, radius)).within(everything)
    return Task(part, part.size, wanted.moved(-part.x, -part.y))


def enhance(
    engine: Engine, image: Gimp.Image, chosen: Sequence[Gimp.Layer], order: Order, radius: int
) -> list[Gimp.Layer]:
    """Put a cleaned copy of the selected part above each layer, masked by the selection.

    Where a layer is blended with what lies below, the new layer and a copy of it stand in a
    group, or what lies below would show through twice. Returns the new layers, which are as large
    as the bounds of the selection; for ``radius`` see :func:`task`. Raises
    :class:`gimpfu.error`, with the image as it was.
    """
    found = [_made(engine, image, layer, order, radius) for layer in chosen]
    with undo_step(image):
        for made in found:
            if made.copy is None:
                layers.insert_above(image, made.layer, made.source)
            else:
                layers.insert_with_copy(image, made.layer, made.copy, made.source)
            evidence.insert(image, made.evidence, made.layer)
            layers.mask_by_selection(made.layer)
    return [made.layer for made in found]


def _made(engine: Engine, image: Gimp.Image, layer: Gimp.Layer, order: Order, radius: int) -> Made:
    with layers.shown(image, layer) as source:
        what, where = task(image, source, radius), _selected(image, source)
        name = _("%(layer)s (LIIF selection)") % {"layer": layer.get_name()}
        made = make(engine, image, layer, source, what, where, name, order)
        if layers.plain(layer, made.opaque):
            return made
        return replace(made, copy=Gimp.Layer.new_from_drawable(source.drawable, image))


def _selected(image: Gimp.Image, source: Source) -> Rectangle:
    """The bounds of what is selected of the source, in the coordinates of the image."""
    selected = _bounds(image).within(source.place)
    if selected.empty:
        raise error(_("the selection does not meet the layer. Select a part of the layer."))
    return selected


def _margin(drawable: Gimp.Drawable, radius: int) -> int:
    """Pixels around the selection on which the result depends."""
    margin = radius + _INTERPOLATION
    # The engine first bleeds colours into transparent pixels, over as far as the network sees.
    return 2 * margin if drawable.has_alpha() else margin


def _bounds(image: Gimp.Image) -> Rectangle:
    """The bounds of the selection, in the coordinates of the image."""
    _found, something, left, top, right, bottom = Gimp.Selection.bounds(image)
    if not something:
        raise error(_("nothing is selected. Select the part of the layer to enhance first."))
    return Rectangle(left, top, right - left, bottom - top)
