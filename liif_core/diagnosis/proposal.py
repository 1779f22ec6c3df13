# SPDX-License-Identifier: Apache-2.0
"""The way from a picture to its result that the findings ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image

from liif_core.diagnosis.resolution import Resolution
from liif_core.forensics.compression import Compression
from liif_core.forensics.kind import Kind
from liif_core.phrases import Phrase
from liif_core.registry.models import ModelEntry, find_refocusing
from liif_core.request.limits import MAX_SCALE
from liif_core.sizes.print_size import Size

_ADVICE: dict[Kind, Phrase] = {
    "pixel art": Phrase(
        "Pixel art: the model makes smooth outlines of its stairs. To keep its squares,"
        " enlarge it by a whole factor, such as 4, without interpolation in an editor."
    ),
    "page of text": Phrase("A page of text: with detail 0 letters keep their shapes."),
}
NOISY = 5.0
"""Levels of noise from which it is worth a word."""


@dataclass(frozen=True)
class Step:
    """One step of the way."""

    action: Literal["reduce", "clean", "enlarge"]
    """``reduce`` is the editor's own scaling, the others are a run of the model."""
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
    """Of the model's run, 0 to 100."""
    detail: int | None
    """0 to 100; None: automatic."""
    scale: float
    """From the picture to the result."""
    steps: tuple[Step, ...]
    seconds: float | None
    """Estimated for all steps on this machine; None when it was not measured."""
    reasons: tuple[Phrase, ...]
    """One sentence each."""


def choose_working_size(size: Size, result: Size, resolution: Resolution | None) -> Size:
    """The size to which an enlarged picture can be reduced without losing anything.

    Its own ``size`` where it was not enlarged, or where ``result`` is out of reach from there; all
    are (width, height).
    """
    if resolution is None or resolution.factor is None:
        return size
    width, height = (max(1, round(side / resolution.factor)) for side in size)
    if resolution.repeated is not None:
        width, height = resolution.repeated.size
    if result[0] > MAX_SCALE * width or result[1] > MAX_SCALE * height:
        return size
    return width, height


def choose_filter(resolution: Resolution | None) -> Image.Resampling:
    """How it is reduced to that size: of repeated pixels one, or their mean, is what there was."""
    if resolution is None or resolution.repeated is None:
        return Image.Resampling.BICUBIC
    exact = resolution.repeated.exact
    return Image.Resampling.NEAREST if exact else Image.Resampling.BOX


def choose_strength(
    entry: ModelEntry, compression: Compression, size: Size, working: Size, *, has_grid: bool
) -> int | None:
    """The strength 0 to 100 of the run at the working size, None for a model that takes none."""
    if not entry.strength:
        return None
    if not has_grid or working == size:
        return compression.strength
    # The blocks are as large as the enlargement left them, so reducing takes the mean of so
    # many pixels. Measured: as good as cleaning at the full size first, in one run instead of two.
    return round(compression.strength * working[0] * working[1] / (size[0] * size[1]))


def plan_steps(size: Size, working: Size, result: Size, strength: int | None) -> tuple[Step, ...]:
    """The steps from ``size`` through ``working`` to ``result``, each (width, height).

    ``strength`` is that of the run at the working size.
    """
    last = Step("clean" if result == working else "enlarge", *result, strength)
    return (last,) if working == size else (Step("reduce", *working, None), last)


def give_reasons(
    entry: ModelEntry,
    kind: Kind,
    compression: Compression,
    strength: int | None,
    resolution: Resolution | None,
    noise: float | None,
    size: Size,
    working: Size,
) -> tuple[Phrase, ...]:
    """Why this model, this strength and this way: a sentence each.

    ``noise`` is in levels of 255, None where it is not known.
    """
    described = Phrase(entry.description)
    reasons = [Phrase("Model %(model)s: %(description)s", model=entry.name, description=described)]
    if strength is not None:
        reason = compression.reason
        reasons.append(
            Phrase("Strength %(strength)d: %(reason)s", strength=strength, reason=reason)
            if strength == compression.strength
            else Phrase(
                "Strength %(strength)d: %(reason)s Reducing the picture does the rest.",
                strength=strength,
                reason=reason,
            )
        )
    reasons.append(
        Phrase("Detail is automatic: crisp from factor 1.5 on; with 0 it is faithful instead.")
    )
    if kind in _ADVICE:
        reasons.append(_ADVICE[kind])
    if working != size:
        reasons.append(
            Phrase(
                "The picture was enlarged before: its %(width)d x %(height)d pixels hold what"
                " %(true_width)d x %(true_height)d can, and there the model sees sharp detail.",
                width=size[0],
                height=size[1],
                true_width=working[0],
                true_height=working[1],
            )
        )
    elif resolution is not None and resolution.repeated is not None:
        width, height = resolution.repeated.size
        reasons.append(
            Phrase(
                "It was enlarged before, from %(width)d x %(height)d, by repeating its pixels. Its"
                " squares are taken as meant; reduce it to that size first if they are not.",
                width=width,
                height=height,
            )
        )
    elif resolution is not None and resolution.verdict == "soft":
        reasons.append(
            Phrase(
                "The picture is soft, by its lens or by an enlargement that left no sure trace:"
                " refocus draws it sharp, by itself from factor 1.5 on."
            )
        )
    # Of drawings it is their own texture.
    if kind == "photo" and noise is not None and noise >= NOISY:
        reasons.append(
            Phrase(
                "Noise of %(noise).0f levels of 255 is not compression: refocus takes most of it"
                " away, by itself from factor 1.5 on.",
                noise=noise,
            )
            if find_refocusing(entry)
            else Phrase(
                "Noise of %(noise).0f levels of 255 is not compression and may stay.", noise=noise
            )
        )
    return tuple(reasons)
