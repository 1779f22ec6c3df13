# SPDX-License-Identifier: GPL-3.0-or-later
"""Items that are linked: moved together, as GIMP 2 did.

GIMP 3 has no links. Which items are linked is kept in a parasite of each, which is saved with the
image, and the others are moved from here.
"""

from __future__ import annotations

from collections.abc import Iterable

from gimpfu.introspection import Gimp

_NAME = "gimpfu-linked"
_PERSISTENT = 1


def is_linked(native: Gimp.Item) -> bool:
    return native.get_parasite(_NAME) is not None


def link(native: Gimp.Item, linked: bool) -> None:
    """Link it to the other linked items of its image, or unlink it."""
    if linked == is_linked(native):
        return
    if linked:
        native.attach_parasite(Gimp.Parasite.new(_NAME, _PERSISTENT, [1]))
    else:
        native.detach_parasite(_NAME)


def follow(native: Gimp.Item, x: float, y: float) -> None:
    """Move the items that are linked to one that was moved by so many pixels."""
    if (x, y) == (0, 0) or not is_linked(native):
        return
    image = native.get_image()
    others = [
        each
        for each in _all([*image.get_layers(), *image.get_channels(), *image.get_paths()])
        if each.get_id() != native.get_id() and is_linked(each)
    ]
    for each in others:
        each.transform_translate(x, y)


def _all(items: Iterable[Gimp.Item]) -> list[Gimp.Item]:
    """The items with those in groups."""
    found: list[Gimp.Item] = []
    for item in items:
        found.append(item)
        if item.is_group():
            found.extend(_all(item.get_children()))
    return found
