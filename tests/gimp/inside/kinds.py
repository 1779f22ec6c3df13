# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls procedures on images and layers of every kind, beside what GIMP itself makes of them.

Runs inside GIMP. The cases are those of ``tests/gimp/kinds``.
"""

from __future__ import annotations

import array
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gegl, Gimp  # noqa: E402 - versions come first

from . import scenes  # noqa: E402
from .state import describe, pixels  # noqa: E402
from .tasks import call  # noqa: E402

WIDTH, HEIGHT = 96, 64
_RECTANGLE = (21, 13, 40, 30)


def run_each(folder: Path, *, display_p3: str, cases: list[dict[str, Any]]) -> dict[str, Any]:
    """One answer for each case; ``display_p3`` names a profile with the primaries of that."""
    outcomes = []
    for number, case in enumerate(cases):
        own = folder / str(number)
        own.mkdir()
        outcomes.append(_run(own, display_p3=display_p3, **case))
    return {"outcomes": outcomes}


def _run(
    folder: Path,
    *,
    procedure: str,
    arguments: dict[str, Any],
    colours: str,
    alpha: bool,
    precision: str,
    profile: str,
    display_p3: str,
    scene: str,
    selection: str,
    grows: float,
) -> dict[str, Any]:
    image = _painted(colours, alpha, precision, _profile(profile, display_p3))
    drawable = getattr(scenes, scene)(image)
    _select(image, selection)
    before = describe(image, folder, "before")
    scaled = _scaled_by_gimp(image, drawable, grows, folder) if grows else None
    answer = call(image, [drawable], procedure, arguments)
    after = describe(image, folder, "after")
    seen = _seen(image, folder / "after-seen.raw") if answer["ok"] else None
    source = drawable.get_id()
    image.delete()
    return {
        **answer,
        "before": before,
        "after": after,
        "source": source,
        "seen": seen,
        "scaled": scaled,
    }


@cache
def _samples(gray: bool, alpha: bool) -> bytes:
    """A soft picture, in "float", that passes through all tones and the purest colours.

    Blue, red, green and yellow lie in the corners; alpha falls towards the left and passes 0.
    """
    found = array.array("f")
    for row in range(HEIGHT):
        down = 0.5 - 0.5 * math.cos(math.pi * row / (HEIGHT - 1))
        for column in range(WIDTH):
            across = 0.5 - 0.5 * math.cos(math.pi * column / (WIDTH - 1))
            found.extend((down,) if gray else (across, down, (1 - across) * (1 - down)))
            if alpha:
                found.append(min(max(1.6 * across - 0.3, 0.0), 1.0))
    return found.tobytes()


def _painted(
    colours: str, alpha: bool, precision: str, profile: Gimp.ColorProfile | None
) -> Gimp.Image:
    """An image with one layer that fills it, painted in the image's own colour space."""
    gray = colours == "gray"
    image = Gimp.Image.new_with_precision(
        WIDTH,
        HEIGHT,
        Gimp.ImageBaseType.GRAY if gray else Gimp.ImageBaseType.RGB,
        getattr(Gimp.Precision, precision),
    )
    if profile is not None:
        image.set_color_profile(profile)
    kind = f"{'GRAY' if gray else 'RGB'}{'A' if alpha else ''}_IMAGE"
    layer = Gimp.Layer.new(
        image,
        "Background",
        WIDTH,
        HEIGHT,
        getattr(Gimp.ImageType, kind),
        100.0,
        Gimp.LayerMode.NORMAL,
    )
    image.insert_layer(layer, None, 0)
    plain = f"""{"Y'" if gray else "R'G'B'"}{"A" if alpha else ""} float"""
    form = Babl.get_name(Babl.format_with_space(plain, layer.get_format()))
    buffer = layer.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, WIDTH, HEIGHT), form, _samples(gray, alpha))
    buffer.flush()
    layer.update(0, 0, WIDTH, HEIGHT)
    if colours == "indexed":
        image.convert_indexed(
            Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 64, False, False, ""
        )
    return image


