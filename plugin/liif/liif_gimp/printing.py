# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a print, shared with the engine."""

from __future__ import annotations

from typing import Literal

from gimpfu import error

from liif_core.request.limits import MAX_SCALE
from liif_core.sizes.print_plan import CM_PER_INCH, PAPERS, PrintPlan, Sheet, plan_print
from liif_gimp.geometry import Size
from liif_gimp.words import _

__all__ = ["CM_PER_INCH", "PAPERS", "PrintPlan", "Unit", "inches", "on_paper", "plan"]

Unit = Literal["cm", "inch"]


def inches(length: float, unit: Unit) -> float:
    """A length in ``unit`` as inches."""
    return length / CM_PER_INCH if unit == "cm" else length


def on_paper(size: Size, resolution: tuple[float, float]) -> tuple[float, float]:
    """Centimetres across and down of so many pixels at so many an inch."""
    across, down = (
        CM_PER_INCH * pixels / ppi for pixels, ppi in zip(size, resolution, strict=True)
    )
    return across, down


def plan(
    photo: Size, width: float, height: float, unit: Unit, ppi: float, *, fill: bool, turn: bool
) -> PrintPlan:
    """The print of ``photo`` on a sheet of ``width`` x ``height``; see :func:`plan_print`.

    Raises :class:`gimpfu.error` when the photo would have to grow beyond what the engine does.
    """
    sheet = Sheet(inches(width, unit), inches(height, unit), ppi)
    planned = plan_print(photo, sheet, fill=fill, turn=turn)
    scale = max(new / old for new, old in zip(planned.size, photo, strict=True))
    if scale > MAX_SCALE:
        raise error(
            _(
                "for %(width)s x %(height)s %(unit)s at %(ppi)s PPI the photo would have to grow "
                "by a factor of %(scale).0f, and LIIF enlarges by %(limit).0f at most. "
                "Choose a smaller print or fewer PPI."
            )
            % {
                "width": f"{width:n}",
                "height": f"{height:n}",
                "unit": _(unit),
                "ppi": f"{ppi:n}",
                "scale": scale,
                "limit": MAX_SCALE,
            }
        )
    return planned
