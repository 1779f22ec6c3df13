# SPDX-License-Identifier: Apache-2.0
"""How strongly the picture was compressed, by the best evidence there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from liif_core.diagnosis.recompression import Recompression
from liif_core.diagnosis.tables import Quality

DOUBT = 30
"""How much stronger than known the judged strength must be to be believed: more than it errs."""
CLEAN = 15
"""Judged strength below which a picture without a grid counts as never compressed."""


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
    reason: str
    """One sentence."""


def decide(
    known: Quality | None,
    earlier: Recompression | None,
    judged: int | None,
    *,
    from_file: bool,
    has_grid: bool,
) -> Compression:
    """Weigh the evidence: what is known to the point before what is judged.

    ``known`` is the last compression's quality, by the file's tables if ``from_file``.
    """
    if known is None:
        strength = judged or 0
        if judged is None:
            reason = "the file does not tell it, and the model does not judge it."
        elif not has_grid and judged < CLEAN:
            strength, reason = 0, "no sign of compression."
        else:
            reason = "judged by the network from the pixels."
        return Compression(strength, "pixels", None, judged, reason)
    strength = known.strength
    about = "" if known.deviation == 0 else "about "
    reason = f"the file's own tables are of {about}JPEG quality {known.value}."
    if not from_file:
        reason = f"the pixels lie on the steps of JPEG quality {known.value}."
    if earlier is not None and 100 - earlier.quality > strength:
        strength = 100 - earlier.quality
        reason = f"compressed twice, at about quality {earlier.quality} and at {known.value}."
    if judged is not None and judged >= strength + DOUBT:
        return Compression(
            judged,
            "pixels",
            known,
            judged,
            f"judged by the network; the pixels look worse than quality {known.value} leaves them.",
        )
    return Compression(strength, "file" if from_file else "grid", known, judged, reason)
