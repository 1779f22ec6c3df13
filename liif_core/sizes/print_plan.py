# SPDX-License-Identifier: Apache-2.0
"""How many pixels a print needs, and which part of the photo it shows.

Standard library only: the installer copies this file beside the GIMP plug-in, so that command line
and plug-in agree to the pixel.
"""

from __future__ import annotations

from dataclasses import dataclass

CM_PER_INCH = 2.54
USUAL_PPI = 300.0
"""Pixels per inch of a photo that is seen from near."""

PAPERS: dict[str, tuple[float, float]] = {
    **{
        name: (width / CM_PER_INCH, height / CM_PER_INCH)
        for name, width, height in (
            ("A6", 10.5, 14.8),
            ("A5", 14.8, 21.0),
            ("A4", 21.0, 29.7),
            ("A3", 29.7, 42.0),
            ("A2", 42.0, 59.4),
            ("A1", 59.4, 84.1),
            ("A0", 84.1, 118.9),
        )
    },
    "Letter": (8.5, 11.0),
    "Legal": (8.5, 14.0),
    "Tabloid": (11.0, 17.0),
    "4 x 6 inch": (4.0, 6.0),
    "5 x 7 inch": (5.0, 7.0),
    "8 x 10 inch": (8.0, 10.0),
}
"""Width and height in inches, upright (ISO 216 and what photo shops and offices use)."""


@dataclass(frozen=True)
class Sheet:
    """A sheet in inches and its pixels per inch."""

    width: float
    height: float
    ppi: float


@dataclass(frozen=True)
class PrintPlan:
    """What to do with a photo for a print."""

    size: tuple[int, int]
    """Pixels of the whole photo; as it is where those are enough."""
    ppi: float
    """Pixels per inch at which the print has the size of the sheet."""
    enough: bool
    """Whether the photo has the pixels already."""
    crop: tuple[int, int, int, int] | None
    """What is printed of those pixels: left, top, width, height; None for all."""
    turned: bool = False
    """Whether the sheet was turned on its side for the photo."""

    @property
    def printed(self) -> tuple[int, int]:
        """Width and height of the print in pixels."""
        return self.size if self.crop is None else self.crop[2:]

    @property
    def cut_off(self) -> float:
        """Which share of the photo is not printed, 0 to 1."""
        return 1 - (self.printed[0] * self.printed[1]) / (self.size[0] * self.size[1])


def plan_print(
    photo: tuple[int, int], sheet: Sheet, *, fill: bool = False, turn: bool = False
) -> PrintPlan:
    """How to put a photo of ``photo`` (width, height) pixels on a sheet, its shape kept.

    It is fitted inside the sheet: one side comes out as given, the other as given or shorter. With
    ``fill`` both come out as given, and what is beyond is cut off on both sides. With ``turn`` the
    sheet lies as the photo does, upright or wide. A photo with enough pixels keeps them, at more
    than the sheet's pixels per inch.
    """
    turned = turn and (photo[0] - photo[1]) * (sheet.width - sheet.height) < 0
    if turned:
        sheet = Sheet(sheet.height, sheet.width, sheet.ppi)
    choose = max if fill else min
    scale = choose(sheet.width * sheet.ppi / photo[0], sheet.height * sheet.ppi / photo[1])
    grown = round(photo[0] * scale), round(photo[1] * scale)
    enough = grown[0] <= photo[0] and grown[1] <= photo[1]
    if enough:
        size = photo
        densities = photo[0] / sheet.width, photo[1] / sheet.height
        ppi = min(densities) if fill else max(densities)
    else:
        size, ppi = (max(grown[0], photo[0]), max(grown[1], photo[1])), sheet.ppi
    if not fill:
        return PrintPlan(size, ppi, enough, None, turned)
    width, height = (
        min(length, max(1, round(side * ppi)))
        for length, side in zip(size, (sheet.width, sheet.height), strict=True)
    )
    crop = ((size[0] - width) // 2, (size[1] - height) // 2, width, height)
    return PrintPlan(size, ppi, enough, crop if crop[2:] != size else None, turned)
