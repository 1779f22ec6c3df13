# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of image, layer and selection: as it must be, and as ``KINDS.md`` says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from .conftest import Outcome
from .kinds import table
from .kinds.case import Case
from .kinds.declared import CASES
from .kinds.judging import faults, unlike, words
from .kinds.running import known, run
from .pictures import Picture
from .runner import Gimp


@pytest.fixture(scope="module")
def outcomes(gimp: Gimp) -> list[tuple[Case, Outcome]]:
    cases = known(gimp, CASES)
    return list(zip(cases, run(gimp, cases), strict=True))


def test_each_is_done_right_or_refused_with_a_reason(
    outcomes: list[tuple[Case, Outcome]],
) -> None:
    wrong = {table.row(case): faults(case, outcome) for case, outcome in outcomes}
    assert {row: found for row, found in wrong.items() if found} == {}


def test_the_table_says_what_was_found(gimp: Gimp, outcomes: list[tuple[Case, Outcome]]) -> None:
    """If not: ``python -m tests.gimp.kinds HOME`` writes it anew."""
    written, version = table.read(), gimp.sandbox.root.gimp_version
    rows = [table.row(case) for case in CASES]
    assert list(dict.fromkeys(row for row, _ in written)) == rows
    for case, outcome in outcomes:
        assert written[table.row(case), version] == words(case, outcome), table.row(case)


@pytest.mark.parametrize(
    "damage",
    [
        lambda picture: picture[..., ::-1],
        lambda picture: picture * [1, 0.98, 1],
        lambda picture: picture**1.1,
        lambda picture: np.roll(picture, 1, axis=1),
    ],
    ids=["channels swapped", "tint", "curve", "shifted by a pixel"],
)
def test_wrong_colours_would_be_noticed(
    outcomes: list[tuple[Case, Outcome]], damage: Callable[[Picture], Picture]
) -> None:
    right = outcomes[0][1].pixels()
    assert list(unlike(right, right)) == []
    assert list(unlike(damage(right), right))
