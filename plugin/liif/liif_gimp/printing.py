# SPDX-License-Identifier: GPL-3.0-or-later
"""How many pixels a print of a given size needs."""

from __future__ import annotations

from dataclasses import dataclass

from gimpfu import error

from liif_gimp.geometry import Size
from liif_gimp.jobs import MAX_SCALE

CM_PER_INCH = 2.54


@dataclass(frozen=True)
class PrintPlan:
    """What to do with a photo for a print."""

    size: Size
    """Pixels of the image; as it is when those are enough already."""
    ppi: float
    """Pixels per inch at which it has the wanted size."""
    enough: bool
    """Whether the photo has the pixels already."""


def plan(photo: Size, width: float, height: float, unit: str, ppi: float) -> PrintPlan:
    """Fit a photo of ``photo`` pixels inside a print of ``width`` x ``height`` (cm or inch).

    The shape of the photo is kept: one side of the print comes out as given, the other one
    as given or shorter. A photo with enough pixels keeps them all and gets the PPI at which
    it has that size, which is at least ``ppi``. Raises :class:`gimpfu.error` when the photo would
    have to grow beyond what the engine does.
    """
    inches = CM_PER_INCH if unit == "cm" else 1.0
    across, down = width / inches, height / inches
    scale = min(across * ppi / photo.width, down * ppi / photo.height)
    if scale > MAX_SCALE:
        raise error(
            f"for {width:g} x {height:g} {unit} at {ppi:g} PPI the photo would have to grow "
            f"{scale:.0f} times, and LIIF enlarges {MAX_SCALE:g} times at most. "
            "Choose a smaller print or fewer PPI."
        )
    size = Size(round(photo.width * scale), round(photo.height * scale))
    if size.width <= photo.width and size.height <= photo.height:
        return PrintPlan(photo, max(photo.width / across, photo.height / down), enough=True)
    return PrintPlan(
        Size(max(size.width, photo.width), max(size.height, photo.height)), ppi, enough=False
    )
