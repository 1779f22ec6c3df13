# SPDX-License-Identifier: GPL-3.0-or-later
"""Enlarging or cleaning an image: one layer by the engine, the others by GIMP's own filter."""

from __future__ import annotations

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import evidence, layers
from liif_gimp.engine import Engine
from liif_gimp.geometry import Rectangle
from liif_gimp.layers import Source
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


def enlarge(engine: Engine, image: Gimp.Image, layer: Gimp.Layer, order: Order) -> Gimp.Layer:
    """Make the image as ordered; returns the new layer.

    It lies exactly where GIMP's own scaling puts ``layer``, directly above it. Raises
    :class:`gimpfu.error`, with the image as it was.
    """
    layers.check(image, layer)
    old = size_of(image)
    grows = order.size != old
    made = _("%(layer)s (LIIF %(factor)sx)") if grows else _("%(layer)s (LIIF cleaned)")
    name = made % {"layer": layer.get_name(), "factor": f"{order.size.width / old.width:.4n}"}
    with layers.shown(image, layer) as source:
        what, where = task(image, source, order), _where(image, source, order)
        settings = order.settings
        computed = engine.compute(image, layer, source, what, where, name, settings)
        found = evidence.compute(engine, image, layer, source, what, where, settings)
    with undo_step(image):
        if grows and not image.scale(*order.size):
            raise error(_("GIMP could not scale the image. Nothing was changed."))
        if order.resolution != resolution_of(image):
            image.set_resolution(*order.resolution)
        layers.insert_above(image, computed.layer, layer)
        evidence.insert(image, found, computed.layer)
        layers.copy_mask(layer, computed.layer)
        layers.replace(layer, computed.opaque)
        if order.crop is not None:
            image.crop(*order.crop.size, order.crop.x, order.crop.y)
        if order.sharpened:
            layers.sharpen(computed.layer, order.resolution[0])
    return computed.layer


def _grid(image: Gimp.Image, source: Source, order: Order) -> Rectangle:
    """Where all of the source will lie, before anything is cut off."""
    return source.place.scaled(size_of(image), order.size)


def _where(image: Gimp.Image, source: Source, order: Order) -> Rectangle:
    """Where the new layer will lie."""
    grid = _grid(image, source, order)
    return grid if order.crop is None else grid.within(order.crop)
