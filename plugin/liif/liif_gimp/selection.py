# SPDX-License-Identifier: GPL-3.0-or-later
"""Enhancing what is selected, and computing no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import evidence, layers, pixels
from liif_gimp.call import Call
from liif_gimp.geometry import Rectangle
from liif_gimp.layers import Source
from liif_gimp.made import Made, make
from liif_gimp.orders import Order
from liif_gimp.piece import Piece
from liif_gimp.tasks import Task
from liif_gimp.words import _

_INTERPOLATION = 4
"""Pixels that interpolation reaches beyond the network's own radius."""


def task(call: Call, source: Source, order: Order) -> Task:
    """What is to be computed for the selection, and as much around it as the result depends on.

    Raises :class:`gimpfu.error` when nothing of the source is selected.
    """
    radius = call.plugin.model(order.settings.model).receptive_radius
    selected = _selected(call.image, source)
    wanted = selected.moved(-source.place.x, -source.place.y)
    everything = Rectangle(0, 0, *source.place.size)
    part = wanted.grown(_margin(source.drawable, radius)).within(everything)
    return Task(part, part.size, wanted.moved(-part.x, -part.y))


def compute(call: Call, layer: Gimp.Layer, order: Order) -> Made:
    """The selected part of one layer, cleaned, as large as the bounds of the selection; not yet in
    the image. Raises :class:`gimpfu.error`."""
    image = call.image
    name = _("%(layer)s (LIIF selection)") % {"layer": layer.get_name()}
    with layers.shown(image, layer) as source:
        what, where = task(call, source, order), _selected(image, source)
        made = make(call.plugin.engine, Piece(image, layer, source, what, where, name, order))
        if layers.plain(layer, made.opaque):
            return made
        return replace(made, copy=Gimp.Layer.new_from_drawable(source.drawable, image))


def insert(image: Gimp.Image, found: Sequence[Made], _order: Order) -> None:
    """Put the new layers above those that they are made of, masked by the selection.

    Where a layer is blended with what lies below, the new layer and a copy of it stand in a
    group, or what lies below would show through twice. Raises :class:`gimpfu.error` when GIMP
    does not do it.
    """
    for made in found:
        if made.copy is None:
            layers.insert_above(image, made.layer, made.source)
        else:
            layers.insert_with_copy(image, made.layer, made.copy, made.source)
        evidence.insert(image, made.evidence, made.layer)
        layers.mask_by_selection(made.layer)


def _selected(image: Gimp.Image, source: Source) -> Rectangle:
    """The bounds of what is selected of the source, in the coordinates of the image."""
    selected = _bounds(image).within(source.place)
    if not selected.empty:
        selected = pixels.seen_bounds(image.get_selection(), selected)
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
