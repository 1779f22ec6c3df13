# SPDX-License-Identifier: Apache-2.0
"""The lowest JPEG quality that is good enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOWEST, HIGHEST = 1, 100
NEIGHBOURS = 3
"""Qualities below the one found that are tried, as a lower quality is now and then the better."""


def find_lowest_quality(passes: Callable[[int], bool], start: int = LOWEST) -> int | None:
    """The lowest quality, from ``start`` on, that ``passes``; None when even ``HIGHEST`` does not.

    By bisection, which takes a picture that passes at one quality to pass at all higher ones;
    that is nearly so, hence the neighbours below are tried too.
    """
    too_low, found = start - 1, HIGHEST + 1
    while found - too_low > 1:
        quality = (too_low + found) // 2
        if passes(quality):
            found = quality
        else:
            too_low = quality
    if found > HIGHEST:
        return None
    # The one directly below is known not to pass.
    below = range(max(start, found - NEIGHBOURS), found - 1)
    return next((quality for quality in below if passes(quality)), found)
