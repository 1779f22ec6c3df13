# SPDX-License-Identifier: Apache-2.0
"""The size that an enlarged picture shall have: by a factor, in pixels, or for a print."""

from __future__ import annotations

import re

from liif_core.errors import LiifError
from liif_core.request.limits import MAX_RESULT_SIDE, MAX_SCALE
from liif_core.sizes.print_plan import CM_PER_INCH, PrintPlan, Sheet, plan_print

Size = tuple[int, int]

_UNITS = {"cm": CM_PER_INCH, "mm": CM_PER_INCH * 10, "in": 1.0, "inch": 1.0}
# Of so many digits that whatever is computed with them stays finite.
_NUMBER = r"(\d{1,9}(?:[.,]\d{1,9})?)"
_PIXELS = re.compile(r"(\d{1,9})\s*[x\u00d7]\s*(\d{1,9})")
_PAPER = rf"{_NUMBER}\s*[x\u00d7]\s*{_NUMBER}\s*(cm|mm|inch|in)"
_PRINT = re.compile(rf"{_PAPER}\s*@\s*{_NUMBER}", re.I)
_ONLY_PAPER = re.compile(_PAPER, re.I)


def parse_pixels(text: str) -> Size:
    """Width and height of ``4000x3000``. Raises :class:`LiifError` for anything else."""
    match = _PIXELS.fullmatch(text.strip())
    if match is None or not (int(match[1]) and int(match[2])):
        raise LiifError(f"{text[:40]!r} is not a size in pixels", "Write it like 4000x3000.")
    return int(match[1]), int(match[2])


def parse_print(text: str) -> Sheet:
    """The sheet of ``30x20cm@300``, also in mm or in(ch).

    Raises :class:`LiifError` for anything else, and for a size or a resolution of 0.
    """
    match = _PRINT.fullmatch(text.strip())
    ppi = _number(match[4]) if match else 0.0
    if match is None or not (all(_inches(match)) and ppi):
        raise LiifError(
            f"{text[:40]!r} is not a print size", "Write it like 30x20cm@300 or 12x8in@300."
        )
    return Sheet(*_inches(match), ppi)


def parse_paper(text: str) -> tuple[float, float]:
    """Width and height in inches of ``30x20cm``, also in mm or in(ch).

    Raises :class:`LiifError` for anything else.
    """
    match = _ONLY_PAPER.fullmatch(text.strip())
    if match is None or not all(_inches(match)):
        raise LiifError(
            f"{text[:40]!r} is not the size of a paper",
            "Write it like 30x20cm or 12x8in: --scale auto chooses the pixels per inch.",
        )
    return _inches(match)


def _inches(match: re.Match[str]) -> tuple[float, float]:
    unit = _UNITS[match[3].lower()]
    return _number(match[1]) / unit, _number(match[2]) / unit


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def scale_size(source: Size, scale: float) -> Size:
    """``source`` enlarged by ``scale``, both (width, height), rounded to whole pixels.

    Raises :class:`LiifError` for a factor beyond 1 to 64 and a size beyond the engine's limits.
    """
    if not 1 <= scale <= MAX_SCALE:
        raise LiifError(f"the scale {scale:g} is not within 1 to {MAX_SCALE:g}")
    return _checked(source, (round(source[0] * scale), round(source[1] * scale)))


def fit_inside(source: Size, box: Size) -> Size:
    """The largest size of the shape of ``source`` inside ``box``, all (width, height).

    Raises :class:`LiifError` when that would be smaller than the picture is.
    """
    scale = min(box[0] / source[0], box[1] / source[1])
    size = round(source[0] * scale), round(source[1] * scale)
    if scale < 1:
        raise LiifError(
            f"the picture has {source[0]} x {source[1]} pixels, more than fit into"
            f" {box[0]} x {box[1]}",
            "Give a larger size, or use 'liif clean' to keep the size.",
        )
    return _checked(source, size)


def plan_feasible_print(source: Size, sheet: Sheet, *, fill: bool = False) -> PrintPlan:
    """:func:`plan_print` within the engine's limits.

    Raises :class:`LiifError` when the photo would have to grow beyond what the engine does.
    """
    plan = plan_print(source, sheet, fill=fill)
    _checked(source, plan.size)
    return plan


def _checked(source: Size, size: Size) -> Size:
    for old, new in zip(source, size, strict=True):
        limit = min(MAX_RESULT_SIDE, int(old * MAX_SCALE))
        if new > limit:
            raise LiifError(
                f"{size[0]} x {size[1]} pixels are too many for a picture of"
                f" {source[0]} x {source[1]}",
                f"It can grow {MAX_SCALE:g} times, and to {MAX_RESULT_SIDE:,} pixels a side.",
            )
    return size
