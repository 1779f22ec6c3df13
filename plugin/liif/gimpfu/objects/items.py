# SPDX-License-Identifier: GPL-3.0-or-later
"""What layers, channels and paths have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu.errors import ArgumentError
from gimpfu.introspection import Gimp
from gimpfu.objects import links
from gimpfu.objects.parasites import ParasiteHost
from gimpfu.objects.wrapping import wrap, wraps

if TYPE_CHECKING:
    from gimpfu.objects.images import Image


@wraps(Gimp.Item)
class Item(ParasiteHost):
    """Something that an image lists under a name."""

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.Item

        @property
        def native(self) -> Gimp.Item: ...

    @staticmethod
    def from_id(number: int | Item) -> Item:
        """The item with a number, as procedures return them.

        Raises :class:`gimpfu.errors.ArgumentError` when there is none.
        """
        if isinstance(number, Item):
            return number
        found = Gimp.Item.get_by_id(number)
        if found is None:
            raise ArgumentError(f"there is no layer, channel or path with the number {number}")
        item: Item = wrap(found)
        return item

    @property
    def name(self) -> str:
        """GIMP appends a number when another item of the image has the name."""
        return str(self.native.get_name())

    @name.setter
    def name(self, name: str) -> None:
        self.do("set_name", name)

    @property
    def image(self) -> Image:
        """The image that it is in, or was made for."""
        image: Image = wrap(self.native.get_image())
        return image

    @property
    def parent(self) -> Item | None:
        """The group that it is in."""
        parent: Item | None = wrap(self.native.get_parent())
        return parent

    @property
    def children(self) -> list[Item]:
        """The items of a group, the topmost first; none for other items."""
        native = self.native
        return [wrap(child) for child in native.get_children()] if native.is_group() else []

    @property
    def visible(self) -> bool:
        return bool(self.native.get_visible())

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.do("set_visible", visible)

    @property
    def linked(self) -> bool:
        """Whether it is moved together with the other linked items of its image."""
        return links.is_linked(self.native)

    @linked.setter
    def linked(self, linked: bool) -> None:
        links.link(self.native, bool(linked))

    @property
    def tattoo(self) -> int:
        """A number that is saved with the image."""
        return int(self.native.get_tattoo())

    @tattoo.setter
    def tattoo(self, tattoo: int) -> None:
        self.do("set_tattoo", tattoo)
