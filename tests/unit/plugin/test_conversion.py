# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of scripts as arguments of GIMP 3's procedures, and back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from gimpfu import arguments, conversion
from gimpfu.colors import RGB
from gimpfu.errors import ArgumentError, error
from gimpfu.objects import wrap
from gimpfu.params import Kind, Param

from . import fake_gi

# What they are given here are stand-ins for GIMP's classes.
_FROM_GIMP: Any = conversion.from_gimp
_WORD_OF: Any = conversion.word_of
_DECLARE_RESULT: Any = arguments.declare_result
_SET_RESULTS: Any = arguments.set_results


class Values(list[Any]):
    """A GimpValueArray."""

    def index(self, index: int) -> Any:  # type: ignore[override]  # noqa: ANN401
        return self[index]

    get_core_object_array = get_color_array = list.__getitem__

    def remove(self, index: int) -> None:
        del self[index]


def spec(kind: str) -> SimpleNamespace:
    return SimpleNamespace(name="thing", value_type=SimpleNamespace(name=kind))


@pytest.fixture
def layer() -> fake_gi.Layer:
    return fake_gi.Layer(fake_gi.Image(1, 1), "layer", 1, 1, 0, 100.0, 0)


@pytest.mark.parametrize(
    ("kind", "value", "given"),
    [
        ("gint", 3.9, 3),
        ("gint", True, 1),
        ("gdouble", 3, 3.0),
        ("gboolean", 1, True),
        ("gchararray", None, ""),
        ("gchararray", False, ""),
        ("gchararray", "text", "text"),
        ("GimpLayer", None, None),
        ("GimpLayer", -1, None),
    ],
)
def test_simple_values_get_the_type_of_the_argument(
    kind: str, value: object, given: object
) -> None:
    found = conversion.to_gimp(kind, value)
    assert found == given
    assert type(found) is type(given)


def test_objects_are_given_as_themselves_alone_or_in_lists(layer: fake_gi.Layer) -> None:
    wrapped = wrap(layer)
    assert conversion.to_gimp("GimpLayer", wrapped) is layer
    assert conversion.to_gimp(conversion.OBJECTS, wrapped) == [layer]
    assert conversion.to_gimp(conversion.OBJECTS, (wrapped, layer)) == [layer, layer]
    assert conversion.to_gimp("gint", wrapped) == layer.id


def test_colours_files_and_bytes_become_objects() -> None:
    assert RGB.of(conversion.to_gimp("GeglColor", (255, 0, 0))) == RGB(255, 0, 0)
    color = RGB(1, 2, 3).to_gegl()
    assert conversion.to_gimp("GeglColor", color) is color
    assert conversion.to_gimp("GFile", "/a/b.png").get_path() == "/a/b.png"
    assert conversion.to_gimp("GFile", b"/a/b.png").get_path() == "/a/b.png"
    assert conversion.to_gimp("GBytes", [1, 2]).get_data() == b"\x01\x02"


def test_a_name_becomes_its_brush(monkeypatch: pytest.MonkeyPatch) -> None:
    soft = fake_gi.Resource("soft")
    brushes = SimpleNamespace(get_by_name={"soft": soft}.get)
    monkeypatch.setattr("gimpfu.conversion.Gimp.Brush", brushes, raising=False)
    assert conversion.to_gimp("GimpBrush", "soft") is soft
    with pytest.raises(ArgumentError, match="no brush named 'hard'"):
        conversion.to_gimp("GimpBrush", "hard")


