# SPDX-License-Identifier: GPL-3.0-or-later
"""The situations in which a procedure is called: each turns an image that was just opened into
one of them and returns the drawable to work on.

Runs inside GIMP. The names are the values of ``scene`` in :mod:`tasks`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import gi

gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Gegl, Gimp, Gio  # noqa: E402 - versions come first


def plain(image: Gimp.Image) -> Gimp.Layer:
    return image.get_layers()[0]


def sixteen_bit(image: Gimp.Image) -> Gimp.Layer:
    image.convert_precision(Gimp.Precision.U16_NON_LINEAR)
    return plain(image)


def transparent(image: Gimp.Image) -> Gimp.Layer:
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


def selection(image: Gimp.Image) -> Gimp.Layer:
    _select_disc(image, feather=12.0)
    return plain(image)


def selection_in_floats(image: Gimp.Image) -> Gimp.Layer:
    """A feather whose tail does not end within the picture."""
    image.convert_precision(Gimp.Precision.FLOAT_LINEAR)
    _select_disc(image, feather=12.0)
    return plain(image)


def beyond_canvas(image: Gimp.Image) -> Gimp.Layer:
    """A layer that begins before the canvas and ends behind it."""
    layer = plain(image)
    width, height = image.get_width(), image.get_height()
    image.resize(width - 40, height - 30, -15, -12)
    return layer


def between_others(image: Gimp.Image) -> Gimp.Layer:
    """The photo between a small layer below and one above, both with offsets."""
    layer = plain(image)
    for name, position, x, y in (("above", 0, 6, 9), ("below", 2, 40, 21)):
        other = _filled(image, name, 31, 17)
        image.insert_layer(other, None, position)
        other.set_offsets(x, y)
    return layer


def smaller_than_canvas(image: Gimp.Image) -> Gimp.Layer:
    layer = plain(image)
    image.resize(image.get_width() + 31, image.get_height() + 17, 12, 5)
    return layer


def moved(image: Gimp.Image) -> Gimp.Layer:
    """A layer that lies on the canvas in part."""
    layer = plain(image)
    layer.set_offsets(23, -9)
    return layer


def beside_the_canvas(image: Gimp.Image) -> Gimp.Layer:
    layer = plain(image)
    layer.set_offsets(-image.get_width() - 5, 3)
    return layer


def in_group(image: Gimp.Image) -> Gimp.Layer:
    layer = plain(image)
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    image.reorder_item(layer, group, 0)
    return layer


def in_faded_groups(image: Gimp.Image) -> Gimp.Layer:
    """A moved layer in a group in a group, which are both blended."""
    layer = in_group(image)
    layer.set_offsets(9, 4)
    inner = _parent(layer)
    inner.set_opacity(70.0)
    outer = Gimp.GroupLayer.new(image, "outer")
    image.insert_layer(outer, None, 0)
    image.reorder_item(inner, outer, 0)
    outer.set_mode(Gimp.LayerMode.MULTIPLY)
    return layer


def whole_group(image: Gimp.Image) -> Gimp.Layer:
    return _parent(in_group(image))


def group_of_moved(image: Gimp.Image) -> Gimp.Layer:
    """A group whose bounds are not those of the canvas, with a mask and half of its opacity."""
    layer = in_group(image)
    layer.set_offsets(9, -6)
    group = _parent(layer)
    group.set_opacity(50.0)
    _select_disc(image, feather=30.0)
    group.add_mask(group.create_mask(Gimp.AddMaskType.SELECTION))
    Gimp.Selection.none(image)
    return group


def group_that_passes_through(image: Gimp.Image) -> Gimp.Layer:
    group = whole_group(image)
    group.set_mode(Gimp.LayerMode.PASS_THROUGH)
    return group


def empty_group(image: Gimp.Image) -> Gimp.Layer:
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    return group


def text(image: Gimp.Image) -> Gimp.Layer:
    font = Gimp.context_get_font()
    layer = Gimp.TextLayer.new(image, "Aa", font, 40.0, Gimp.Unit.pixel())
    image.insert_layer(layer, None, 0)
    layer.set_offsets(20, 10)
    return layer


def masked(image: Gimp.Image) -> Gimp.Layer:
    """A layer with a mask of its own: a gradient from left to right."""
    layer = plain(image)
    layer.add_alpha()
    _select_disc(image, feather=30.0)
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))
    Gimp.Selection.none(image)
    return layer


def masked_at_an_edge(image: Gimp.Image) -> Gimp.Layer:
    """A layer of 16 bits, cropped by a disc without feather as its mask."""
    layer = sixteen_bit(image)
    _select_disc(image, feather=0.0)
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))
    Gimp.Selection.none(image)
    return layer


def masked_in_vain(image: Gimp.Image) -> Gimp.Layer:
    """A layer whose mask is switched off."""
    layer = masked(image)
    layer.set_apply_mask(False)
    return layer


def the_mask_itself(image: Gimp.Image) -> Gimp.Drawable:
    mask = masked(image).get_mask()
    assert mask is not None
    return mask


def a_channel(image: Gimp.Image) -> Gimp.Drawable:
    width, height = image.get_width(), image.get_height()
    channel = Gimp.Channel.new(image, "channel", width, height, 50.0, Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    return channel


def locked(image: Gimp.Image) -> Gimp.Layer:
    layer = plain(image)
    layer.set_lock_content(True)
    layer.set_lock_position(True)
    return layer


def locked_visibility(image: Gimp.Image) -> Gimp.Layer:
    layer = plain(image)
    layer.set_lock_visibility(True)
    return layer


def locked_alpha(image: Gimp.Image) -> Gimp.Layer:
    layer = plain(image)
    layer.add_alpha()
    layer.set_lock_alpha(True)
    return layer


def hidden(image: Gimp.Image) -> Gimp.Layer:
    layer = plain(image)
    layer.set_visible(False)
    return layer


def faded(image: Gimp.Image) -> Gimp.Layer:
    """A layer that is blended with what lies below."""
    layer = plain(image)
    layer.set_opacity(50.0)
    layer.set_mode(Gimp.LayerMode.MULTIPLY)
    return layer


def filtered(image: Gimp.Image) -> Gimp.Layer:
    """A layer with a filter that can be taken off again: it shows the negative of its pixels."""
    layer = plain(image)
    layer.append_filter(Gimp.DrawableFilter.new(layer, "gegl:invert-gamma", "negative"))
    return layer


def filter_switched_off(image: Gimp.Image) -> Gimp.Layer:
    layer = filtered(image)
    layer.get_filters()[0].set_visible(False)
    return layer


def shadowed(image: Gimp.Image) -> Gimp.Layer:
    """A layer, smaller than the canvas, with a filter that draws outside its bounds."""
    layer = smaller_than_canvas(image)
    layer.append_filter(Gimp.DrawableFilter.new(layer, "gegl:dropshadow", "shadow"))
    return layer


def filtered_group(image: Gimp.Image) -> Gimp.Layer:
    group = whole_group(image)
    group.append_filter(Gimp.DrawableFilter.new(group, "gegl:invert-gamma", "negative"))
    return group


def link(image: Gimp.Image) -> Gimp.Layer:
    """A layer that shows a file (GIMP 3.2).

    It is not moved: one that is, GIMP 3.2.6 itself puts elsewhere when it scales the image.
    """
    file = Gio.File.new_for_path(str(Path(tempfile.mkdtemp()) / "linked.png"))
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None)
    layer = Gimp.LinkLayer.new(image, file)  # type: ignore[attr-defined] # not in 3.0
    image.insert_layer(layer, None, 0)
    return layer


def vector(image: Gimp.Image) -> Gimp.Layer:
    """A layer that draws a path (GIMP 3.2)."""
    path = Gimp.Path.new(image, "path")
    image.insert_path(path, None, 0)
    stroke = path.bezier_stroke_new_moveto(10, 10)
    path.bezier_stroke_lineto(stroke, 60, 20)
    path.bezier_stroke_lineto(stroke, 30, 50)
    path.stroke_close(stroke)
    layer = Gimp.VectorLayer.new(image, path)  # type: ignore[attr-defined] # not in 3.0
    image.insert_layer(layer, None, 0)
    layer.refresh()
    return layer


def floating_selection(image: Gimp.Image) -> Gimp.Drawable:
    layer = plain(image)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 8, 8, 30, 20)
    Gimp.edit_copy([layer])
    floating, *_ = Gimp.edit_paste(layer, False)
    return floating


def below_a_floating_selection(image: Gimp.Image) -> Gimp.Layer:
    floating_selection(image)
    return image.get_layers()[-1]


def tiny(image: Gimp.Image) -> Gimp.Layer:
    """One pixel: the smallest layer there is."""
    layer = plain(image)
    image.crop(1, 1, 20, 20)
    return layer


def _parent(layer: Gimp.Layer) -> Gimp.GroupLayer:
    group = layer.get_parent()
    assert isinstance(group, Gimp.GroupLayer)
    return group


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
