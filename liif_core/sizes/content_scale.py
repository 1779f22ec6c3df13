# SPDX-License-Identifier: Apache-2.0
"""The size that a picture's own detail is worth: ``--scale auto``.

In the spirit of Elastic-DETR (arXiv 2412.06341), which lets the content decide at which scale a
picture is looked at. A screen or a sheet of paper says how many pixels it could show; how many
the picture deserves follows from its effective resolution, which is measured
(:mod:`liif_core.diagnosis.resolution`): an enlargement or blur of before has left pixels that
hold nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from liif_core.coordinates import TRAINED_SCALE
from liif_core.diagnosis.resolution import Resolution
from liif_core.sizes.print_plan import PrintPlan, Sheet
from liif_core.sizes.print_size import (
    Box,
    Size,
    describe_box,
    fill_box,
    plan_feasible_print,
    scale_size,
)

SCREEN: Size = (3840, 2160)
"""4K UHD, what televisions and larger monitors have."""
PAYING = TRAINED_SCALE
"""How many times its detail a picture is enlarged at most: the networks have seen no more."""
FEWEST_PPI, MOST_PPI = 150, 300
"""Pixels per inch of a print: below, they show at reading distance; above, nobody sees them."""


@dataclass(frozen=True)
class Choice:
    """A size, and why."""

    size: Size
    """Width and height, never below the picture's own."""
    plan: PrintPlan | None
    """Of a print, None for a screen."""
    reason: str
    """For the user; without a full stop."""


def find_effective_size(own: Size, resolution: Resolution | None) -> Size:
    """The width and height that would hold the detail that there is.

    The picture's own where nothing is known. A sharp photo's is its own too: how much of the last
    fifth of the frequencies it uses is a matter of its subject.
    """
    if resolution is None or resolution.verdict == "full":
        return own
    if resolution.repeated is not None:
        return resolution.repeated.size
    share = resolution.share if resolution.factor is None else 1 / resolution.factor
    return max(1, round(own[0] * share)), max(1, round(own[1] * share))


def choose_for_screen(
    own: Size, resolution: Resolution | None, box: Box | None = None, *, whole: bool = False
) -> Choice:
    """The picture as large as ``box`` (width, height), by default :data:`SCREEN`, turned as it is.

    No larger than pays, and never smaller than it was; a ``whole`` number of times as large, if so
    asked. Raises :class:`LiifError` beyond the
    engine's limits.
    """
    upright = own[1] > own[0]
    room = box or (SCREEN[::-1] if upright else SCREEN)
    detail = find_effective_size(own, resolution)
    needed = fill_box(own, room)
    pays = PAYING * detail[0] / own[0]
    if whole:
        needed, pays = max(1.0, needed // 1), pays // 1
    size = scale_size(own, max(1.0, min(needed, pays)))
    told = _told(detail, resolution)
    screen = describe_box(room) if None in room else f"a screen of {describe_box(room)}"
    if needed <= 1:
        why = f"it fills {screen} already and keeps its size"
    elif needed <= pays:
        why = f"enlarged {needed:.4g} times it fills {screen}"
    elif pays > 1:
        most = "the most that this detail allows"
        why = f"enlarged {pays:.4g} times, {most}; {_short(needed, screen)}"
    else:
        why = f"that is too little to enlarge it, so it keeps its size; {_short(needed, screen)}"
    return Choice(size, None, f"{told}; {why}")


def choose_for_paper(
    own: Size,
    resolution: Resolution | None,
    paper: tuple[float, float],
    *,
    fill: bool = False,
    turn: bool = False,
) -> Choice:
    """The picture on ``paper`` (width and height in inches), the pixels per inch chosen.

    :data:`MOST_PPI` where the detail carries that, fewer where it does not, but at least
    :data:`FEWEST_PPI`. A picture that has more already keeps them. Raises :class:`LiifError`
    beyond the engine's limits.
    """

    def plan(ppi: float) -> PrintPlan:
        return plan_feasible_print(own, Sheet(*paper, ppi), fill=fill, turn=turn)

    detail = find_effective_size(own, resolution)
    pays = PAYING * plan(1.0).ppi * detail[0] / own[0]
    ppi = int(max(FEWEST_PPI, min(MOST_PPI, pays)))
    planned = plan(ppi)
    if planned.enough:
        why = f"{planned.ppi:.0f} pixels per inch, which it has already"
    elif pays >= MOST_PPI:
        why = f"{ppi} pixels per inch"
    elif pays >= FEWEST_PPI:
        why = f"{ppi} pixels per inch, the most that this detail allows"
    else:
        why = f"{ppi} pixels per inch, the fewest for paper, and will look soft from near"
    told = f"{_told(detail, resolution)}, {pays / PAYING:.0f} for each inch of this paper"
    return Choice(planned.size, planned, f"{told}; it is printed with {why}")


def _short(needed: float, screen: str) -> str:
    return f"to fill {screen} it would have to be enlarged {needed:.4g} times"


def _told(detail: Size, resolution: Resolution | None) -> str:
    pixels = f"{detail[0]} x {detail[1]} pixels"
    if resolution is None or resolution.verdict == "full":
        return f"the picture holds detail for {pixels}"
    if resolution.factor is None:
        return f"the picture is soft and holds detail for only {pixels}"
    return (
        f"the picture was enlarged {resolution.factor:.2f} times before and holds detail for only"
        f" {pixels}"
    )