def test_results_are_what_gimp_2_gave(layer: fake_gi.Layer) -> None:
    def result(kind: str, value: object) -> tuple[object, ...]:
        found: tuple[object, ...] = _FROM_GIMP(Values([value]), 0, spec(kind))
        return found

    assert result("GimpLayer", layer) == (wrap(layer),)
    assert result("GimpBrush", fake_gi.Resource("soft")) == ("soft",)
    assert result("GFile", fake_gi.File("/a")) == ("/a",)
    assert result("GFile", None) == (None,)
    assert result("GeglColor", RGB(255, 0, 0).to_gegl()) == (RGB(255, 0, 0),)
    assert result("GimpRunMode", fake_gi.RunMode.NONINTERACTIVE) == (1,)
    assert type(result("GimpRunMode", fake_gi.RunMode.NONINTERACTIVE)[0]) is int
    assert result("gboolean", True) == (True,)
    assert result(conversion.OBJECTS, [layer, layer]) == (2, (layer.id, layer.id))
    assert result(conversion.OBJECTS, [fake_gi.Resource("soft")]) == (1, ("soft",))
    assert result("GStrv", ["a", "b"]) == (2, ("a", "b"))
    assert result("GStrv", None) == (0, ())
    assert result("GBytes", fake_gi.Bytes(b"\x01\x02")) == (2, (1, 2))
    with pytest.raises(error, match="thing cannot be read here"):
        result("GimpDoubleArray", object())


def test_a_number_chooses_the_word_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = SimpleNamespace(list_nicks=lambda: ["none", "wrap"], get_id={"none": 0, "wrap": 5}.get)
    monkeypatch.setattr(
        "gimpfu.conversion.Gimp.param_spec_choice_get_choice", lambda _spec: choice, raising=False
    )
    assert _WORD_OF(spec("gchararray"), 5) == "wrap"
    with pytest.raises(ArgumentError, match="thing is one of none, wrap; not 1"):
        _WORD_OF(spec("gchararray"), 1)


class Declared(list[tuple[str, ...]]):
    """A procedure that notes what is declared."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return lambda *values: self.append((name, *values))


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (Kind.INT, "add_int_return_value"),
        (Kind.FLOAT, "add_double_return_value"),
        (Kind.BOOL, "add_boolean_return_value"),
        (Kind.STRING, "add_string_return_value"),
        (Kind.FILE, "add_string_return_value"),
        (Kind.COLOR, "add_color_return_value"),
        (Kind.IMAGE, "add_image_return_value"),
        (Kind.VECTORS, "add_path_return_value"),
    ],
)
def test_results_are_declared_by_their_type(kind: Kind, method: str) -> None:
    procedure = Declared()
    _DECLARE_RESULT(procedure, Param(kind, "name", "Description", None))
    ((called, *values),) = procedure
    assert called == method
    assert values[:3] == ["name", "name", "Description"]


def results(*kinds: Kind) -> tuple[Param, ...]:
    return tuple(Param(kind, f"r{number}", "", None) for number, kind in enumerate(kinds))


def test_what_the_script_returned_is_converted() -> None:
    values = Values(["status", None, None, None])
    kinds = results(Kind.INT, Kind.STRING, Kind.BOOL)
    _SET_RESULTS(values, kinds, [2.0, 5, 1])
    assert values == ["status", 2, "5", True]


@pytest.mark.parametrize("outcome", [None, 1, (1, 2, 3)])
def test_too_few_or_many_results_are_told(outcome: object) -> None:
    with pytest.raises(error, match="values instead of 2"):
        _SET_RESULTS(Values(["status", None, None]), results(Kind.INT, Kind.INT), outcome)


def test_a_result_of_another_type_is_told() -> None:
    with pytest.raises(error, match="returned 'many' for r0, a number"):
        _SET_RESULTS(Values(["status", None]), results(Kind.INT), "many")


def test_a_colour_that_was_left_out_is_the_default() -> None:
    param = Param.parse((Kind.COLOR, "color", "", (255, 128, 0)))
    for given in (None, RGB(0.0, 0.0, 0.0, 0.0).to_gegl()):
        config: Any = SimpleNamespace(get_property={"color": given}.get)
        assert arguments.read(config, param) == RGB(255, 128, 0)
    config = SimpleNamespace(get_property={"color": RGB(1, 2, 3).to_gegl()}.get)
    assert arguments.read(config, param) == RGB(1, 2, 3)
