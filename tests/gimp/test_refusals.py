# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be done is refused with a clear message, and the image is as it was."""

from __future__ import annotations

import pytest

from .conftest import Outcome, Run
from .runner import Gimp


@pytest.mark.parametrize(
    ("procedure", "values", "words"),
    [
        ("upscale", {"scale": 0.5}, ["scale", "1 to 64", "0.5"]),
        ("upscale", {"scale": 1000.0}, ["scale", "1 to 64", "1000"]),
        ("upscale", {"model": "no such model"}, ["model", "fast", "no such model"]),
        ("upscale", {"device": "abacus"}, ["device", "auto", "abacus"]),
        ("clean", {"strength": 101}, ["strength", "100", "101"]),
        ("clean", {"strength": -2}, ["strength", "-1", "-2"]),
        ("print", {"unit": "ell"}, ["unit", "cm", "inch", "ell"]),
        ("print", {"width": 0.0}, ["width", "0.1", "0"]),
        ("print", {"ppi": -300.0}, ["ppi", "-300"]),
    ],
)
def test_a_bad_argument_is_named_with_what_is_allowed(
    run: Run, procedure: str, values: dict[str, object], words: list[str]
) -> None:
    outcome = run(procedure, **values)
    assert not outcome.result["ok"]
    for word in words:
        assert word in outcome.result["error"]
    assert outcome.unchanged


@pytest.mark.parametrize("procedure", ["upscale", "clean"])
@pytest.mark.parametrize("scene", ["the_mask_itself", "a_channel"])
def test_a_mask_or_channel_is_refused(run: Run, procedure: str, scene: str) -> None:
    outcome = run(procedure, scene=scene)
    assert not outcome.result["ok"]
    assert "Select the layer itself" in outcome.result["error"]
    assert outcome.unchanged


@pytest.mark.parametrize("count", [0, 2])
def test_other_than_one_layer_is_refused(gimp: Gimp, photo: str, count: int) -> None:
    outcome = Outcome(
        gimp.call("tasks:run_many", photo=photo, procedure="plug-in-liif-upscale", count=count)
    )
    assert not outcome.result["ok"]
    assert "one layer at a time" in outcome.result["error"]
    assert outcome.unchanged
