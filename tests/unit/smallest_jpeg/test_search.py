# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for the lowest quality."""

from __future__ import annotations

import pytest

from liif_core.smallest_jpeg.search import find_lowest_quality


@pytest.mark.parametrize("lowest", [1, 2, 50, 51, 99, 100])
@pytest.mark.parametrize("start", [1, 40])
def test_the_lowest_that_passes_is_found_in_few_steps(lowest: int, start: int) -> None:
    asked: list[int] = []

    def passes(quality: int) -> bool:
        asked.append(quality)
        return quality >= lowest

    assert find_lowest_quality(passes, start) == max(lowest, start)
    assert min(asked) >= start
    assert len(asked) <= 9


def test_none_where_none_passes() -> None:
    assert find_lowest_quality(lambda _: False) is None


@pytest.mark.parametrize("exception", [58, 57])
def test_an_exception_below_is_found(exception: int) -> None:
    assert find_lowest_quality(lambda quality: quality >= 60 or quality == exception) == exception
