# SPDX-License-Identifier: Apache-2.0
"""Sizes as people ask for them: a factor, pixels, a print."""

from __future__ import annotations

import re
from typing import Final, Literal

from liif_core.errors import LiifError
from liif_core.request.limits import MAX_SCALE
from liif_core.sizes.print_plan import CM_PER_INCH, PAPERS, USUAL_PPI, Sheet
from liif_core.sizes.print_size import Box, check_scale
from liif_core.typed import NUMBER, read_number, tidy

_QUOTED = 40
"""Characters of a wrong text that an error shows."""
_UNITS: Final = {
    "cm": CM_PER_INCH,
    "mm": CM_PER_INCH * 10,
    **dict.fromkeys(("in", "inch", "inches", '"', "''"), 1.0),
}
"""How many of them are an inch."""
_NAMES: Final = {name.casefold(): size for name, size in PAPERS.items() if " " not in name}
_SCALE: Final = re.compile(rf"(?:x\s*{NUMBER}|{NUMBER}\s*(x|%)?)", re.I)
# Also with the thousands apart.
_WHOLE: Final = r"(\d{1,3}(?:[., ']\d{3}){1,2}|\d{1,9})"
_PIXELS: Final = re.compile(rf"(?:{_WHOLE}\s*(?:px)?)?\s*x\s*(?:{_WHOLE}\s*(?:px|pixels)?)?", re.I)
_UNIT: Final = r"(cm|mm|inches|inch|in|\"|'')"
_PAPER: Final = re.compile(rf"{NUMBER}\s*{_UNIT}?\s*x\s*{NUMBER}\s*{_UNIT}?", re.I)
_UNITLESS: Final = re.compile(rf"{NUMBER}\s*x\s*{NUMBER}\s*(?:@|$)", re.I)
_DENSITY: Final = re.compile(
    rf"(?:\s*@\s*{NUMBER}\s*(?:dpi|ppi)?|\s+{NUMBER}\s*(?:dpi|ppi))$", re.I
)


def parse_scale(text: str) -> float | Literal["auto"]:
    """The factor of ``3.7``, ``3,7``, ``2x``, ``x2`` or ``200%``, or ``auto``.

    Raises :class:`LiifError` for anything else, and for a factor beyond 1 to 64.
    """
    plain = tidy(text)
    if plain.lower() == "auto":
        return "auto"
    match = _SCALE.fullmatch(plain)
    try:
        if match is None:
            scale = float(plain)
        else:
            scale = read_number(match[1] or match[2]) / (100 if match[3] == "%" else 1)
    except ValueError:
        raise LiifError(
            f"the scale {_shown(text)} is neither auto nor a number", _other_option(plain)
        ) from None
    check_scale(scale, _pixels_hint(match, scale))
    return scale


def parse_pixels(text: str) -> Box:
    """Width and height of ``4000x3000``; of ``4000x`` and ``x3000`` the other one is None.

    Raises :class:`LiifError` for anything else.
    """
    match = _PIXELS.fullmatch(tidy(text))
    width, height = (_whole(side) for side in match.groups()) if match else (None, None)
    if (width is None and height is None) or 0 in (width, height):
        raise LiifError(
            f"{_shown(text)} is not a size in pixels",
            "Write it like 4000x3000, or 4000x for the width and x3000 for the height alone.",
        )
    return width, height


def parse_print(text: str) -> Sheet:
    """The sheet of ``30x20cm@300`` or ``A4@300dpi``, also in mm or in(ch).

    Without pixels per inch it has the usual ones. Raises :class:`LiifError` for anything else, and
    for a size or a resolution of 0.
    """
    paper, ppi = _sheet(text)
    if paper is None or ppi == 0:
        unit = ": it has no unit" if _UNITLESS.match(tidy(text)) else ""
        raise LiifError(
            f"{_shown(text)} is not a print size{unit}",
            "Write it like 30x20cm@300, 12x8in@300 or A4@300.",
        )
    return Sheet(*paper, USUAL_PPI if ppi is None else ppi)


def parse_paper(text: str) -> tuple[float, float]:
    """Width and height in inches of ``30x20cm`` or ``A4``, also in mm or in(ch).

    Raises :class:`LiifError` for anything else.
    """
    paper, ppi = _sheet(text)
    if paper is None or ppi is not None:
        raise LiifError(
            f"{_shown(text)} is not the size of a paper",
            "Write it like 30x20cm, 12x8in or A4: --scale auto chooses the pixels per inch.",
        )
    return paper


def _sheet(text: str) -> tuple[tuple[float, float] | None, float | None]:
    """Width and height in inches, None where they cannot be read, and the pixels per inch."""
    plain = tidy(text)
    density = _DENSITY.search(plain)
    ppi = read_number(density[1] or density[2]) if density else None
    paper = plain[: density.start()] if density else plain
    if named := _NAMES.get(paper.casefold()):
        return named, ppi
    match = _PAPER.fullmatch(paper)
    if match is None or not (match[2] or match[4]):
        return None, ppi
    width = read_number(match[1]) / _UNITS[(match[2] or match[4]).lower()]
    height = read_number(match[3]) / _UNITS[(match[4] or match[2]).lower()]
    return ((width, height) if width and height else None), ppi


def _whole(digits: str | None) -> int | None:
    return None if digits is None else int(re.sub(r"\D", "", digits))


def _pixels_hint(match: re.Match[str] | None, scale: float) -> str:
    """Where a factor is wanted, and somebody has given what can only be pixels, or percent."""
    if match is None or scale <= MAX_SCALE or scale != int(scale):
        return ""
    number = f"{scale:.0f}"
    if match[1] is None and match[3] is None:
        return f"For a width of {number} pixels write --size {number}x, for percent {number}%."
    if match[3] == "%":
        return ""
    width = match[1] is None
    return (
        f"For a {'width' if width else 'height'} of {number} pixels write"
        f" --size {number + 'x' if width else 'x' + number}."
    )


def _other_option(plain: str) -> str:
    """What to write in place of a scale that is none."""
    if _PIXELS.fullmatch(plain):
        return f"Pixels are given with --size {plain}."
    if _sheet(plain)[0]:
        return f"A print is given with --print {plain}."
    return "Write it like 2, 3.7, 2x or 200%."


def _shown(text: str) -> str:
    return repr(text[:_QUOTED])
