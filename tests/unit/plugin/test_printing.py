# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in and the command line plan a print alike: one photo, one number of pixels."""

from __future__ import annotations

import pytest
from gimpfu import error
from hypothesis import given
from hypothesis import strategies as st
from liif_gimp.geometry import Size
from liif_gimp.printing import plan

from liif_core.errors import LiifError
from liif_core.job import MAX_RESULT_SIDE
from liif_core.print_size import for_print, parse_print

SIDE = st.integers(1, 20_000)
LENGTH = st.integers(1, 2_000).map(lambda tenths: tenths / 10)


@given(SIDE, SIDE, LENGTH, LENGTH, st.sampled_from(["cm", "inch"]), st.integers(30, 1200))
def test_both_plans_agree(
    photo_width: int, photo_height: int, width: float, height: float, unit: str, ppi: int
) -> None:
    sheet = parse_print(f"{width}x{height}{unit}@{ppi}")
    try:
        ours = plan(Size(photo_width, photo_height), width, height, unit, ppi)
    except error:
        with pytest.raises(LiifError):
            for_print((photo_width, photo_height), sheet)
        return
    try:
        theirs = for_print((photo_width, photo_height), sheet)
    except LiifError:
        # The plug-in leaves this limit to the job, which has it too.
        assert max(ours.size) > MAX_RESULT_SIDE
        return
    assert tuple(ours.size) == theirs.size
    assert (ours.ppi, ours.enough) == pytest.approx((theirs.ppi, theirs.enough))
