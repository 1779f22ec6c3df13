# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixels: fills, gradients, strokes and curves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gimpfu import context
from gimpfu.errors import ArgumentError, error
from gimpfu.introspection import Gimp
from gimpfu.objects import Drawable
from gimpfu.oldnames.functions.lists import Counted, floats

_PATTERN = 2
"""The third kind of ``gimp_edit_bucket_fill``; the first two are numbered as fill types are."""


_GRADIENTS: dict[int, Callable[[], object]] = {
    0: lambda: Gimp.context_set_gradient_fg_bg_rgb(),
    1: lambda: Gimp.context_set_gradient_fg_bg_hsv_cw(),
    2: lambda: Gimp.context_set_gradient_fg_transparent(),
    3: lambda: None,
}
"""What chooses the gradient of each kind of blend; the custom one is selected already."""


def gimp_edit_bucket_fill(
    drawable: Drawable,
    fill_mode: int,
    paint_mode: int,
    opacity: float,
    threshold: float,
    sample_merged: bool,
    x: float,
    y: float,
) -> None:
    """Fill the selection, or without one what has the colour of a place. Threshold 0 to 255."""
    kind = Gimp.FillType.PATTERN if fill_mode == _PATTERN else Gimp.FillType(int(fill_mode))
    with context.kept():
        Gimp.context_set_paint_mode(Gimp.LayerMode(int(paint_mode)))
        Gimp.context_set_opacity(opacity)
        Gimp.context_set_sample_threshold(threshold / 255)
        Gimp.context_set_sample_merged(sample_merged)
        if Gimp.Selection.is_empty(drawable.image.native):
            drawable.do("edit_bucket_fill", kind, x, y)
        else:
            drawable.do("edit_fill", kind)


gimp_bucket_fill = gimp_edit_bucket_fill


def gimp_edit_bucket_fill_full(
    drawable: Drawable,
    fill_mode: int,
    paint_mode: int,
    opacity: float,
    threshold: float,
    sample_merged: bool,
    fill_transparent: bool,
    criterion: int,
    x: float,
    y: float,
) -> None:
    with context.kept():
        Gimp.context_set_sample_transparent(fill_transparent)
        Gimp.context_set_sample_criterion(Gimp.SelectCriterion(int(criterion)))
        gimp_edit_bucket_fill(
            drawable, fill_mode, paint_mode, opacity, threshold, sample_merged, x, y
        )


def gimp_edit_blend(
    drawable: Drawable,
    blend_mode: int,
    paint_mode: int,
    gradient_type: int,
    opacity: float,
    offset: float,
    repeat: int,
    reverse: bool,
    supersample: bool,
    max_depth: int,
    threshold: float,
    dither: bool,
    x1: float,
    y1: float,
    x2: float,
    y2: float,
) -> None:
    """Raises :class:`gimpfu.errors.ArgumentError` for a kind of blend that there is not."""
    choose = _GRADIENTS.get(int(blend_mode))
    if choose is None:
        raise ArgumentError(f"there is no kind of blend {blend_mode!r}")
    with context.kept():
        choose()
        Gimp.context_set_paint_mode(Gimp.LayerMode(int(paint_mode)))
        Gimp.context_set_opacity(opacity)
        Gimp.context_set_gradient_repeat_mode(Gimp.RepeatMode(int(repeat)))
        Gimp.context_set_gradient_reverse(reverse)
        # How deep does not matter where there is no supersampling; scripts give 0 for it.
        drawable.do(
            "edit_gradient_fill",
            Gimp.GradientType(int(gradient_type)),
            offset,
            supersample,
            max(max_depth, 1),
            threshold,
            dither,
            *(x1, y1, x2, y2),
        )


gimp_blend = gimp_edit_blend


def gimp_drawable_get_pixel(drawable: Drawable, x: int, y: int) -> Counted:
    pixel = drawable.get_pixel(x, y)
    return len(pixel), pixel


def gimp_drawable_set_pixel(
    drawable: Drawable, x: int, y: int, count: int, pixel: Sequence[int]
) -> None:
    drawable.set_pixel(x, y, pixel)


def gimp_drawable_offset(
    drawable: Drawable, wrap_around: bool, fill_type: int, x: int, y: int
) -> None:
    drawable.offset(wrap_around, fill_type, x, y)


def gimp_drawable_merge_shadow(drawable: Drawable, undo: bool) -> None:
    drawable.merge_shadow(undo)


def gimp_drawable_free_shadow(drawable: Drawable) -> None:
    drawable.free_shadow()


gimp_channel_ops_offset = gimp_drawable_offset


