# SPDX-License-Identifier: GPL-3.0-or-later
"""The small language in which old arguments are told apart from new ones."""

from __future__ import annotations

import pytest
from gimpfu.errors import ArgumentError
from gimpfu.oldnames.signatures import Signature, Word


def test_arguments_go_by_their_new_names() -> None:
    found = Signature("image width height name").sort("old", ["i", 4, 3, "n"])
    assert found.named == {"image": "i", "width": 4, "height": 3, "name": "n"}
    assert found.context == {}


def test_dropped_scaled_chosen_doubled_and_constant() -> None:
    signature = Signature("- low/255 radius*0.32 kind{none,wrap} x+y points/2 linear=0 gamma=1.5")
    found = signature.sort("old", ["gone", 51, 10, 1, 8, [2, 4]])
    assert found.named == {
        "low": pytest.approx(0.2),
        "radius": pytest.approx(3.2),
        "kind": "wrap",
        "x": 8,
        "y": 8,
        "points": [1.0, 2.0],
        "linear": 0,
        "gamma": 1.5,
    }


def test_settings_of_the_context_may_have_several_values() -> None:
    signature = Signature("item @feather @feather-radius @feather-radius @interpolation=2")
    found = signature.sort("old", ["i", True, 3, 4])
    assert found.named == {"item": "i"}
    assert found.context == {"feather": [True], "feather-radius": [3, 4], "interpolation": [2]}


def test_fewer_values_leave_the_rest_to_its_defaults() -> None:
    assert Signature("image width").sort("old", ["i"]).named == {"image": "i"}


def test_too_many_values_are_refused() -> None:
    with pytest.raises(ArgumentError, match="old takes 1 values, not 2"):
        Signature("image constant=1").sort("old", ["i", 2])


@pytest.mark.parametrize("value", [-1, 2, "wrap"])
def test_a_choice_is_one_of_its_numbers(value: object) -> None:
    with pytest.raises(ArgumentError, match="kind is 0 to 1"):
        Word.parse("kind{none,wrap}").convert(value)


@pytest.mark.parametrize("text", ["", "Name", "name/", "name{}", "name=", "a b", "@"])
def test_another_word_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        Word.parse(text)
