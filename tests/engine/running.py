# SPDX-License-Identifier: GPL-3.0-or-later
"""Shortcuts to the engine's one function."""

from __future__ import annotations

from typing import Any

import numpy as np

from liif_core.runtime.upscale import upscale
from tests.engine.pictures import Samples

WHOLE = 1 << 20
"""A tile larger than any picture here."""


def enlarge(source: Samples, grid: tuple[int, int], **options: Any) -> Samples:  # noqa: ANN401
    """The result of :func:`upscale` for ``grid`` (width, height), or the ``region`` of it."""
    width, height = options["region"][2:] if options.get("region") else grid
    # Nothing that was not written may look like a result.
    result = np.full((height, width, source.shape[2]), 77, source.dtype)
    upscale(source, result, grid=grid, **options)
    return result


def difference(one: Samples, other: Samples) -> float:
    """Largest absolute difference of two pictures of one shape."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(np.float64) - other.astype(np.float64)).max())


def deviation(one: Samples, other: Samples) -> float:
    """The same as a share of the largest value: what rounding does to features, or to colours of
    a network without training, grows with them, and differs from processor to processor."""
    return difference(one, other) / float(np.abs(other).max())
