# SPDX-License-Identifier: GPL-3.0-or-later
"""Procedures of GIMP 2 for which GIMP 3 has something that is no procedure, or of another form.

Each function has the arguments of the old procedure, and is found by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from gimpfu import colormap, gimp
from gimpfu.colors import RGB
from gimpfu.conversion import resource, to_file
from gimpfu.errors import ArgumentError, error
from gimpfu.introspection import Gimp
from gimpfu.objects import Channel, Display, Drawable, Image, Item, Layer, Vectors, unwrap, wrap
from gimpfu.objects.images import note_file

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase

Pixel = tuple[int, tuple[int, ...]]
_PATTERN = 2
"""The third kind of ``gimp_edit_bucket_fill``; the first two are numbered as fill types are."""


_GRADIENTS: dict[int, Callable[[], object]] = {
    0: lambda: Gimp.context_set_gradient_fg_bg_rgb(),
    1: lambda: Gimp.context_set_gradient_fg_bg_hsv_cw(),
    2: lambda: Gimp.context_set_gradient_fg_transparent(),
    3: lambda: None,
}
"""What chooses the gradient of each kind of blend; the custom one is selected already."""


def gimp_progress_init(message: str, display: Display | None = None) -> None:
    gimp.progress_init(message)


gimp_progress_update = gimp.progress_update
gimp_progress_set_text = gimp.progress_set_text
gimp_progress_pulse = gimp.progress_pulse
gimp_displays_flush = gimp.displays_flush
gimp_message = gimp.message
gimp_display_new = Display


def gimp_file_load(
    pdb: ProcedureDatabase, filename: str, raw_filename: str = "", run_mode: int | None = None
) -> object:
    file = to_file(filename)
    image = pdb.new("gimp-file-load").call({"file": file}, run_mode)
    assert isinstance(image, Image)
    note_file(image, file)
    return image


def gimp_image_get_filename(image: Image) -> str | None:
    return image.filename


def gimp_image_get_active_layer(image: Image) -> Layer | None:
    return image.active_layer


def gimp_image_set_active_layer(image: Image, layer: Layer) -> None:
    image.active_layer = layer


def gimp_image_get_active_channel(image: Image) -> Channel | None:
    return image.active_channel


def gimp_image_set_active_channel(image: Image, channel: Channel) -> None:
    image.active_channel = channel


def gimp_image_unset_active_channel(image: Image) -> None:
    image.unset_active_channel()


def gimp_image_get_active_vectors(image: Image) -> Vectors | None:
    return image.active_vectors


def gimp_image_set_active_vectors(image: Image, vectors: Vectors) -> None:
    image.active_vectors = vectors


def gimp_image_get_active_drawable(image: Image) -> Drawable | None:
    return image.active_drawable


gimp_image_active_drawable = gimp_image_get_active_drawable


def gimp_image_free_shadow(image: Image) -> None:
    image.free_shadow()


def gimp_image_get_uri(image: Image) -> str | None:
    return image.uri


def gimp_image_get_colormap(image: Image) -> Pixel:
    data = colormap.read(image.native)
    return len(data), tuple(data)


def gimp_image_get_imported_uri(image: Image) -> str | None:
    return _uri(image.native.get_imported_file())


def gimp_image_get_exported_uri(image: Image) -> str | None:
    return _uri(image.native.get_exported_file())


def gimp_image_get_xcf_uri(image: Image) -> str | None:
    return _uri(image.native.get_xcf_file())


gimp_image_get_cmap = gimp_image_get_colormap


def gimp_image_set_colormap(image: Image, length: int, data: bytes) -> None:
    colormap.write(image.native, bytes(data)[:length])


gimp_image_set_cmap = gimp_image_set_colormap


def gimp_image_select_polygon(
    image: Image, operation: int, count: int, segments: Sequence[float]
) -> None:
    image.native.select_polygon(Gimp.ChannelOps(int(operation)), _floats(segments))


def gimp_free_select(
    image: Image,
    count: int,
    segments: Sequence[float],
    operation: int,
    antialias: bool,
    feather: bool,
    radius: float,
) -> None:
    Gimp.context_push()
    try:
        Gimp.context_set_antialias(antialias)
        Gimp.context_set_feather(feather)
        Gimp.context_set_feather_radius(radius, radius)
        gimp_image_select_polygon(image, operation, count, segments)
    finally:
        Gimp.context_pop()


def gimp_selection_layer_alpha(layer: Layer) -> None:
    layer.image.native.select_item(Gimp.ChannelOps.REPLACE, layer.native)


gimp_selection_load = gimp_selection_layer_alpha


def gimp_selection_combine(channel: Channel, operation: int) -> None:
    channel.image.native.select_item(Gimp.ChannelOps(int(operation)), channel.native)


def gimp_selection_float(drawable: Drawable, x: int, y: int) -> Layer:
    layer: Layer = wrap(Gimp.Selection.float(drawable.image.native, [drawable.native], x, y))
    return layer


def gimp_vectors_to_selection(
    vectors: Vectors,
    operation: int,
    antialias: bool,
    feather: bool,
    radius_x: float,
    radius_y: float,
) -> None:
    Gimp.context_push()
    try:
        Gimp.context_set_antialias(antialias)
        Gimp.context_set_feather(feather)
        Gimp.context_set_feather_radius(radius_x, radius_y)
        vectors.image.native.select_item(Gimp.ChannelOps(int(operation)), vectors.native)
    finally:
        Gimp.context_pop()


def gimp_edit_paste(drawable: Drawable, paste_into: bool) -> Layer:
    """The floating selection, the first of several where several drawables were copied."""
    pasted = Gimp.edit_paste(drawable.native, paste_into)
    if not pasted:
        raise error("there is nothing to paste: copy something first")
    layer: Layer = wrap(pasted[0])
    return layer


def gimp_edit_named_paste(drawable: Drawable, name: str, paste_into: bool) -> Layer:
    pasted = Gimp.edit_named_paste(drawable.native, name, paste_into)
    if not pasted:
        raise error(f"there is no buffer named {name!r}")
    layer: Layer = wrap(pasted[0] if isinstance(pasted, (list, tuple)) else pasted)
    return layer


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
    Gimp.context_push()
    try:
        Gimp.context_set_paint_mode(Gimp.LayerMode(int(paint_mode)))
        Gimp.context_set_opacity(opacity)
        Gimp.context_set_sample_threshold(threshold / 255)
        Gimp.context_set_sample_merged(sample_merged)
        if Gimp.Selection.is_empty(drawable.image.native):
            drawable.native.edit_bucket_fill(kind, x, y)
        else:
            drawable.native.edit_fill(kind)
    finally:
        Gimp.context_pop()


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
    Gimp.context_push()
    try:
        Gimp.context_set_sample_transparent(fill_transparent)
        Gimp.context_set_sample_criterion(Gimp.SelectCriterion(int(criterion)))
        gimp_edit_bucket_fill(
            drawable, fill_mode, paint_mode, opacity, threshold, sample_merged, x, y
        )
    finally:
        Gimp.context_pop()


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
    Gimp.context_push()
    try:
        choose()
        Gimp.context_set_paint_mode(Gimp.LayerMode(int(paint_mode)))
        Gimp.context_set_opacity(opacity)
        Gimp.context_set_gradient_repeat_mode(Gimp.RepeatMode(int(repeat)))
        Gimp.context_set_gradient_reverse(reverse)
        # How deep does not matter where there is no supersampling; scripts give 0 for it.
        drawable.native.edit_gradient_fill(
            Gimp.GradientType(int(gradient_type)),
            offset,
            supersample,
            max(max_depth, 1),
            threshold,
            dither,
            *(x1, y1, x2, y2),
        )
    finally:
        Gimp.context_pop()


gimp_blend = gimp_edit_blend


def gimp_drawable_get_pixel(drawable: Drawable, x: int, y: int) -> Pixel:
    pixel = drawable.get_pixel(x, y)
    return len(pixel), pixel


def gimp_drawable_set_pixel(
    drawable: Drawable, x: int, y: int, count: int, pixel: Sequence[int]
) -> None:
    drawable.set_pixel(x, y, pixel)


def gimp_drawable_curves_spline(
    drawable: Drawable, channel: int, count: int, points: Sequence[float]
) -> None:
    """``points`` are 0 to 1."""
    drawable.native.curves_spline(Gimp.HistogramChannel(int(channel)), _floats(points))


def gimp_drawable_curves_explicit(
    drawable: Drawable, channel: int, count: int, values: Sequence[float]
) -> None:
    """``values`` are 0 to 1."""
    drawable.native.curves_explicit(Gimp.HistogramChannel(int(channel)), _floats(values))


def gimp_curves_spline(drawable: Drawable, channel: int, count: int, points: Sequence[int]) -> None:
    """``points`` are 0 to 255."""
    gimp_drawable_curves_spline(drawable, channel, count, [each / 255 for each in points])


def gimp_curves_explicit(
    drawable: Drawable, channel: int, count: int, values: Sequence[int]
) -> None:
    """``values`` are 0 to 255."""
    gimp_drawable_curves_explicit(drawable, channel, count, [each / 255 for each in values])


def gimp_layer_copy(layer: Layer, add_alpha: bool = False) -> Layer:
    return layer.copy(add_alpha)


def gimp_text_layer_set_hinting(layer: Layer, hinting: bool, autohint: bool) -> None:
    style = Gimp.TextHintStyle.MEDIUM if hinting else Gimp.TextHintStyle.NONE
    layer.native.set_hint_style(Gimp.TextHintStyle.FULL if hinting and autohint else style)


def gimp_vectors_get_strokes(vectors: Vectors) -> Pixel:
    strokes = tuple(vectors.native.get_strokes())
    return len(strokes), strokes


def gimp_vectors_stroke_get_points(
    vectors: Vectors, stroke: int
) -> tuple[int, int, tuple[float, ...], bool]:
    kind, points, closed = vectors.native.stroke_get_points(stroke)
    return int(kind), len(points), tuple(points), bool(closed)


def gimp_vectors_stroke_new_from_points(
    vectors: Vectors, kind: int, count: int, points: Sequence[float], closed: bool
) -> int:
    bezier = Gimp.PathStrokeType(int(kind))
    return int(vectors.native.stroke_new_from_points(bezier, _floats(points), closed))


def gimp_image_insert_vectors(
    image: Image, vectors: Vectors, parent: Item | None, position: int
) -> None:
    image.native.insert_path(vectors.native, unwrap(parent), position)


def gimp_pencil(drawable: Drawable, count: int, strokes: Sequence[float]) -> None:
    Gimp.pencil(drawable.native, _floats(strokes))


def gimp_paintbrush(
    drawable: Drawable,
    fade_out: float,
    count: int,
    strokes: Sequence[float],
    method: int,
    gradient_length: float,
) -> None:
    paint = Gimp.PaintApplicationMode(int(method))
    Gimp.paintbrush(drawable.native, fade_out, _floats(strokes), paint, gradient_length)


def gimp_airbrush(
    drawable: Drawable, pressure: float, count: int, strokes: Sequence[float]
) -> None:
    Gimp.airbrush(drawable.native, pressure, _floats(strokes))


def gimp_smudge(drawable: Drawable, pressure: float, count: int, strokes: Sequence[float]) -> None:
    Gimp.smudge(drawable.native, pressure, _floats(strokes))


def gimp_palettes_get_palette_entry(name: str, number: int) -> tuple[str, int, RGB]:
    colors = resource("Palette", name).get_colors()
    if not 0 <= number < len(colors):
        raise ArgumentError(f"{name} has {len(colors)} colours, and none numbered {number}")
    return name, len(colors), RGB.of(colors[number])


def gimp_item_get_linked(item: Item) -> bool:
    """Items are not linked any more, but selected together."""
    return False


gimp_drawable_get_linked = gimp_layer_get_linked = gimp_item_get_linked


def gimp_temp_name(extension: str) -> str:
    """A path for a file that GIMP removes when it ends."""
    return str(Gimp.temp_file(extension).get_path())


def _resource_delete(kind: str, name: str) -> None:
    resource(kind, name).delete()


def _resource_duplicate(kind: str, name: str) -> str:
    return str(resource(kind, name).duplicate().get_name())


def _resource_rename(kind: str, name: str, new_name: str) -> str:
    found = resource(kind, name)
    found.rename(new_name)
    return str(found.get_name())


def _resource_is_editable(kind: str, name: str) -> bool:
    return bool(resource(kind, name).is_editable())


def _uri(file: Any) -> str | None:  # noqa: ANN401 - introspected
    return None if file is None else str(file.get_uri())


def _floats(values: Sequence[float]) -> list[float]:
    return [float(value) for value in values]


def gimp_procedural_db_proc_exists(pdb: ProcedureDatabase, name: str) -> bool:
    return name in pdb


def gimp_procedural_db_query(pdb: ProcedureDatabase, *patterns: str) -> tuple[int, tuple[str, ...]]:
    # GIMP 3 asks for the help's identifier as well, after the first three.
    names = pdb.query(*patterns[:3], ".*", *patterns[3:])
    return len(names), tuple(names)


def _stroke(tool: str, drawable: Drawable, count: int, strokes: Sequence[float]) -> None:
    getattr(Gimp, tool)(drawable.native, _floats(strokes))


_TOOLS: dict[str, Callable[..., object]] = {
    f"gimp_{tool}_default": partial(_stroke, f"{tool}_default")
    for tool in (
        *("airbrush", "clone", "convolve", "dodgeburn", "eraser", "heal", "paintbrush", "smudge"),
    )
}
_RESOURCES: dict[str, Callable[..., object]] = {
    f"gimp_{kind.lower()}_{verb}": partial(function, kind)
    for kind in ("Brush", "Gradient", "Palette")
    for verb, function in (
        ("delete", _resource_delete),
        ("duplicate", _resource_duplicate),
        ("rename", _resource_rename),
        ("is_editable", _resource_is_editable),
    )
}
_OF_THE_DATABASE = {
    "gimp_file_load",
    "gimp_procedural_db_proc_exists",
    "gimp_procedural_db_query",
}
"""Those that call it, and have it as their first argument."""


def find(name: str, pdb: ProcedureDatabase) -> Callable[..., object] | None:
    """The function of an old name, None when there is none."""
    spelled = name.replace("-", "_")
    made = _RESOURCES.get(spelled) or _TOOLS.get(spelled)
    if made is not None:
        return made
    found: Any = globals().get(spelled) if spelled.startswith("gimp_") else None
    return partial(found, pdb) if spelled in _OF_THE_DATABASE else found
