# SPDX-License-Identifier: GPL-3.0-or-later
"""Channels, layer masks and the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu.colors import RGB
from gimpfu.introspection import Gimp
from gimpfu.objects.drawables import Drawable
from gimpfu.objects.wrapping import wrap, wraps

if TYPE_CHECKING:
    from gimpfu.objects.images import Image


@wraps(Gimp.Channel)
class Channel(Drawable):
    """A channel, in its image or not yet. ``opacity`` is 0 to 100."""

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.Channel

        @property
        def native(self) -> Gimp.Channel: ...

    def __init__(
        self,
        image: Image,
        name: str,
        width: int,
        height: int,
        opacity: float = 100.0,
        color: object = (0, 0, 0),
    ) -> None:
        self._native = Gimp.Channel.new(
            image.native, name, width, height, float(opacity), RGB.parse(color).to_gegl()
        )

    @property
    def color(self) -> RGB:
        """In which it is shown over the image."""
        return RGB.of(self.native.get_color())

    @color.setter
    def color(self, color: object) -> None:
        self.do("set_color", RGB.parse(color).to_gegl())

    colour = color

    @property
    def show_masked(self) -> bool:
        """Whether the colour lies on what is not selected."""
        return bool(self.native.get_show_masked())

    @show_masked.setter
    def show_masked(self, show_masked: bool) -> None:
        self.do("set_show_masked", show_masked)

    @property
    def layer(self) -> Drawable | None:
        """The layer of a layer mask; None for other channels."""
        native = self.native
        if not isinstance(native, Gimp.LayerMask):
            return None
        found: Drawable | None = wrap(Gimp.Layer.from_mask(native))
        return found

    def copy(self) -> Channel:
        """A copy to be inserted."""
        copy: Channel = wrap(self.native.copy())
        return copy

    def combine_masks(
        self, channel: Channel, operation: int, offset_x: int = 0, offset_y: int = 0
    ) -> None:
        """Combine with another, moved by the offsets; one of CHANNEL_OP_ADD, ..."""
        how = Gimp.ChannelOps(int(operation))
        self.do("combine_masks", channel.native, how, offset_x, offset_y)
