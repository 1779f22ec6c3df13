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
from liif_core.sizes.print_size import Size, plan_feasible_print, scale_size

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
    share = resolution.share if resolution.factor is None else 1 / resolution.factor
    return max(1, round(own[0] * share)), max(1, round(own[1] * share))


def choose_for_screen(own: Size, resolution: Resolution | None, box: Size | None = None) -> Choice:
    """The picture as large as ``box`` (width, height), by default :data:`SCREEN`, turned as it is.

    No larger than pays, and never smaller than it was. Raises :class:`LiifError` beyond the
    engine's limits.
    """
    upright = own[1] > own[0]
    width, height = box or (SCREEN[::-1] if upright else SCREEN)
    detail = find_effective_size(own, resolution)
    needed = min(width / own[0], height / own[1])
    pays = PAYING * detail[0] / own[0]
    size = scale_size(own, max(1.0, min(needed, pays)))
    screen = f"a screen of {width} x {height}"
    if needed <= 1:
        why = f"it fills {screen} as it is and keeps its size"
    elif needed <= pays:
        why = f"scale {needed:.4g} fills {screen}"
    else:
        why = f"scale {max(1.0, pays):.4g}, as far as that carries; {screen} takes {needed:.4g}"
    return Choice(size, None, f"{_told(detail, resolution)}: {why}")


def choose_for_paper(
    own: Size, resolution: Resolution | None, paper: tuple[float, float], *, fill: bool = False
) -> Choice:
    """The picture on ``paper`` (width and height in inches), the pixels per inch chosen.

    :data:`MOST_PPI` where the detail carries that, fewer where it does not, but at least
    :data:`FEWEST_PPI`. A picture that has more already keeps them. Raises :class:`LiifError`
    beyond the engine's limits.
    """
    detail = find_effective_size(own, resolution)
    inch = plan_feasible_print(own, Sheet(*paper, 1.0), fill=fill).ppi
    pays = PAYING * inch * detail[0] / own[0]
    ppi = int(max(FEWEST_PPI, min(MOST_PPI, pays)))
    plan = plan_feasible_print(own, Sheet(*paper, ppi), fill=fill)
    if plan.enough:
        why = f"at {plan.ppi:.0f} pixels per inch, which it has already"
    elif pays >= MOST_PPI:
        why = f"at {ppi} pixels per inch"
    elif pays >= FEWEST_PPI:
        why = f"at {ppi} pixels per inch, as far as that carries"
    else:
        why = f"at {ppi} pixels per inch, the fewest for paper; it will look soft from near"
    told = f"{_told(detail, resolution)}, {pays / PAYING:.0f} an inch of this paper"
    return Choice(plan.size, plan, f"{told}: printed {why}")


def _told(detail: Size, resolution: Resolution | None) -> str:
    told = f"detail of {detail[0]} x {detail[1]} pixels"
    if resolution is None or resolution.verdict == "full":
        return told
    if resolution.factor is None:
        return f"{told}, as the picture is soft"
    return f"{told}, as the picture was enlarged {resolution.factor:.2f} times before"
