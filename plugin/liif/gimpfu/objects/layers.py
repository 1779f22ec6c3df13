# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers and groups of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu import context
from gimpfu.introspection import Gimp
from gimpfu.objects import links
from gimpfu.objects.channels import Channel
from gimpfu.objects.drawables import Drawable
from gimpfu.objects.wrapping import unwrap, wrap, wraps

if TYPE_CHECKING:
    from gimpfu.objects.images import Image

_OPAQUE = 100.0


@wraps(Gimp.Layer)
class Layer(Drawable):
    """A layer, in its image or not yet: ``gimp.Layer`` makes a new one to be inserted.

    ``opacity`` is 0 to 100.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.Layer

        @property
        def native(self) -> Gimp.Layer: ...

    def __init__(
        self,
        image: Image,
        name: str,
        width: int,
        height: int,
        type: int = Gimp.ImageType.RGB_IMAGE,  # noqa: A002 - the name in the GIMP 2 API
        opacity: float = _OPAQUE,
        mode: int = Gimp.LayerMode.NORMAL,
    ) -> None:
        self._native = Gimp.Layer.new(
            image.native,
            name,
            width,
            height,
            Gimp.ImageType(int(type)),
            float(opacity),
            Gimp.LayerMode(int(mode)),
        )

    @property
    def mode(self) -> int:
        """NORMAL_MODE, MULTIPLY_MODE, ... or one of the newer LAYER_MODE_*."""
        return int(self.native.get_mode())

    @mode.setter
    def mode(self, mode: int) -> None:
        self.do("set_mode", Gimp.LayerMode(int(mode)))

    @property
    def mask(self) -> Channel | None:
        mask: Channel | None = wrap(self.native.get_mask())
        return mask

    @property
    def is_floating_sel(self) -> bool:
        return bool(self.native.is_floating_sel())

    @property
    def apply_mask(self) -> bool:
        return bool(self.native.get_apply_mask())

    @apply_mask.setter
    def apply_mask(self, apply_mask: bool) -> None:
        self.do("set_apply_mask", apply_mask)

    @property
    def edit_mask(self) -> bool:
        return bool(self.native.get_edit_mask())

    @edit_mask.setter
    def edit_mask(self, edit_mask: bool) -> None:
        self.do("set_edit_mask", edit_mask)

    @property
    def show_mask(self) -> bool:
        return bool(self.native.get_show_mask())

    @show_mask.setter
    def show_mask(self, show_mask: bool) -> None:
        self.do("set_show_mask", show_mask)

    @property
    def lock_alpha(self) -> bool:
        return bool(self.native.get_lock_alpha())

    @lock_alpha.setter
    def lock_alpha(self, lock_alpha: bool) -> None:
        self.do("set_lock_alpha", lock_alpha)

    preserve_trans = lock_alpha

    def copy(self, add_alpha: bool = False) -> Layer:
        """A copy to be inserted, with an alpha channel if that is asked for."""
        copy: Layer = wrap(self.native.copy())
        if add_alpha:
            copy.add_alpha()
        return copy

    def add_alpha(self) -> None:
        self.do("add_alpha")

    def create_mask(self, mask_type: int) -> Channel:
        """A mask for :meth:`add_mask`; one of ADD_WHITE_MASK, ADD_SELECTION_MASK, ..."""
        mask: Channel = wrap(self.native.create_mask(Gimp.AddMaskType(int(mask_type))))
        return mask

    def add_mask(self, mask: Channel) -> None:
        self.do("add_mask", mask.native)

    def remove_mask(self, mode: int) -> None:
        """MASK_APPLY or MASK_DISCARD."""
        self.do("remove_mask", Gimp.MaskApplyMode(int(mode)))

    def resize(self, width: int, height: int, offset_x: int = 0, offset_y: int = 0) -> None:
        """Change the size without scaling; the old pixels come to lie at the offsets."""
        self.do("resize", width, height, offset_x, offset_y)

    def resize_to_image_size(self) -> None:
        self.do("resize_to_image_size")

    def scale(
        self,
        width: int,
        height: int,
        local_origin: bool = False,
        interpolation: int | None = None,
    ) -> None:
        """Scale to pixels, about the layer's middle if ``local_origin``."""
        with context.kept():
            if interpolation is not None:
                Gimp.context_set_interpolation(Gimp.InterpolationType(int(interpolation)))
            self.do("scale", width, height, local_origin)

    def set_offsets(self, offset_x: int, offset_y: int) -> None:
        """Move the upper left corner to a place in the image, and what is linked to it as far."""
        left, top = self.offsets
        self.do("set_offsets", offset_x, offset_y)
        links.follow(self.native, offset_x - left, offset_y - top)

    def translate(self, offset_x: int, offset_y: int) -> None:
        """Move it, and what is linked to it, by so many pixels."""
        left, top = self.offsets
        self.set_offsets(left + offset_x, top + offset_y)


@wraps(Gimp.GroupLayer)
class GroupLayer(Layer):
    """A group of layers: ``gimp.GroupLayer`` makes an empty one to be inserted."""

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.GroupLayer

        @property
        def native(self) -> Gimp.GroupLayer: ...

    def __init__(
        self,
        image: Image,
        name: str = "Layer Group",
        opacity: float = _OPAQUE,
        mode: int = Gimp.LayerMode.NORMAL,
    ) -> None:
        self._native = Gimp.GroupLayer.new(unwrap(image), name)
        self.opacity, self.mode = opacity, mode

    @property
    def layers(self) -> list[Layer]:
        """The layers in it, the topmost first. Scripts tell groups by this name."""
        return [child for child in self.children if isinstance(child, Layer)]
