# SPDX-License-Identifier: Apache-2.0
"""The way from a picture to its result that the findings ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from liif_core.diagnosis.compression import Compression
from liif_core.diagnosis.resolution import Resolution
from liif_core.models import ModelEntry
from liif_core.print_size import Size

CLEANING = 10
"""Strength from which a picture is cleaned before it is reduced."""
NOISY = 5.0
"""Levels of noise from which it is worth a word."""


@dataclass(frozen=True)
class Step:
    """One step of the way."""

    action: Literal["reduce", "clean", "enlarge"]
    """``reduce`` is the editor's own scaling, the others are runs of the model."""
    width: int
    height: int
    """Size after the step, in pixels."""
    strength: int | None
    """0 to 100 for a run of a model that takes it."""


@dataclass(frozen=True)
class Proposal:
    """What to do, and why."""

    model: str
    strength: int | None
    """Of the last step."""
    detail: int
    """0: nothing is added that is not in the picture."""
    scale: float
    """From the picture to the result."""
    steps: tuple[Step, ...]
    seconds: float | None
    """Estimated for all steps on this machine; None when it was not measured."""
    reasons: tuple[str, ...]
    """One sentence each."""


def working_size(size: Size, resolution: Resolution | None) -> Size:
    """The size (width, height) to which an enlarged picture loses nothing when reduced."""
    if resolution is None or resolution.factor is None:
        return size
    width, height = (max(1, round(side / resolution.factor)) for side in size)
    return width, height


def steps_for(
    size: Size, working: Size, result: Size, strength: int | None, *, has_grid: bool
) -> tuple[Step, ...]:
    """From ``size`` through ``working`` to ``result``, each (width, height)."""
    last: Literal["clean", "enlarge"] = "clean" if result == working else "enlarge"
    if working == size:
        return (Step(last, *result, strength),)
    if not has_grid or strength is None or strength < CLEANING:
        return Step("reduce", *working, None), Step(last, *result, strength)
    # The network knows blocks of 8 pixels, so they go before reducing makes them smaller.
    return (
        Step("clean", *size, strength),
        Step("reduce", *working, None),
        Step(last, *result, 0),
    )


def reasons_for(
    entry: ModelEntry,
    compression: Compression,
    resolution: Resolution | None,
    noise: float | None,
    size: Size,
    working: Size,
) -> tuple[str, ...]:
    """Why this model, this strength and this way."""
    reasons = [f"Model {entry.name}: {entry.description}"]
    if entry.strength:
        reasons.append(f"Strength {compression.strength}: {compression.reason}")
    reasons.append("Detail 0: faithful; more would look crisper and be less true.")
    if working != size:
        reasons.append(
            f"The picture was enlarged before: its {size[0]} x {size[1]} pixels hold what"
            f" {working[0]} x {working[1]} can, and there the model sees sharp detail."
        )
    elif resolution is not None and resolution.verdict == "soft":
        reasons.append(
            "The picture is soft, by its lens or by an enlargement that left no sure trace; if"
            f" you know of one, reduce it by {1 / resolution.share:.1f} first."
        )
    if noise is not None and noise >= NOISY:
        reasons.append(f"Noise of {noise:.0f} levels of 255 is not compression and may stay.")
    return tuple(reasons)
