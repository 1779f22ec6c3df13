#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""LIIF for GIMP: the procedures in Filters > Enhance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gimpfu import (
    PF_BOOL,
    PF_DRAWABLE,
    PF_IMAGE,
    PF_LAYER,
    PF_RADIO,
    PF_SLIDER,
    PF_SPINNER,
    gimp,
    main,
    register,
)
from gimpfu.introspection import Gimp
from gimpfu.objects import takes_native
from liif_gimp.engine import AUTOMATIC, Engine, Settings
from liif_gimp.enlarge import clean, enlarge, upscale
from liif_gimp.geometry import Size
from liif_gimp.installation import load_models
from liif_gimp.jobs import MAX_SCALE
from liif_gimp.printing import plan
from liif_gimp.selection import enhance

_FOLDER = Path(__file__).resolve().parent
_MODELS = load_models(_FOLDER)
_RADIUS = {model.name: model.receptive_radius for model in _MODELS}


def _settings(model: str, strength: int, *others: Any) -> Settings:  # noqa: ANN401
    """From the values of the parameters in ``_ENGINE``."""
    *detail, device, polite = others
    return Settings(model, strength, detail[0] if detail else 0, device, polite)


@takes_native
def run_upscale(
    image: Gimp.Image,
    drawable: Gimp.Layer,
    scale: float,
    keep_print_size: bool,
    *how: Any,  # noqa: ANN401 - see _ENGINE
) -> Gimp.Layer:
    """Enlarge the image; returns the new layer."""
    settings = _settings(*how)
    return upscale(
        Engine(_FOLDER), image, drawable, scale, settings, keep_print_size=keep_print_size
    )


@takes_native
def run_enhance_selection(
    image: Gimp.Image,
    drawable: Gimp.Layer,
    *how: Any,  # noqa: ANN401 - see _ENGINE
) -> Gimp.Layer:
    """Enhance the selected part; returns the new layer."""
    settings = _settings(*how)
    return enhance(Engine(_FOLDER), image, drawable, _RADIUS[settings.model], settings)


@takes_native
def run_clean(
    image: Gimp.Image,
    drawable: Gimp.Layer,
    *how: Any,  # noqa: ANN401 - see _ENGINE
) -> Gimp.Layer:
    """Remove compression artifacts; returns the new layer."""
    return clean(Engine(_FOLDER), image, drawable, _settings(*how))


@takes_native
def run_print(
    image: Gimp.Image,
    drawable: Gimp.Layer,
    width: float,
    height: float,
    unit: str,
    ppi: float,
    *how: Any,  # noqa: ANN401 - see _ENGINE
) -> Gimp.Layer:
    """Prepare a print; returns the new layer."""
    settings = _settings(*how)
    photo = Size(image.get_width(), image.get_height())
    todo = plan(photo, width, height, unit, ppi)
    engine, resolution = Engine(_FOLDER), (todo.ppi, todo.ppi)
    if not todo.enough:
        return enlarge(engine, image, drawable, todo.size, resolution, settings)
    layer = clean(engine, image, drawable, settings, resolution)
    gimp.message(
        f"The photo already has enough pixels for {width:g} x {height:g} {unit} at {ppi:g} PPI: "
        f"it was cleaned, not enlarged, and set to {todo.ppi:.0f} PPI, at which it has that size."
    )
    return layer


_IMAGE = (
    (PF_IMAGE, "image", "Image", None),
    (PF_DRAWABLE, "drawable", "Layer", None),
)
# Only where a model has a crisp end; without it the setting could do nothing.
_DETAIL = (
    ((PF_SLIDER, "detail", "_Detail (0: faithful, 100: crisp)", 0, (0, 100, 1)),)
    if any(model.has_detail for model in _MODELS)
    else ()
)
_ENGINE = (
    (
        PF_RADIO,
        "model",
        "_Model",
        _MODELS[0].name,
        [(f"{model.name}: {model.description.rstrip('.')}", model.name) for model in _MODELS],
    ),
    (PF_SPINNER, "strength", "_Artifact removal (-1: automatic)", AUTOMATIC, (AUTOMATIC, 100, 1)),
    *_DETAIL,
    (
        PF_RADIO,
        "device",
        "Comp_ute on",
        "auto",
        [("Fastest available", "auto"), ("Processor", "cpu"), ("NVIDIA graphics card", "cuda")],
    ),
    (PF_BOOL, "polite", "_Give way to other programs", False),
)
_RESULT = ((PF_LAYER, "layer", "The new layer"),)
_ABOUT = ("LIIF for GIMP", "LIIF for GIMP, GPL-3.0-or-later", "2026")
_TYPES = "*"
_MENU = "<Image>/Filters/Enhance"

register(
    "plug-in-liif-upscale",
    "Enlarge a compressed photo by any factor",
    "Enlarges the image. The layer is rebuilt by a local implicit image function, which removes "
    "the marks of JPEG compression on the way, and stands above the one it was made from; other "
    "layers are scaled by GIMP. With keep-print-size the resolution grows with the pixels.",
    *_ABOUT,
    "_LIIF upscale…",
    _TYPES,
    (
        *_IMAGE,
        (PF_SPINNER, "scale", "_Factor", 2.0, (1.0, MAX_SCALE, 0.1)),
        (PF_BOOL, "keep-print-size", "_Keep the print size (more pixels per inch)", True),
        *_ENGINE,
    ),
    _RESULT,
    run_upscale,
    _MENU,
)
register(
    "plug-in-liif-enhance-selection",
    "Remove compression artifacts from the selected part",
    "Adds a layer over the bounds of the selection in which the marks of JPEG compression are "
    "removed, with the selection as its mask. Nothing outside is computed.",
    *_ABOUT,
    "LIIF enhance selec_tion…",
    _TYPES,
    (*_IMAGE, *_ENGINE),
    _RESULT,
    run_enhance_selection,
    _MENU,
)
register(
    "plug-in-liif-clean",
    "Remove compression artifacts at the same size",
    "Adds a layer of the same size in which the marks of JPEG compression are removed.",
    *_ABOUT,
    "LIIF _clean…",
    _TYPES,
    (*_IMAGE, *_ENGINE),
    _RESULT,
    run_clean,
    _MENU,
)
register(
    "plug-in-liif-print",
    "Prepare a compressed photo for a print of a given size",
    "Cleans the photo, enlarges it by exactly the factor that the print needs and sets its "
    "resolution. The shape of the photo is kept: it is fitted inside width x height. A photo "
    "with enough pixels is cleaned only, and gets the resolution at which it has that size.",
    *_ABOUT,
    "LIIF print si_ze…",
    _TYPES,
    (
        *_IMAGE,
        (PF_SPINNER, "width", "_Width", 15.0, (0.1, 1000.0, 0.1)),
        (PF_SPINNER, "height", "Heigh_t", 10.0, (0.1, 1000.0, 0.1)),
        (PF_RADIO, "unit", "U_nit", "cm", [("cm", "cm"), ("inch", "inch")]),
        (PF_SPINNER, "ppi", "Pi_xels per inch", 300.0, (1.0, 4800.0, 1.0)),
        *_ENGINE,
    ),
    _RESULT,
    run_print,
    _MENU,
)
main()
