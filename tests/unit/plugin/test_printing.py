# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in and the command line plan a print alike: one photo, one number of pixels."""

from __future__ import annotations

import pytest
from gimpfu import error
from hypothesis import given
from hypothesis import strategies as st
from liif_gimp.geometry import Size
from liif_gimp.printing import Unit, plan

from liif_core.errors import LiifError
from liif_core.request.limits import MAX_RESULT_SIDE
from liif_core.sizes.asking import parse_print
from liif_core.sizes.print_size import plan_feasible_print

SIDE = st.integers(1, 20_000)
LENGTH = st.integers(1, 2_000).map(lambda tenths: tenths / 10)
UNIT: st.SearchStrategy[Unit] = st.sampled_from(["cm", "inch"])


@given(SIDE, SIDE, LENGTH, LENGTH, UNIT, st.integers(30, 1200), st.booleans(), st.booleans())
def test_both_plans_agree(
    photo_width: int,
    photo_height: int,
    width: float,
    height: float,
    unit: Unit,
    ppi: int,
    fill: bool,
    turn: bool,
) -> None:
    """What the dialog's fields say and what is typed for the command line is the same sheet."""
    sheet = parse_print(f"{width}x{height}{unit}@{ppi}")
    photo = Size(photo_width, photo_height)
    try:
        ours = plan(photo, width, height, unit, ppi, fill=fill, turn=turn)
    except error:
        with pytest.raises(LiifError):
            plan_feasible_print(photo, sheet, fill=fill, turn=turn)
        return
    try:
        theirs = plan_feasible_print(photo, sheet, fill=fill, turn=turn)
    except LiifError:
        # The plug-in leaves this limit to the job, which has it too.
        assert max(ours.size) > min(MAX_RESULT_SIDE, *(64 * side for side in photo))
        return
    assert ours == theirs