def _profile(name: str, display_p3: str) -> Gimp.ColorProfile | None:
    made = Gimp.ColorProfile
    if not name:
        return None
    if name == "Display P3":
        # lcms gives no curve in pieces, which GIMP does.
        primaries = made.new_from_icc_profile(list(Path(display_p3).read_bytes()))
        return made.new_srgb_trc_from_color_profile(primaries)
    return {
        "Adobe RGB": made.new_rgb_adobe,
        "linear sRGB": made.new_rgb_srgb_linear,
        "linear gray": made.new_d65_gray_linear,
        "gray of CIE L*": made.new_d50_gray_lab_trc,
    }[name]()


def _select(image: Gimp.Image, selection: str) -> None:
    if not selection:
        return
    Gimp.context_set_feather(selection == "feathered")
    Gimp.context_set_feather_radius(9.0, 9.0)
    x, y, width, height = _RECTANGLE
    if selection == "beside the layer":
        x, y, width, height = image.get_width() - 6, image.get_height() - 6, 5, 5
    image.select_rectangle(Gimp.ChannelOps.REPLACE, x, y, width, height)


def _scaled_by_gimp(
    image: Gimp.Image, layer: Gimp.Layer, grows: float, folder: Path
) -> dict[str, Any]:
    """What GIMP's own scaling makes of the image, and of what the layer by itself shows."""
    copy = image.duplicate()
    if any(each.get_visible() for each in layer.get_filters()):
        # GIMP scales pixels, not what a filter makes of them. No other layer is in these scenes.
        shown = Gimp.Layer.new_from_visible(copy, copy, "shown")
        copy.remove_layer(copy.get_layers()[0])
        copy.insert_layer(shown, None, 0)
        seen = True
    else:
        shown = _plain(copy, _twin(copy, layer))
        seen = False
    shown.set_visible(seen)
    Gimp.context_set_interpolation(Gimp.InterpolationType.CUBIC)
    copy.scale(*(round(grows * side) for side in (image.get_width(), image.get_height())))
    _, x, y = shown.get_offsets()
    state = {
        "width": copy.get_width(),
        "height": copy.get_height(),
        "x": x,
        "y": y,
        "alone": pixels(shown, folder / "scaled-alone.raw"),
        "seen": _seen(copy, folder / "scaled-seen.raw"),
    }
    copy.delete()
    return state


def _plain(image: Gimp.Image, layer: Gimp.Layer) -> Gimp.Layer:
    """A plain layer with the pixels of another, at its place, on top of the image."""
    size = (layer.get_width(), layer.get_height())
    plain = Gimp.Layer.new(image, "plain", *size, layer.type(), 100.0, Gimp.LayerMode.NORMAL)
    image.insert_layer(plain, None, 0)
    _, x, y = layer.get_offsets()
    plain.set_offsets(x, y)
    area, buffer = Gegl.Rectangle.new(0, 0, *size), plain.get_buffer()
    data = layer.get_buffer().get(area, 1.0, None, Gegl.AbyssPolicy.NONE)
    buffer.set(area, Babl.get_name(layer.get_format()), bytes(data))
    buffer.flush()
    plain.update(0, 0, *size)
    return plain


def _twin(copy: Gimp.Image, layer: Gimp.Layer) -> Gimp.Layer:
    """The layer that stands in a copy of the image where ``layer`` stands."""
    image, parent = layer.get_image(), layer.get_parent()
    twins: Sequence[Gimp.Item] = copy.get_layers()
    if parent is not None:
        assert isinstance(parent, Gimp.Layer)
        twins = _twin(copy, parent).get_children()
    twin = twins[image.get_item_position(layer)]
    assert isinstance(twin, Gimp.Layer)
    return twin


def _seen(image: Gimp.Image, file: Path) -> dict[str, Any]:
    """What the eye sees of the whole image."""
    copy = image.duplicate()
    layer = Gimp.Layer.new_from_visible(copy, copy, "seen")
    copy.insert_layer(layer, None, 0)
    state: dict[str, Any] = pixels(layer, file)
    copy.delete()
    return state
