# SPDX-License-Identifier: GPL-3.0-or-later
"""Taps: which inputs an output pixel is made of, and with what weight."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from liif_core.coordinates import cell, cubic_taps, positions, taps
from liif_core.runtime.tiles import divide, find_needed

SIDES = st.integers(1, 40)


def _taps_by_hand(position: float, inputs: int) -> list[tuple[int, float, float]]:
    """Corner, relative coordinate and weight of both corners, from the definition."""
    lower = int(np.floor(position))
    corners = [min(max(corner, 0), inputs - 1) for corner in (lower, lower + 1)]
    gaps = [abs(position - corner) for corner in corners]
    total = sum(gaps)
    weights = [gaps[1] / total, gaps[0] / total] if total else [0.5, 0.5]
    return [(c, 2 * (position - c), w) for c, w in zip(corners, weights, strict=True)]


@given(inputs=SIDES, scale=st.floats(1, 8))
def test_taps_follow_the_definition(inputs: int, scale: float) -> None:
    outputs = int(inputs * scale)
    where = positions(inputs, outputs, 0, outputs)
    found = taps(where, inputs)
    for output in range(outputs):
        # Centres: output pixel i spans (i, i + 1) / outputs of the picture.
        assert where[output] == pytest.approx((output + 0.5) / outputs * inputs - 0.5)
        for side, (corner, rel, weight) in enumerate(_taps_by_hand(where[output], inputs)):
            assert found.index[side, output] == corner
            assert found.rel[side, output] == pytest.approx(rel, abs=1e-5)
            assert found.weight[side, output] == pytest.approx(weight, abs=1e-5)


@given(inputs=SIDES, scale=st.floats(1, 8), data=st.data())
def test_a_part_is_a_part_of_the_whole(inputs: int, scale: float, data: st.DataObject) -> None:
    outputs = int(inputs * scale)
    start = data.draw(st.integers(0, outputs - 1))
    stop = data.draw(st.integers(start + 1, outputs))
    whole = taps(positions(inputs, outputs, 0, outputs), inputs).part(start, stop)
    alone = taps(positions(inputs, outputs, start, stop), inputs)
    for one, other in ((whole.index, alone.index), (whole.rel, alone.rel)):
        assert_array_equal(one, other)
    assert_array_equal(alone.shifted(3).index, alone.index - 3)


def test_the_cell_is_clipped_beyond_the_trained_factor() -> None:
    assert cell(10, 10) == 2
    assert cell(10, 40) == 0.5
    assert cell(10, 41) == 0.5


def test_cubic_weights_reproduce_a_quadratic() -> None:
    """Keys' kernel with -0.5 is exact for polynomials up to the second degree."""
    where = positions(20, 74, 0, 74)
    inner = (where > 1) & (where < 18)
    index, weight = cubic_taps(where, 20)
    values = (index.astype(np.float64) - 7) ** 2
    assert_allclose((weight * values).sum(0)[inner], (where[inner] - 7) ** 2, atol=1e-4)
    assert_allclose(weight.sum(0), 1, atol=1e-6)
    assert index.min() == 0
    assert index.max() == 19


@given(inputs=SIDES, scale=st.floats(1, 8), margin=st.integers(0, 9), data=st.data())
def test_needed_covers_what_is_read(
    inputs: int, scale: float, margin: int, data: st.DataObject
) -> None:
    outputs = int(inputs * scale)
    start = data.draw(st.integers(0, outputs - 1))
    stop = data.draw(st.integers(start + 1, outputs))
    where = positions(inputs, outputs, start, stop)
    first, last = find_needed(taps(where, inputs), margin, inputs)
    index, _ = cubic_taps(where, inputs)
    assert 0 <= first <= max(0, index.min() - margin)
    assert inputs >= last >= min(inputs, index.max() + 1 + margin)


@given(start=st.integers(0, 99), length=st.integers(1, 500), longest=st.integers(1, 600))
def test_spans_cut_without_gap_or_overlap(start: int, length: int, longest: int) -> None:
    parts = list(divide(start, start + length, longest))
    assert parts[0][0] == start
    assert parts[-1][1] == start + length
    assert all(one[1] == other[0] for one, other in pairwise(parts))
    assert all(0 < stop - first <= longest for first, stop in parts)
