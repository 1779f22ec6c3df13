# SPDX-License-Identifier: GPL-3.0-or-later
"""The situations in which a procedure is called: each turns an image that was just opened into
one of them and returns the drawable to work on.

Runs inside GIMP. The names are the values of ``scene`` in :mod:`tasks`.
"""

from __future__ import annotations

import gi

gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Gegl, Gimp  # noqa: E402 - versions come first


def plain(image: Gimp.Image) -> Gimp.Drawable:
    return image.get_layers()[0]


def gray(image: Gimp.Image) -> Gimp.Drawable:
    image.convert_grayscale()
    return plain(image)


def indexed(image: Gimp.Image) -> Gimp.Drawable:
    image.convert_indexed(
        Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 64, False, False, ""
    )
    return plain(image)


def sixteen_bit(image: Gimp.Image) -> Gimp.Drawable:
    image.convert_precision(Gimp.Precision.U16_NON_LINEAR)
    return plain(image)


def floating_linear(image: Gimp.Image) -> Gimp.Drawable:
    image.convert_precision(Gimp.Precision.FLOAT_LINEAR)
    return plain(image)


def transparent(image: Gimp.Image) -> Gimp.Drawable:
    """The photo cut out as a disc; what is cut away is black beneath its transparency."""
    layer = plain(image)
    layer.add_alpha()
    _select_disc(image, feather=0.0)
    Gimp.Selection.invert(image)
    layer.edit_clear()
    # The pixels of the edge itself are partly seen: those keep their colour.
    Gimp.Selection.shrink(image, 1)
    Gimp.Selection.sharpen(image)
    Gimp.context_set_foreground(Gegl.Color.new("black"))
    layer.edit_fill(Gimp.FillType.FOREGROUND)
    layer.edit_clear()
    Gimp.Selection.none(image)
    return layer


def selection(image: Gimp.Image) -> Gimp.Drawable:
    _select_disc(image, feather=12.0)
    return plain(image)


def selection_on_moved_layer(image: Gimp.Image) -> Gimp.Drawable:
    """A selection of which only a part lies on the layer."""
    layer = plain(image)
    layer.set_offsets(image.get_width() // 2, 7)
    _select_disc(image, feather=0.0)
    return layer


def selection_beside_the_layer(image: Gimp.Image) -> Gimp.Drawable:
    layer = plain(image)
    layer.set_offsets(image.get_width() - 10, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 20, 20)
    return layer


def beyond_canvas(image: Gimp.Image) -> Gimp.Drawable:
    """A layer that begins before the canvas and ends behind it."""
    layer = plain(image)
    width, height = image.get_width(), image.get_height()
    image.resize(width - 40, height - 30, -15, -12)
    return layer


def between_others(image: Gimp.Image) -> Gimp.Drawable:
    """The photo between a small layer below and one above, both with offsets."""
    layer = plain(image)
    for name, position, x, y in (("above", 0, 6, 9), ("below", 2, 40, 21)):
        other = _filled(image, name, 31, 17)
        image.insert_layer(other, None, position)
        other.set_offsets(x, y)
    return layer


def in_group(image: Gimp.Image) -> Gimp.Drawable:
    layer = plain(image)
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    image.reorder_item(layer, group, 0)
    return layer


def whole_group(image: Gimp.Image) -> Gimp.Drawable:
    return in_group(image).get_parent()


def text(image: Gimp.Image) -> Gimp.Drawable:
    font = Gimp.context_get_font()
    layer = Gimp.TextLayer.new(image, "Aa", font, 40.0, Gimp.Unit.pixel())
    image.insert_layer(layer, None, 0)
    layer.set_offsets(20, 10)
    return layer


def masked(image: Gimp.Image) -> Gimp.Drawable:
    """A layer with a mask of its own: a gradient from left to right."""
    layer = plain(image)
    layer.add_alpha()
    _select_disc(image, feather=30.0)
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))
    Gimp.Selection.none(image)
    return layer


def the_mask_itself(image: Gimp.Image) -> Gimp.Drawable:
    return masked(image).get_mask()


def a_channel(image: Gimp.Image) -> Gimp.Drawable:
    width, height = image.get_width(), image.get_height()
    channel = Gimp.Channel.new(image, "channel", width, height, 50.0, Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    return channel


def locked(image: Gimp.Image) -> Gimp.Drawable:
    layer = plain(image)
    layer.set_lock_content(True)
    layer.set_lock_position(True)
    return layer


def hidden(image: Gimp.Image) -> Gimp.Drawable:
    layer = plain(image)
    layer.set_visible(False)
    return layer


def faded(image: Gimp.Image) -> Gimp.Drawable:
    """A layer that is blended with what lies below."""
    layer = plain(image)
    layer.set_opacity(50.0)
    layer.set_mode(Gimp.LayerMode.MULTIPLY)
    return layer


def filtered(image: Gimp.Image) -> Gimp.Drawable:
    """A layer with a filter that can be taken off again: it shows the negative of its pixels."""
    layer = plain(image)
    layer.append_filter(Gimp.DrawableFilter.new(layer, "gegl:invert-gamma", "negative"))
    return layer


def tiny(image: Gimp.Image) -> Gimp.Drawable:
    """One pixel: the smallest layer there is."""
    layer = plain(image)
    image.crop(1, 1, 20, 20)
    return layer


def _select_disc(image: Gimp.Image, *, feather: float) -> None:
    """Selects a disc about the middle, a quarter of the picture high."""
    side = image.get_height() / 2
    x, y = (image.get_width() - side) / 2, (image.get_height() - side) / 2
    Gimp.context_set_feather(feather > 0)
    Gimp.context_set_feather_radius(feather, feather)
    image.select_ellipse(Gimp.ChannelOps.REPLACE, x, y, side, side)


def _filled(image: Gimp.Image, name: str, width: int, height: int) -> Gimp.Layer:
    kind, mode = Gimp.ImageType.RGBA_IMAGE, Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, name, width, height, kind, 100.0, mode)
    Gimp.context_set_foreground(Gegl.Color.new("orange"))
    layer.fill(Gimp.FillType.FOREGROUND)
    return layer
