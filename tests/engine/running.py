# SPDX-License-Identifier: GPL-3.0-or-later
"""Shortcuts to the engine's one function."""

from __future__ import annotations

from typing import Any

import numpy as np

from liif_core.request.frame import Frame, Region
from liif_core.request.questions import Enlarge, Evidence
from liif_core.request.settings import Settings
from liif_core.runtime.hooks import Hooks
from liif_core.runtime.one_pass import RunInfo
from liif_core.runtime.run import run
from tests.engine.pictures import Samples

WHOLE = 20_000
"""A tile larger than any picture here."""


_OF_HOOKS = ("progress", "cancelled", "warn")
_OF_RUN = ("backends", "skip_flat")


def compute(
    source: Samples,
    result: Samples,
    grid: tuple[int, int],
    region: Region | None = None,
    shown: str = "result",
    **options: Any,  # noqa: ANN401
) -> RunInfo:
    """:func:`run` with its settings, hooks and its own options by plain names."""
    frame = Frame.of(grid, region)
    hooks = Hooks(**{name: options.pop(name) for name in _OF_HOOKS if name in options})
    more = {name: options.pop(name) for name in _OF_RUN if name in options}
    settings = Settings(**options)
    if shown == "result":
        return run(Enlarge(frame, settings), source, result, hooks, **more)
    return run(Evidence(frame, settings, shown), source, result, hooks, **more)  # type: ignore[arg-type]


def enlarge(source: Samples, grid: tuple[int, int], **options: Any) -> Samples:  # noqa: ANN401
    """The result of :func:`run` for ``grid`` (width, height), or the ``region`` of it."""
    width, height = options["region"][2:] if options.get("region") else grid
    # Nothing that was not written may look like a result.
    result = np.full((height, width, source.shape[2]), 77, source.dtype)
    compute(source, result, grid, **options)
    return result


def difference(one: Samples, other: Samples) -> float:
    """Largest absolute difference of two pictures of one shape."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(np.float64) - other.astype(np.float64)).max())


def deviation(one: Samples, other: Samples) -> float:
    """The same as a share of the largest value: what rounding does to features, or to colours of
    a network without training, grows with them, and differs from processor to processor."""
    return difference(one, other) / float(np.abs(other).max())
