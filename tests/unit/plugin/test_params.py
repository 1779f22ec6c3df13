# SPDX-License-Identifier: GPL-3.0-or-later
"""What a script may write in its list of parameters, and which values are then taken."""

from __future__ import annotations

import math

import gimpfu
import pytest
from gimpfu.params import Kind, Param


def param(*entry: object) -> Param:
    return Param.parse(entry)


def test_a_name_gets_gimp_s_spelling() -> None:
    assert param(gimpfu.PF_BOOL, "keep_print_size", "_Keep", True).name == "keep-print-size"


@pytest.mark.parametrize(
    "entry",
    [
        (),
        ("PF_INT", "n", "N", 1),
        (gimpfu.PF_INT, "n", "N"),
        (gimpfu.PF_INT, "n", "N", 1, (0, 2, 1)),
        (gimpfu.PF_SLIDER, "n", "N", 1),
        (gimpfu.PF_SLIDER, "n", "N", 1, 5),
        (gimpfu.PF_RADIO, "n", "N", 1, "labels"),
        (gimpfu.PF_OPTION, "n", "N", 1, []),
        (gimpfu.PF_INT, 3, "N", 1),
    ],
)
def test_a_malformed_parameter_is_refused(entry: tuple[object, ...]) -> None:
    with pytest.raises(gimpfu.error):
        Param.parse(entry)


@pytest.mark.parametrize("value", [1.0, 3.7, 64.0, 2])
def test_a_slider_takes_its_range(value: float) -> None:
    assert param(gimpfu.PF_SLIDER, "scale", "S", 2.0, (1.0, 64.0, 0.1)).check(value) == value


@pytest.mark.parametrize("value", [0.999, 64.1, math.nan, math.inf, -math.inf, "3", True])
def test_a_slider_refuses_the_rest(value: float) -> None:
    slider = param(gimpfu.PF_SLIDER, "scale", "S", 2.0, (1.0, 64.0, 0.1))
    with pytest.raises(gimpfu.ArgumentError, match="scale must be 1 to 64, not"):
        slider.check(value)


@pytest.mark.parametrize("kind", [gimpfu.PF_SLIDER, gimpfu.PF_SPINNER])
def test_a_range_is_of_whole_numbers_where_the_default_is(kind: Kind) -> None:
    assert param(kind, "detail", "D", 0, (0, 100, 1)).whole
    assert not param(kind, "width", "W", 15.0, (0.1, 1000.0, 0.1)).whole


def test_a_choice_is_one_of_its_values() -> None:
    radio = param(gimpfu.PF_RADIO, "unit", "U", "cm", [("Centimetres", "cm"), ("Inches", "inch")])
    assert radio.textual
    assert radio.check("inch") == "inch"
    with pytest.raises(gimpfu.ArgumentError, match="unit must be one of cm, inch; not Inches"):
        radio.check("Inches")


def test_an_option_is_an_index() -> None:
    option = param(gimpfu.PF_OPTION, "edge", "E", 0, ["Wrap", "Smear"])
    assert option.whole
    assert option.check(1) == 1
    with pytest.raises(gimpfu.ArgumentError):
        option.check(2)


def test_a_float_is_a_number() -> None:
    number = param(gimpfu.PF_FLOAT, "x", "X", 0.0)
    assert number.check(-1e8) == -1e8
    with pytest.raises(gimpfu.ArgumentError):
        number.check(math.nan)


def test_a_range_with_a_fraction_anywhere_is_of_fractions() -> None:
    assert not param(gimpfu.PF_SLIDER, "s", "S", 50, (0, 100, 0.5)).whole
    assert not param(gimpfu.PF_SPINNER, "s", "S", 1, (0.5, 3, 1)).whole


def test_radio_buttons_may_have_any_values() -> None:
    choices = (("Half", 0.5), ("Nothing", None))
    radio = param(gimpfu.PF_RADIO, "part", "Part", 0.5, choices)
    assert radio.textual
    assert radio.default == "0.5"
    assert radio.check("0.5") == 0.5
    assert radio.check("None") is None
    with pytest.raises(gimpfu.ArgumentError, match=r"one of 0\.5, None"):
        radio.check("1")


@pytest.mark.parametrize("name", [name for name in dir(gimpfu) if name.startswith("PF_")])
def test_every_type_is_parsed_or_refused_in_words(name: str) -> None:
    kind = getattr(gimpfu, name)
    extras: dict[Kind, list[object]] = {
        Kind.SLIDER: [(0, 1, 0.1)],
        Kind.SPINNER: [(0, 9, 1)],
        Kind.RADIO: [[("One", 1)]],
        Kind.OPTION: [["One"]],
    }
    extra = extras.get(kind, [])
    if kind is Kind.REGION:
        with pytest.raises(gimpfu.error, match="PF_INT"):
            param(kind, "name", "Label", None)
    else:
        assert param(kind, "name", "Label", 1, *extra).kind is kind