def gimp_drawable_curves_spline(
    drawable: Drawable, channel: int, count: int, points: Sequence[float]
) -> None:
    """``points`` are 0 to 1."""
    drawable.do("curves_spline", Gimp.HistogramChannel(int(channel)), floats(points))


def gimp_drawable_curves_explicit(
    drawable: Drawable, channel: int, count: int, values: Sequence[float]
) -> None:
    """``values`` are 0 to 1."""
    drawable.do("curves_explicit", Gimp.HistogramChannel(int(channel)), floats(values))


def gimp_curves_spline(drawable: Drawable, channel: int, count: int, points: Sequence[int]) -> None:
    """``points`` are 0 to 255."""
    gimp_drawable_curves_spline(drawable, channel, count, [each / 255 for each in points])


def gimp_curves_explicit(
    drawable: Drawable, channel: int, count: int, values: Sequence[int]
) -> None:
    """``values`` are 0 to 255."""
    gimp_drawable_curves_explicit(drawable, channel, count, [each / 255 for each in values])


def gimp_pencil(drawable: Drawable, count: int, strokes: Sequence[float]) -> None:
    _paint("pencil", drawable, floats(strokes))


def gimp_paintbrush(
    drawable: Drawable,
    fade_out: float,
    count: int,
    strokes: Sequence[float],
    method: int,
    gradient_length: float,
) -> None:
    paint = Gimp.PaintApplicationMode(int(method))
    _paint("paintbrush", drawable, fade_out, floats(strokes), paint, gradient_length)


def gimp_airbrush(
    drawable: Drawable, pressure: float, count: int, strokes: Sequence[float]
) -> None:
    _paint("airbrush", drawable, pressure, floats(strokes))


def gimp_smudge(drawable: Drawable, pressure: float, count: int, strokes: Sequence[float]) -> None:
    _paint("smudge", drawable, pressure, floats(strokes))


def gimp_clone(
    drawable: Drawable,
    source: Drawable,
    clone_type: int,
    source_x: float,
    source_y: float,
    count: int,
    strokes: Sequence[float],
) -> None:
    kind = Gimp.CloneType(int(clone_type))
    _paint("clone", drawable, source.native, kind, source_x, source_y, floats(strokes))


def gimp_heal(
    drawable: Drawable,
    source: Drawable,
    source_x: float,
    source_y: float,
    count: int,
    strokes: Sequence[float],
) -> None:
    _paint("heal", drawable, source.native, source_x, source_y, floats(strokes))


def gimp_convolve(
    drawable: Drawable, pressure: float, convolve_type: int, count: int, strokes: Sequence[float]
) -> None:
    kind = Gimp.ConvolveType(int(convolve_type))
    _paint("convolve", drawable, pressure, kind, floats(strokes))


def gimp_dodgeburn(
    drawable: Drawable,
    exposure: float,
    dodgeburn_type: int,
    mode: int,
    count: int,
    strokes: Sequence[float],
) -> None:
    kind, part = Gimp.DodgeBurnType(int(dodgeburn_type)), Gimp.TransferMode(int(mode))
    _paint("dodgeburn", drawable, exposure, kind, part, floats(strokes))


def gimp_eraser(
    drawable: Drawable, count: int, strokes: Sequence[float], hardness: int, method: int
) -> None:
    edge = Gimp.BrushApplicationMode(int(hardness))
    paint = Gimp.PaintApplicationMode(int(method))
    _paint("eraser", drawable, floats(strokes), edge, paint)


def gimp_context_get_line_dash_pattern() -> tuple[int, tuple[float, ...]]:
    _, dashes = Gimp.context_get_line_dash_pattern()
    return len(dashes), tuple(dashes)


def gimp_context_set_line_dash_pattern(count: int, dashes: Sequence[float]) -> None:
    Gimp.context_set_line_dash_pattern(floats(dashes))


def _stroke(tool: str, drawable: Drawable, count: int, strokes: Sequence[float]) -> None:
    _paint(tool, drawable, floats(strokes))


def _paint(tool: str, drawable: Drawable, *values: object) -> None:
    """Raises :class:`gimpfu.errors.error` with GIMP's reason when nothing was painted."""
    if not getattr(Gimp, tool)(drawable.native, *values):
        raise error(f"{tool} failed: {Gimp.get_pdb().get_last_error()}")


MADE: dict[str, Callable[..., object]] = {
    f"gimp_{tool}_default": partial(_stroke, f"{tool}_default")
    for tool in (
        *("airbrush", "clone", "convolve", "dodgeburn", "eraser", "heal", "paintbrush", "smudge"),
    )
}
