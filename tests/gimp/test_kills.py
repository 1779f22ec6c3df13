# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at random moments, as many as ``--moments`` says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import pictures
from .kills import VICTIMS, harmless, kill
from .runner import Gimp
from .sandbox import HOME


@pytest.fixture(scope="module")
def small_photo(gimp: Gimp) -> str:
    path = gimp.sandbox.home / "small.jpg"
    pictures.save_photo(path, 300, 200)
    gimp.sandbox.own(path)
    return f"{HOME}/small.jpg"


@pytest.mark.trust("Kill at any moment")
@pytest.mark.parametrize("victim", VICTIMS)
def test_a_kill_harms_nothing_and_leaves_nothing(
    gimp: Gimp,
    small_photo: str,
    victim: str,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    moments = request.config.getoption("--moments")
    record_property("cases", moments)
    answer = kill(gimp, small_photo, victim, moments)
    assert len(answer["kills"]) == moments
    assert [each for each in answer["kills"] if not harmless(each)] == []
    assert answer["works"]
