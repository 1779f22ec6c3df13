# SPDX-License-Identifier: GPL-3.0-or-later
"""Attributes that do not exist are errors, read or set, and name the one that was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gimpfu import gimp
from gimpfu.colors import RGB
from gimpfu.objects import Layer, wrap
from gimpfu.objects.vectors import VectorsBezierStroke
from gimpfu.strict import nearest

from . import fake_gi


def image() -> Any:  # noqa: ANN401 - any attribute is tried
    return wrap(fake_gi.Image(5, 4))


def layer() -> Any:  # noqa: ANN401 - any attribute is tried
    return wrap(fake_gi.Layer(fake_gi.Image(5, 4), "Photo", 5, 4, 0, 100.0, 0))


MAKERS: dict[str, tuple[Callable[[], Any], str, str]] = {
    "Image": (image, "resolutoin", "resolution"),
    "Layer": (layer, "opactiy", "opacity"),
    "Parasite": (lambda: gimp.Parasite("one", 0, b"1"), "flag", "flags"),
    "Tile": (lambda: layer().get_tile(False, 0, 0), "ewith", "ewidth"),
    "PixelRgn": (lambda: layer().get_pixel_rgn(0, 0, 1, 1), "row_stride", "rowstride"),
    "PixelFetcher": (lambda: gimp.PixelFetcher(layer()), "edgemode", "edge_mode"),
    "VectorsBezierStroke": (lambda: VectorsBezierStroke.found(layer(), 1), "point", "points"),
    "RGB": (lambda: RGB(0, 0, 0), "alfa", "alpha"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_setting_an_unknown_attribute_names_the_near_one(name: str) -> None:
    make, wrong, right = MAKERS[name]
    thing = make()
    with pytest.raises(AttributeError, match=f"{name} has no '{wrong}': did you mean '{right}'"):
        setattr(thing, wrong, 1)
    with pytest.raises(AttributeError, match=f"did you mean '{right}'"):
        getattr(thing, wrong)


def test_an_attribute_that_is_like_no_other_is_refused_as_well() -> None:
    with pytest.raises(AttributeError, match=r"gimp.Layer has no 'foo' here.*\.native"):
        layer().foo = 1


def test_what_is_computed_can_be_read_only() -> None:
    thing = layer()
    with pytest.raises(AttributeError, match=r"gimp.Layer: width can be read only"):
        thing.width = 7
    assert thing.width == 5


def test_known_attributes_are_set() -> None:
    thing = layer()
    thing.opacity = 40
    assert thing.opacity == 40.0


def test_a_class_of_the_script_s_own_takes_any() -> None:
    class Mine(Layer):
        pass

    mine: Any = Mine.of(layer().native)
    mine.note = "text"
    assert mine.note == "text"


def test_the_module_gimp_names_the_near_one() -> None:
    with pytest.raises(AttributeError, match="did you mean 'set_foreground'"):
        _ = gimp.set_forground


def test_private_names_are_not_proposed() -> None:
    assert nearest("native", ["_native"]) == ""
