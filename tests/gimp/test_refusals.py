# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that make no sense are refused with a clear message, and the image is as it was."""

from __future__ import annotations

import pytest

from .conftest import Outcome
from .runner import Gimp

CASES: list[tuple[str, dict[str, object], list[str]]] = [
    ("upscale", {"scale": 0.5}, ["scale", "1 to 64", "0.5"]),
    ("upscale", {"scale": 1000.0}, ["scale", "1 to 64", "1000"]),
    ("upscale", {"model": "none such"}, ["model", "fast", "none such"]),
    ("upscale", {"device": "abacus"}, ["device", "auto", "abacus"]),
    ("clean", {"strength": 101}, ["strength", "100", "101"]),
    ("clean", {"strength": -2}, ["strength", "-1", "-2"]),
    ("clean", {"detail": 101}, ["detail", "100", "101"]),
    ("print", {"unit": "ell"}, ["unit", "cm", "inch", "ell"]),
    ("print", {"width": 0.0}, ["width", "0.1", "0"]),
    ("print", {"ppi": -300.0}, ["ppi", "-300"]),
]
"""Procedure, arguments, and what the message must name."""


@pytest.fixture(scope="module")
def outcomes(gimp: Gimp, photo: str) -> list[Outcome]:
    """All cases in one GIMP, which takes seconds to start."""
    calls = [
        {"procedure": f"plug-in-liif-{procedure}", "arguments": values}
        for procedure, values, _ in CASES
    ]
    result = gimp.call("tasks:run_each", photo=photo, calls=calls)
    return [Outcome(each) for each in result["outcomes"]]


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{case[0]}-{case[1]}" for case in CASES]
)
def test_a_refusal_names_what_is_wrong_and_what_to_do(outcomes: list[Outcome], number: int) -> None:
    outcome, words = outcomes[number], CASES[number][2]
    assert not outcome.result["ok"]
    for word in words:
        assert word in outcome.result["error"]
    assert outcome.unchanged


@pytest.mark.parametrize(
    ("procedure", "count", "words"),
    [("upscale", 0, "no layer is selected"), ("diagnose", 2, "one layer at a time")],
)
def test_too_few_or_too_many_layers_are_refused(
    gimp: Gimp, photo: str, procedure: str, count: int, words: str
) -> None:
    name = f"plug-in-liif-{procedure}"
    outcome = Outcome(gimp.call("tasks:run_many", photo=photo, procedure=name, count=count))
    assert not outcome.result["ok"]
    assert words in outcome.result["error"]
    assert outcome.unchanged
