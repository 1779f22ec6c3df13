# SPDX-License-Identifier: GPL-3.0-or-later
"""``linked``: what GIMP 3 does not know is kept, and linked items move together."""

from __future__ import annotations

from typing import Any

import pytest
from gimpfu.objects import wrap
from gimpfu.procedures import ProcedureDatabase

from . import fake_gi


class Item(fake_gi.Layer):
    """A layer that can be in a group and be moved."""

    def __init__(self, image: fake_gi.Image, name: str) -> None:
        super().__init__(image, name, 4, 4, 0, 100.0, 0)

    def is_group(self) -> bool:
        return hasattr(self, "children")

    def get_children(self) -> list[fake_gi.Layer]:
        children: list[fake_gi.Layer] = vars(self)["children"]
        return children

    def transform_translate(self, x: float, y: float) -> Item:
        self.x, self.y = self.x + int(x), self.y + int(y)
        return self


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """Three layers, the last in a group."""
    image = fake_gi.Image(20, 20)
    for name in ("get_channels", "get_paths"):
        monkeypatch.setattr(image, name, list, raising=False)
    found = [Item(image, name) for name in ("one", "two", "three")]
    group = Item(image, "group")
    vars(group)["children"] = [found[2]]
    image.layers = [found[0], found[1], group]
    return found


def places(items: list[Item]) -> list[tuple[int, int]]:
    return [(each.x, each.y) for each in items]


def test_linked_is_kept_with_the_item(items: list[Item]) -> None:
    layer: Any = wrap(items[0])
    assert layer.linked is False
    layer.linked = True
    assert wrap(items[0]).linked is True
    assert layer.parasite_list() == ["gimpfu-linked"]
    layer.linked = 0
    assert layer.linked is False
    assert layer.parasite_list() == []


def test_linked_layers_move_together(items: list[Item]) -> None:
    one, _, three = (wrap(each) for each in items)
    one.linked = three.linked = True
    one.translate(2, 3)
    assert places(items) == [(2, 3), (0, 0), (2, 3)]
    three.set_offsets(offset_x=5, offset_y=5)
    assert places(items) == [(5, 5), (0, 0), (5, 5)]


def test_one_that_is_not_linked_moves_alone(items: list[Item]) -> None:
    one, two, three = (wrap(each) for each in items)
    one.linked = three.linked = True
    two.translate(2, 3)
    assert places(items) == [(0, 0), (2, 3), (0, 0)]


def test_the_procedures_of_gimp_2_do_the_same(items: list[Item]) -> None:
    pdb = ProcedureDatabase()
    one, two, three = (wrap(each) for each in items)
    pdb.gimp_item_set_linked(one, True)
    pdb.gimp_layer_set_linked(two, 1)
    assert pdb.gimp_drawable_get_linked(two) is True
    assert pdb.gimp_item_get_linked(three) is False
    pdb.gimp_layer_translate(one, 1, 1)
    pdb.gimp_item_transform_translate(two, 1, 0)
    pdb.gimp_layer_set_offsets(one, 9, 9)
    assert places(items) == [(9, 9), (9, 9), (0, 0)]
