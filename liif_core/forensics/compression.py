# SPDX-License-Identifier: Apache-2.0
"""How strongly the picture was compressed, by the best evidence there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from liif_core.forensics.combs import Combs
from liif_core.forensics.excerpts import Plane
from liif_core.forensics.grid import Grid
from liif_core.forensics.quality import estimate_quality
from liif_core.forensics.recompression import Recompression, find_recompression
from liif_core.forensics.tables import Quality, compute_luminance_table, find_nearest_quality
from liif_core.phrases import Phrase

if TYPE_CHECKING:
    from liif_core.forensics.file_facts import FileFacts

DOUBT = 30
"""How much stronger than known the judged strength must be to be believed: more than it errs."""
CLEAN = 25
"""Judged strength below which a picture without a grid counts as never compressed: less is left of
a compression after resizing, more is made of grain."""


@dataclass(frozen=True)
class Compression:
    """What is to be undone."""

    strength: int
    """0 to 100, 0 for none."""
    evidence: Literal["file", "grid", "pixels"]
    """The file's own tables, the steps found on the grid in the pixels, or the judgement of the
    model's estimator."""
    quality: Quality | None
    """Of the last compression, from the file or the grid."""
    judged: int | None
    """Strength by the model's estimator; None for a model that has none."""
    reason: Phrase
    """One sentence."""


def find_compressions(
    planes: list[Plane], grid: Grid | None, facts: FileFacts | None = None
) -> tuple[Quality | None, Recompression | None]:
    """The quality of the last compression and the one before it, None without any trace.

    ``planes`` are windows of Y (h, w) in levels, ``facts`` those of their file, if it is known.
    """
    if facts is not None and facts.table is not None and facts.phase is not None:
        phase = facts.phase
        if facts.turned:
            # Tables differ for rows and columns, so the picture is looked at as it was stored.
            planes, phase = [plane.T for plane in planes], phase[::-1]
        earlier = find_recompression(Combs(planes), phase, facts.table)
        if facts.turned and earlier is not None:
            earlier = replace(earlier, x=earlier.y, y=earlier.x)
        return find_nearest_quality(facts.table), earlier
    if grid is None:
        return None, None
    phase = grid.x, grid.y
    combs = Combs(planes)
    value = estimate_quality(combs, phase)
    if value is None:
        return None, find_recompression(combs, phase, None)
    return Quality(value, 0.0), find_recompression(combs, phase, compute_luminance_table(value))


def decide(
    known: Quality | None,
    earlier: Recompression | None,
    judged: int | None,
    *,
    from_file: bool,
    has_grid: bool,
    lossless: bool = False,
) -> Compression:
    """What is to be undone by the evidence: what is known to the point before what is judged.

    ``known`` is the last compression's quality, by the file's tables if ``from_file``; ``judged``
    the strength 0 to 100 by the model's estimator, None without one; ``lossless`` what
    :func:`liif_core.forensics.lossless.is_lossless` says.
    """
    if known is None and lossless:
        reason = Phrase("flat colours are exact up to their edges, so nothing was lost.")
        return Compression(0, "pixels", None, judged, reason)
    if known is None:
        strength = judged or 0
        if judged is None:
            reason = Phrase("the file does not tell it, and the model does not judge it.")
        elif not has_grid and judged < CLEAN:
            strength, reason = 0, Phrase("no sign of compression.")
        else:
            reason = Phrase("judged by the network from the pixels.")
        return Compression(strength, "pixels", None, judged, reason)
    strength = known.strength
    quality = known.value
    if not from_file:
        reason = Phrase("the pixels lie on the steps of JPEG quality %(quality)d.", quality=quality)
    elif known.deviation == 0:
        reason = Phrase("the file's own tables are of JPEG quality %(quality)d.", quality=quality)
    else:
        reason = Phrase(
            "the file's own tables are of about JPEG quality %(quality)d.", quality=quality
        )
    if earlier is not None and 100 - earlier.quality > strength:
        strength = 100 - earlier.quality
        reason = Phrase(
            "compressed twice, at about quality %(earlier)d and at %(quality)d.",
            earlier=earlier.quality,
            quality=quality,
        )
    if judged is not None and judged >= strength + DOUBT:
        reason = Phrase(
            "judged by the network; the pixels look worse than quality %(quality)d leaves them.",
            quality=quality,
        )
        return Compression(judged, "pixels", known, judged, reason)
    return Compression(strength, "file" if from_file else "grid", known, judged, reason)
