# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers: which ones can be worked on, what they show, and the new layer beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gimpfu import error
from gimpfu.introspection import Gimp

from liif_gimp import pixels
from liif_gimp.geometry import Rectangle
from liif_gimp.words import _

_SPREAD = 1 / 300
"""Inches that ink blurs an edge by: a pixel at 300 PPI."""
_SHARPENING = 0.35
"""Of the difference to the blurred layer; 0.5 is GIMP's own default."""


@dataclass(frozen=True)
class Source:
    """The pixels that a layer shows."""

    drawable: Gimp.Layer
    """The layer itself, or a copy in a temporary image when filters or children count."""
    place: Rectangle
    """Where the pixels lie, in the coordinates of the image."""


def check(image: Gimp.Image, drawable: Gimp.Drawable) -> Gimp.Layer:
    """The drawable, which is a layer to work on.

    Raises :class:`gimpfu.error`, saying what to do, when it is none.
    """
    name = {"name": drawable.get_name()}
    if not isinstance(drawable, Gimp.Layer):
        raise error(
            _(
                'LIIF works on layers, and "%(name)s" is a mask or a channel. '
                "Select the layer itself in the Layers dialog."
            )
            % name
        )
    if drawable.get_image().get_id() != image.get_id():
        raise error(_('the layer "%(name)s" belongs to another image') % name)
    if image.get_base_type() == Gimp.ImageBaseType.INDEXED:
        raise error(
            _(
                "this image has a palette (indexed colours), in which new tones cannot be stored. "
                "Convert it with Image > Mode > RGB first."
            )
        )
    if drawable.is_floating_sel():
        raise error(_("this is a floating selection. Anchor it or make it a layer first."))
    if drawable.is_group_layer() and not drawable.get_children():
        raise error(_('the layer group "%(name)s" is empty') % name)
    return drawable


def place(drawable: Gimp.Drawable) -> Rectangle:
    """Where a layer lies in its image."""
    _found, x, y = drawable.get_offsets()
    return Rectangle(x, y, drawable.get_width(), drawable.get_height())


@contextmanager
def undisturbed(image: Gimp.Image, layer: Gimp.Layer) -> Iterator[None]:
    """Raise :class:`gimpfu.error` on leaving when the layer is no longer where it was.

    GIMP lets the user go on editing while a plug-in works.
    """
    before = (image.get_width(), image.get_height(), place(layer))
    yield
    valid = image.is_valid() and layer.is_valid()
    if not valid or (image.get_width(), image.get_height(), place(layer)) != before:
        raise error(
            _(
                "the image was changed while LIIF was at work, so that the result no longer fits. "
                "Nothing was added; run it again."
            )
        )


@contextmanager
def shown(image: Gimp.Image, layer: Gimp.Layer) -> Iterator[Source]:
    """The layer as the eye sees it by itself: with its filters, for a group its composite.

    Its opacity, blend mode and mask are left out, because the new layer gets them as well.
    """
    if not layer.is_group_layer() and not any(f.get_visible() for f in layer.get_filters()):
        yield Source(layer, place(layer))
        return
    size = (image.get_width(), image.get_height())
    scratch = Gimp.Image.new_with_precision(*size, image.get_base_type(), image.get_precision())
    try:
        profile = image.get_color_profile()
        if profile is not None:
            scratch.set_color_profile(profile)
        merged = _merged(scratch, layer)
        yield Source(merged, place(merged))
    finally:
        scratch.delete()


def _merged(scratch: Gimp.Image, layer: Gimp.Layer) -> Gimp.Layer:
    """A plain layer with all that the layer shows.

    Merging a group around it keeps what filters draw outside the layer, such as a shadow;
    merging the filters into the layer would cut that off.
    """
    group = Gimp.GroupLayer.new(scratch, None)
    scratch.insert_layer(group, None, 0)
    group.set_mode(Gimp.LayerMode.PASS_THROUGH)
    copy = Gimp.Layer.new_from_drawable(layer, scratch)
    scratch.insert_layer(copy, group, 0)
    _show_by_itself(copy)
    return group.merge()


def _show_by_itself(copy: Gimp.Layer) -> None:
    """Take opacity, blend mode and mask off a copy of a layer, and make it visible."""
    # The copy has the locks of the layer as well, against which nothing below would count.
    copy.set_lock_visibility(False)
    copy.set_lock_content(False)
    copy.set_lock_position(False)
    copy.set_visible(True)
    copy.set_opacity(100.0)
    copy.set_mode(Gimp.LayerMode.NORMAL)
    if copy.get_mask() is not None:
        copy.remove_mask(Gimp.MaskApplyMode.DISCARD)


