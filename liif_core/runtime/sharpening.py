# SPDX-License-Identifier: Apache-2.0
"""How crisply a picture is drawn: given, or as what is in it and its enlargement want it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from liif_core.forensics.traces import Traces
from liif_core.registry.models import ModelEntry, find_crisper, find_refocusing
from liif_core.request.frame import Frame
from liif_core.request.settings import Settings

ENLARGED = 1.5
"""Factor along both sides from which pictures are drawn crisper by themselves: at less, people
want what they have."""
ALL = 100
NOISY = 0.8
"""Share of their noisiness that noisy photos are refocused by: what is left of the grain is liked,
and by DISTS all of it would be worse."""


@dataclass(frozen=True)
class Sharpening:
    """What was used of a model's siblings, 0 to 100; None of one that it does not have."""

    detail: int | None
    refocus: int | None


def choose_sharpening(
    entry: ModelEntry, settings: Settings, frame: Frame, traces: Traces, warn: Callable[[str], None]
) -> Sharpening:
    """That for a picture with these ``traces``; ``warn`` is told of settings that are ignored.

    What is made of squares is left as it is: they are meant.
    """
    grows = _grows(traces.size, frame)
    refocus, detail = settings.refocus, settings.detail
    if find_refocusing(entry) is None:
        if refocus:
            warn(
                f"model {entry.name} cannot refocus soft photos; the setting of refocus is ignored"
            )
        refocus = None
    elif refocus is None:
        # Who refocuses takes noise for noise, which others draw as scratches.
        refocus = max(traces.softness, round(NOISY * traces.noisiness)) if grows else 0
    if find_crisper(entry) is None:
        if detail:
            warn(f"model {entry.name} has no crisp end; the setting of detail is ignored")
        detail = None
    elif detail is None:
        # Who refocuses has learned the other as well.
        detail = ALL - (refocus or 0) if grows and not traces.squares else 0
    return Sharpening(detail, refocus)


def _grows(size: tuple[int, int], frame: Frame) -> bool:
    """Whether a picture of that width and height is enlarged so much."""
    width, height = size
    # Whole pixels may be fewer than the factor asks for.
    return frame.grid[0] > ENLARGED * width - 1 and frame.grid[1] > ENLARGED * height - 1
