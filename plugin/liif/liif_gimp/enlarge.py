# SPDX-License-Identifier: GPL-3.0-or-later
"""Enlarging or cleaning an image: one layer by the engine, the others by GIMP's own filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import evidence, layers, masks
from liif_gimp.engine import Engine
from liif_gimp.geometry import Rectangle
from liif_gimp.layers import Source
from liif_gimp.made import Made, make
from liif_gimp.orders import Order, resolution_of, size_of
from liif_gimp.tasks import Task
from liif_gimp.undo import undo_step
from liif_gimp.words import _


def task(image: Gimp.Image, source: Source, order: Order) -> Task:
    """What is to be computed for ``order``: all of the source that stays on the canvas.

    Raises :class:`gimpfu.error` when none does.
    """
    grid, where = _grid(image, source, order), _where(image, source, order)
    if where.empty:
        raise error(
            _("the layer lies beyond what the print shows. Move it, or fit the whole photo.")
        )
    everything = Rectangle(0, 0, *source.place.size)
    return Task(everything, grid.size, where.moved(-grid.x, -grid.y))


def enlarge(
    engine: Engine, image: Gimp.Image, chosen: Sequence[Gimp.Layer], order: Order
) -> list[Gimp.Layer]:
    """Make the image as ordered; returns the new layers, one for each that was chosen.

    They lie exactly where GIMP's own scaling puts those, directly above them. Raises
    :class:`gimpfu.error`, with the image as it was.
    """
    found = [_made(engine, image, layer, order) for layer in chosen]
    with undo_step(image):
        if order.size != size_of(image) and not image.scale(*order.size):
            raise error(_("GIMP could not scale the image. Nothing was changed."))
        if order.resolution != resolution_of(image):
            image.set_resolution(*order.resolution)
        for made in found:
            layers.insert_above(image, made.layer, made.source)
            evidence.insert(image, made.evidence, made.layer)
            if made.mask is None:
                layers.copy_mask(made.source, made.layer)
            else:
                masks.add(made.mask, made.source, made.layer)
            layers.replace(made.source, made.opaque)
        if order.crop is not None:
            image.crop(*order.crop.size, order.crop.x, order.crop.y)
        if order.sharpened:
            for made in found:
                layers.sharpen(made.layer, order.resolution[0])
    return [made.layer for made in found]


def _made(engine: Engine, image: Gimp.Image, layer: Gimp.Layer, order: Order) -> Made:
    old = size_of(image)
    if order.size != old:
        made = _("%(layer)s (LIIF %(factor)sx)")
    else:
        repaired = bool(order.settings.repairs)
        made = _("%(layer)s (LIIF restored)") if repaired else _("%(layer)s (LIIF cleaned)")
    name = made % {"layer": layer.get_name(), "factor": f"{order.size.width / old.width:.4n}"}
    with layers.shown(image, layer) as source:
        what, where = task(image, source, order), _where(image, source, order)
        result = make(engine, image, layer, source, what, where, name, order)
        mask = masks.compute(engine, image, layer, source, what, order)
        return replace(result, mask=mask)


def _grid(image: Gimp.Image, source: Source, order: Order) -> Rectangle:
    """Where all of the source will lie, before anything is cut off."""
    return source.place.scaled(size_of(image), order.size)


def _where(image: Gimp.Image, source: Source, order: Order) -> Rectangle:
    """Where the new layer will lie."""
    grid = _grid(image, source, order)
    return grid if order.crop is None else grid.within(order.crop)
