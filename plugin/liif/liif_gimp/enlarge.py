# SPDX-License-Identifier: GPL-3.0-or-later
"""Enlarging an image: one layer by the engine, everything else by GIMP's own filter."""

from __future__ import annotations

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import layers
from liif_gimp.engine import Engine, Settings
from liif_gimp.geometry import Size, scaled, scaled_size
from liif_gimp.undo import undo_step

Resolution = tuple[float, float]
"""Pixels per inch, across and down."""


def upscale(
    engine: Engine,
    image: Gimp.Image,
    layer: Gimp.Layer,
    scale: float,
    settings: Settings,
    *,
    keep_print_size: bool,
) -> Gimp.Layer:
    """Enlarge the image by a factor of at least 1; returns the new layer above ``layer``.

    With ``keep_print_size`` the resolution grows with the pixels, so that the print becomes
    finer; without, it stays and the print becomes larger, as when GIMP scales an image.
    """
    old = Size(image.get_width(), image.get_height())
    new = scaled_size(old, scale)
    resolution = _resolution(image)
    if keep_print_size:
        across, down = resolution
        resolution = (across * new.width / old.width, down * new.height / old.height)
    return enlarge(engine, image, layer, new, resolution, settings)


def enlarge(
    engine: Engine,
    image: Gimp.Image,
    layer: Gimp.Layer,
    new: Size,
    resolution: Resolution,
    settings: Settings,
) -> Gimp.Layer:
    """Enlarge the image to ``new`` pixels at ``resolution``; returns the new layer.

    It lies exactly where GIMP's own scaling puts ``layer``, directly above it. Raises
    :class:`gimpfu.error`, with the image as it was.
    """
    layers.check(image, layer)
    old = Size(image.get_width(), image.get_height())
    with layers.shown(image, layer) as source:
        where = scaled(source.place, old, new)
        name = f"{layer.get_name()} (LIIF {new.width / old.width:.4g}x)"
        computed = engine.compute(image, layer, source, where.size, where, name, settings)
    with undo_step(image):
        if not image.scale(*new):
            raise error("GIMP could not scale the image. Nothing was changed.")
        image.set_resolution(*resolution)
        layers.insert_above(image, computed.layer, layer)
        layers.copy_mask(layer, computed.layer)
        layers.replace(layer, computed.opaque)
    return computed.layer


def clean(
    engine: Engine,
    image: Gimp.Image,
    layer: Gimp.Layer,
    settings: Settings,
    resolution: Resolution | None = None,
) -> Gimp.Layer:
    """Remove artifacts at the same size; returns the new layer, directly above ``layer``."""
    layers.check(image, layer)
    with layers.shown(image, layer) as source:
        name = f"{layer.get_name()} (LIIF cleaned)"
        where = source.place
        computed = engine.compute(image, layer, source, where.size, where, name, settings)
    with undo_step(image):
        if resolution is not None:
            image.set_resolution(*resolution)
        layers.insert_above(image, computed.layer, layer)
        layers.copy_mask(layer, computed.layer)
        layers.replace(layer, computed.opaque)
    return computed.layer


def _resolution(image: Gimp.Image) -> Resolution:
    _, across, down = image.get_resolution()
    return across, down