def new_layer(
    image: Gimp.Image, source: Gimp.Layer, layout: pixels.Layout, name: str, where: Rectangle
) -> Gimp.Layer:
    """A layer that is not yet in the image, at ``where``, blended as the source is."""
    types = {
        "RGB": Gimp.ImageType.RGB_IMAGE,
        "RGBA": Gimp.ImageType.RGBA_IMAGE,
        "Y": Gimp.ImageType.GRAY_IMAGE,
        "YA": Gimp.ImageType.GRAYA_IMAGE,
    }
    layer = Gimp.Layer.new(
        image,
        name,
        where.width,
        where.height,
        types[layout.channels],
        100.0,
        Gimp.LayerMode.NORMAL,
    )
    layer.set_offsets(where.x, where.y)
    _blend_as(source, layer)
    return layer


def _blend_as(source: Gimp.Layer, layer: Gimp.Layer) -> None:
    mode = source.get_mode()
    if mode == Gimp.LayerMode.PASS_THROUGH:  # for groups only, and not for those that we make
        mode = Gimp.LayerMode.NORMAL
    layer.set_opacity(source.get_opacity())
    layer.set_mode(mode)
    layer.set_blend_space(source.get_blend_space())
    layer.set_composite_space(source.get_composite_space())
    layer.set_composite_mode(source.get_composite_mode())


def insert_above(image: Gimp.Image, layer: Gimp.Layer, source: Gimp.Layer) -> None:
    """Put the layer directly above the source, in the same group.

    Raises :class:`gimpfu.error` when GIMP does not take it.
    """
    group = source.get_parent()
    assert group is None or isinstance(group, Gimp.Layer)
    if not image.insert_layer(layer, group, image.get_item_position(source)):
        raise error(_("GIMP did not take the new layer"))


def insert_with_copy(
    image: Gimp.Image, layer: Gimp.Layer, copy: Gimp.Layer, source: Gimp.Layer
) -> None:
    """Put the layer above a copy of the source, in a group that is blended as the source is.

    The source, above which the layer would be blended a second time, is hidden. Raises
    :class:`gimpfu.error` when GIMP does not take it.
    """
    group = Gimp.GroupLayer.new(image, f"{source.get_name()} (LIIF)")
    insert_above(image, group, source)
    if not image.insert_layer(copy, group, 0) or not image.insert_layer(layer, group, 0):
        raise error(_("GIMP did not take the new layer"))
    _show_by_itself(copy)
    layer.set_opacity(100.0)
    layer.set_mode(Gimp.LayerMode.NORMAL)
    # The copy alone says how transparent the group is.
    layer.set_composite_mode(Gimp.LayerCompositeMode.CLIP_TO_BACKDROP)
    _blend_as(source, group)
    copy_mask(source, group)
    if not source.get_lock_visibility():
        source.set_visible(False)


def copy_mask(source: Gimp.Layer, layer: Gimp.Layer) -> None:
    """Give a layer in the image the mask of the source, if that has one."""
    mask = source.get_mask()
    if mask is None:
        return
    copy = layer.create_mask(Gimp.AddMaskType.BLACK)
    layer.add_mask(copy)
    here, there = place(copy), place(mask)
    copy.combine_masks(mask, Gimp.ChannelOps.ADD, there.x - here.x, there.y - here.y)
    layer.set_apply_mask(source.get_apply_mask())


def mask_by_selection(layer: Gimp.Layer) -> None:
    """Give a layer in the image the selection, feather included, as its mask."""
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))


def sharpen(layer: Gimp.Layer, ppi: float) -> None:
    """Put a light unsharp mask on a layer in the image, against the softness of ink on paper.

    It is a filter that stays apart: in the Layers dialog it can be switched off or taken away.
    """
    mask = Gimp.DrawableFilter.new(layer, "gegl:unsharp-mask", _("Output sharpening (LIIF)"))
    settings = mask.get_config()
    settings.set_property("std-dev", _SPREAD * ppi)
    settings.set_property("scale", _SHARPENING)
    layer.append_filter(mask)


def plain(source: Gimp.Layer, opaque: bool) -> bool:
    """Whether a copy above it hides a layer, whose pixels all are ``opaque``, as if it were it."""
    return bool(
        opaque
        and source.get_opacity() == 100.0
        and source.get_mode() == Gimp.LayerMode.NORMAL
        and source.get_mask() is None
    )


def replace(source: Gimp.Layer, opaque: bool) -> None:
    """Hide the source where it would shine through the new layer and be blended twice.

    A plain opaque layer stays visible, so that the eye icon of the new one compares both.
    """
    if not plain(source, opaque) and not source.get_lock_visibility():
        source.set_visible(False)
