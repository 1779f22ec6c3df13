# SPDX-License-Identifier: Apache-2.0
"""The size that an enlarged picture shall have: by a factor, in pixels, or for a print."""

from __future__ import annotations

from liif_core.errors import LiifError
from liif_core.request.limits import MAX_RESULT_SIDE, MAX_SCALE
from liif_core.sizes.print_plan import PrintPlan, Sheet, plan_print

Size = tuple[int, int]
Box = tuple[int | None, int | None]
"""Width and height to fit into; None for as much as it takes."""


def scale_size(source: Size, scale: float) -> Size:
    """``source`` enlarged by ``scale``, both (width, height), rounded to whole pixels.

    Raises :class:`LiifError` for a factor beyond 1 to 64 and a size beyond the engine's limits.
    """
    check_scale(scale)
    return _checked(source, (round(source[0] * scale), round(source[1] * scale)))


def check_scale(scale: float, hint: str = "") -> None:
    """Raise :class:`LiifError` for a factor beyond 1 to 64."""
    if not 1 <= scale <= MAX_SCALE:
        raise LiifError(f"the scale {scale:g} is not within 1 to {MAX_SCALE:g}", hint)


def fill_box(source: Size, box: Box) -> float:
    """The factor by which ``source``, (width, height), just fits into ``box``."""
    return min(room / side for side, room in zip(source, box, strict=True) if room is not None)


def describe_box(box: Box) -> str:
    """In words: ``4000 x 3000``, or which side it limits."""
    width, height = box
    if height is None:
        return f"a width of {width}"
    return f"a height of {height}" if width is None else f"{width} x {height}"


def fit_inside(source: Size, box: Box) -> Size:
    """The largest size of the shape of ``source``, (width, height), inside ``box``.

    Raises :class:`LiifError` when that would be smaller than the picture is.
    """
    scale = fill_box(source, box)
    size = round(source[0] * scale), round(source[1] * scale)
    if scale < 1:
        hint = "Give a larger size, or use 'liif clean' to keep the size."
        if None in box and max(filter(None, box)) <= MAX_SCALE:
            hint = "A size is in pixels; a factor is given with --scale."
        raise LiifError(
            f"the picture has {source[0]} x {source[1]} pixels, more than fit into"
            f" {describe_box(box)}",
            hint,
        )
    return _checked(source, size)


def plan_feasible_print(
    source: Size, sheet: Sheet, *, fill: bool = False, turn: bool = False
) -> PrintPlan:
    """:func:`plan_print` within the engine's limits.

    Raises :class:`LiifError` when the photo would have to grow beyond what the engine does.
    """
    plan = plan_print(source, sheet, fill=fill, turn=turn)
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
