# SPDX-License-Identifier: GPL-3.0-or-later
"""Items: their links, and what moves together with them."""

from __future__ import annotations

from gimpfu.objects import Item, Layer, links


def gimp_item_get_linked(item: Item) -> bool:
    return item.linked


gimp_drawable_get_linked = gimp_layer_get_linked = gimp_item_get_linked
gimp_vectors_get_linked = gimp_item_get_linked


def gimp_item_set_linked(item: Item, linked: bool) -> None:
    item.linked = linked


gimp_drawable_set_linked = gimp_layer_set_linked = gimp_item_set_linked
gimp_vectors_set_linked = gimp_item_set_linked


def gimp_layer_set_offsets(layer: Layer, x: int, y: int) -> None:
    layer.set_offsets(int(x), int(y))


def gimp_item_transform_translate(item: Item, x: float, y: float) -> Item:
    item.do("transform_translate", x, y)
    links.follow(item.native, x, y)
    return item


def gimp_layer_translate(layer: Layer, x: int, y: int) -> None:
    layer.translate(int(x), int(y))
