# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as procedures of GIMP 2 took and gave them."""

from __future__ import annotations

from collections.abc import Sequence

Counted = tuple[int, tuple[int, ...]]
"""How many numbers there are, and the numbers."""


def floats(values: Sequence[float]) -> list[float]:
    """The values as PyGObject wants them."""
    return [float(value) for value in values]
