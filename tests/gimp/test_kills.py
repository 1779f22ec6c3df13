# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at random moments; ``python -m tests.gimp.kills`` tries as many as are asked for."""

from __future__ import annotations

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


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_kill_harms_nothing_and_leaves_nothing(gimp: Gimp, small_photo: str, victim: str) -> None:
    answer = kill(gimp, small_photo, victim, moments=3)
    assert len(answer["kills"]) == 3
    assert [each for each in answer["kills"] if not harmless(each)] == []
    assert answer["works"]
