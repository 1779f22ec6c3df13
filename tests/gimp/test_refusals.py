# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be done is refused with a clear message, and the image is as it was."""

from __future__ import annotations

import pytest

from .conftest import Outcome
from .runner import Gimp

CASES: list[tuple[str, str, dict[str, object], list[str]]] = [
    ("upscale", "plain", {"scale": 0.5}, ["scale", "1 to 64", "0.5"]),
    ("upscale", "plain", {"scale": 1000.0}, ["scale", "1 to 64", "1000"]),
    ("upscale", "plain", {"model": "none such"}, ["model", "fast", "none such"]),
    ("upscale", "plain", {"device": "abacus"}, ["device", "auto", "abacus"]),
    ("clean", "plain", {"strength": 101}, ["strength", "100", "101"]),
    ("clean", "plain", {"strength": -2}, ["strength", "-1", "-2"]),
    ("clean", "plain", {"detail": 101}, ["detail", "100", "101"]),
    ("print", "plain", {"unit": "ell"}, ["unit", "cm", "inch", "ell"]),
    ("print", "plain", {"width": 0.0}, ["width", "0.1", "0"]),
    ("print", "plain", {"ppi": -300.0}, ["ppi", "-300"]),
    ("upscale", "the_mask_itself", {}, ["Select the layer itself"]),
    ("clean", "the_mask_itself", {}, ["Select the layer itself"]),
    ("upscale", "a_channel", {}, ["Select the layer itself"]),
    ("enhance-selection", "a_channel", {}, ["Select the layer itself"]),
    ("upscale", "indexed", {}, ["Image > Mode > RGB"]),
]
"""Procedure, scene, arguments, and what the message must name."""


@pytest.fixture(scope="module")
def outcomes(gimp: Gimp, photo: str) -> list[Outcome]:
    """All cases in one GIMP, which takes seconds to start."""
    calls = [
        {"procedure": f"plug-in-liif-{procedure}", "scene": scene, "arguments": values}
        for procedure, scene, values, _ in CASES
    ]
    result = gimp.call("tasks:run_each", photo=photo, calls=calls)
    return [Outcome(each) for each in result["outcomes"]]


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{case[0]}-{case[1]}-{case[2]}" for case in CASES]
)
def test_a_refusal_names_what_is_wrong_and_what_to_do(outcomes: list[Outcome], number: int) -> None:
    outcome, words = outcomes[number], CASES[number][3]
    assert not outcome.result["ok"]
    for word in words:
        assert word in outcome.result["error"]
    assert outcome.unchanged


@pytest.mark.parametrize("count", [0, 2])
def test_other_than_one_layer_is_refused(gimp: Gimp, photo: str, count: int) -> None:
    outcome = Outcome(
        gimp.call("tasks:run_many", photo=photo, procedure="plug-in-liif-upscale", count=count)
    )
    assert not outcome.result["ok"]
    assert "one layer at a time" in outcome.result["error"]
    assert outcome.unchanged
