# SPDX-License-Identifier: GPL-3.0-or-later
"""Selections, and what is cut out and pasted."""

from __future__ import annotations

from collections.abc import Sequence

from gimpfu import context
from gimpfu.errors import error
from gimpfu.introspection import Gimp
from gimpfu.objects import Channel, Drawable, Image, Layer, Vectors, wrap
from gimpfu.oldnames.functions.lists import floats


def gimp_image_select_polygon(
    image: Image, operation: int, count: int, segments: Sequence[float]
) -> None:
    image.do("select_polygon", Gimp.ChannelOps(int(operation)), floats(segments))


def gimp_free_select(
    image: Image,
    count: int,
    segments: Sequence[float],
    operation: int,
    antialias: bool,
    feather: bool,
    radius: float,
) -> None:
    with context.kept():
        Gimp.context_set_antialias(antialias)
        Gimp.context_set_feather(feather)
        Gimp.context_set_feather_radius(radius, radius)
        gimp_image_select_polygon(image, operation, count, segments)


def gimp_selection_layer_alpha(layer: Layer) -> None:
    layer.image.do("select_item", Gimp.ChannelOps.REPLACE, layer.native)


gimp_selection_load = gimp_selection_layer_alpha


def gimp_selection_combine(channel: Channel, operation: int) -> None:
    channel.image.do("select_item", Gimp.ChannelOps(int(operation)), channel.native)


def gimp_selection_float(drawable: Drawable, x: int, y: int) -> Layer:
    layer: Layer = wrap(Gimp.Selection.float(drawable.image.native, [drawable.native], x, y))
    return layer


def gimp_vectors_to_selection(
    vectors: Vectors,
    operation: int,
    antialias: bool,
    feather: bool,
    radius_x: float,
    radius_y: float,
) -> None:
    with context.kept():
        Gimp.context_set_antialias(antialias)
        Gimp.context_set_feather(feather)
        Gimp.context_set_feather_radius(radius_x, radius_y)
        vectors.image.do("select_item", Gimp.ChannelOps(int(operation)), vectors.native)


def gimp_edit_paste(drawable: Drawable, paste_into: bool) -> Layer:
    """The floating selection, the first of several where several drawables were copied."""
    pasted = Gimp.edit_paste(drawable.native, paste_into)
    if not pasted:
        raise error("there is nothing to paste: copy something first")
    layer: Layer = wrap(pasted[0])
    return layer


def gimp_edit_named_paste(drawable: Drawable, name: str, paste_into: bool) -> Layer:
    pasted = Gimp.edit_named_paste(drawable.native, name, paste_into)
    if not pasted:
        raise error(f"there is no buffer named {name!r}")
    layer: Layer = wrap(pasted[0] if isinstance(pasted, (list, tuple)) else pasted)
    return layer
