#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""LIIF for GIMP: the procedures in Filters > Enhance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gimpfu import (
    N_,
    PF_BOOL,
    PF_DRAWABLE,
    PF_FILENAME,
    PF_FLOAT,
    PF_IMAGE,
    PF_INT,
    PF_LAYER,
    PF_RADIO,
    PF_SLIDER,
    PF_SPINNER,
    PF_STRING,
    gimp,
    main,
    register,
)
from gimpfu.introspection import Gimp
from gimpfu.objects import takes_native
from liif_gimp import orders, smallest_jpeg
from liif_gimp.carry_out import carry_out
from liif_gimp.declared import parameter, settings_from
from liif_gimp.diagnose import diagnose
from liif_gimp.engine import Engine
from liif_gimp.installation import load_models
from liif_gimp.orders import Order
from liif_gimp.printing import Unit
from liif_gimp.tips import TIPS
from liif_gimp.words import DOMAIN, _

from liif_core.request.limits import MAX_SCALE
from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import rules_of
from liif_core.request.settings import Device, Settings

if TYPE_CHECKING:
    from gimpfu.dialog import Questions

_FOLDER = Path(__file__).resolve().parent
_MODELS = {model.name: model for model in load_models(_FOLDER)}


@cache
def _engine() -> Engine:
    """The one engine of this run, which the dialog's preview may have started."""
    return Engine(_FOLDER)


def _ordered(make: Callable[[Settings], Order], values: Sequence[Any], **more: Any) -> Order:  # noqa: ANN401
    """What ``make`` orders with the ``values`` of the parameters in ``_ENGINE``, and ``more``
    settings."""
    named = dict(zip((each[1] for each in _ENGINE), values, strict=True))
    evidence = named.pop("evidence")
    return replace(make(settings_from({**named, **more})), evidence=evidence)


# What each procedure does, from the values of its parameters; ``how`` are those in ``_ENGINE``.


def _upscale(
    image: Gimp.Image,
    scale: float,
    keep_print_size: bool,
    seamless: bool,
    masks: bool,
    *how: Any,  # noqa: ANN401
) -> Order:
    make = partial(orders.upscaled, image, scale, keep_print_size)
    return replace(_ordered(make, how, seamless=seamless), masks=masks)


def _enhance_selection(image: Gimp.Image, *how: Any) -> Order:  # noqa: ANN401
    return _ordered(partial(orders.selection_enhanced, image), how)


def _clean(image: Gimp.Image, seamless: bool, *how: Any) -> Order:  # noqa: ANN401
    return _ordered(partial(orders.cleaned, image), how, seamless=seamless)


def _restore(
    image: Gimp.Image,
    noise: int,
    blur: int,
    haze: int,
    strength: int,
    device: Device,
    polite: bool,
) -> Order:
    # In the order in which they can have come: what was in the air, then the lens, at last the
    # sensor, is undone from the last to the first.
    asked = (("noise", noise), ("blur", blur), ("haze", haze))
    repairs = tuple((name, amount) for name, amount in asked if amount)
    # They were made for the recommended model.
    named = {"model": next(iter(_MODELS)), "strength": strength, "device": device}
    settings = settings_from({**named, "polite": polite, "repairs": repairs})
    return orders.cleaned(image, settings)


def _print(
    image: Gimp.Image,
    width: float,
    height: float,
    unit: Unit,
    ppi: float,
    shape: str,
    sharpen: bool,
    *how: Any,  # noqa: ANN401
) -> Order:
    def make(settings: Settings) -> Order:
        fill = shape == _FILL
        return orders.printed(
            image, width, height, unit, ppi, fill=fill, sharpened=sharpen, settings=settings
        )

    return _ordered(make, how)


def _examine(image: Gimp.Image, scale: float, model: str, device: Device) -> Order:
    return orders.upscaled(image, scale, True, Settings(model, device=device))


def _carry_out(image: Gimp.Image, chosen: Sequence[Gimp.Layer], order: Order) -> Gimp.Layer:
    """Returns the new layer, of several the first."""
    with _engine() as engine:
        return carry_out(engine, _MODELS, image, chosen, order)[0]


@takes_native
def run_upscale(image: Gimp.Image, chosen: list[Gimp.Layer], *values: Any) -> Gimp.Layer:  # noqa: ANN401
    """Enlarge the image; returns the new layer, of several the first."""
    return _carry_out(image, chosen, _upscale(image, *values))


@takes_native
def run_enhance_selection(image: Gimp.Image, chosen: list[Gimp.Layer], *values: Any) -> Gimp.Layer:  # noqa: ANN401
    """Enhance the selected part; returns the new layer, of several the first."""
    return _carry_out(image, chosen, _enhance_selection(image, *values))


@takes_native
def run_clean(image: Gimp.Image, chosen: list[Gimp.Layer], *values: Any) -> Gimp.Layer:  # noqa: ANN401
    """Remove compression artifacts; returns the new layer, of several the first."""
    return _carry_out(image, chosen, _clean(image, *values))


@takes_native
def run_restore(image: Gimp.Image, chosen: list[Gimp.Layer], *values: Any) -> Gimp.Layer:  # noqa: ANN401
    """Undo noise, blur and haze as well; returns the new layer, of several the first."""
    return _carry_out(image, chosen, _restore(image, *values))


@takes_native
def run_print(image: Gimp.Image, chosen: list[Gimp.Layer], *values: Any) -> Gimp.Layer:  # noqa: ANN401
    """Prepare a print; returns the new layer, of several the first."""
    order = _print(image, *values)
    enough = order.size == orders.size_of(image)
    layer = _carry_out(image, chosen, order)
    if enough:
        width, height, unit, ppi, *_others = values
        told = _(
            "The photo already has enough pixels for %(width)s x %(height)s %(unit)s at %(ppi)s "
            "PPI: it was cleaned, not enlarged, and set to %(new).0f PPI, at which it has that "
            "size."
        )
        size = {"width": f"{width:n}", "height": f"{height:n}", "unit": _(unit)}
        gimp.message(told % {**size, "ppi": f"{ppi:n}", "new": order.resolution[0]})
    return layer


@takes_native
def run_diagnose(image: Gimp.Image, drawable: Gimp.Layer, *values: Any) -> str:  # noqa: ANN401
    """Examine the layer; returns the report."""
    with _engine() as engine:
        return diagnose(engine, image, drawable, _examine(image, *values))


@takes_native
def run_export(
    image: Gimp.Image, similarity: float, metadata: bool, file: str, overwrite: bool
) -> tuple[int, int, float]:
    """Write the smallest JPEG; returns its quality, its bytes and how alike it is."""
    path = smallest_jpeg.free(file, overwrite=overwrite)
    flat = smallest_jpeg.Flat.of(image)
    with _engine() as engine:
        said = smallest_jpeg.find(engine, flat, similarity)
    size = smallest_jpeg.write(image, flat, path, said, metadata=metadata, overwrite=overwrite)
    return said["quality"], size, said["similarity"]


@takes_native
def run_export_again(
    image: Gimp.Image, similarity: float, metadata: bool, *_forgotten: object
) -> tuple[int, int, float]:
    """As :func:`run_export`, into a new file that is named after the image and told."""
    path = smallest_jpeg.free_name(image)
    quality, size, alike = run_export(image, similarity, metadata, str(path), False)
    told = _("The smallest JPEG was written to %(file)s (%(size)s).")
    gimp.message(told % {"file": path, "size": smallest_jpeg.readable(size)})
    return quality, size, alike


def _with_size(questions: Questions) -> AbstractContextManager[None]:
    """The size of the file, beside the parameters."""
    from liif_gimp.dialog.jpeg_size import jpeg_size  # needs a display

    return jpeg_size(_engine, _FOLDER, questions)


def _with_report(questions: Questions) -> AbstractContextManager[None]:
    """The report itself, beside the parameters."""
    from liif_gimp.dialog.report import report  # needs a display, which other runs may not have

    return report(_engine, _FOLDER, questions, _examine)


def _with_preview(
    order: Callable[..., Order],
) -> Callable[[Questions], AbstractContextManager[None]]:
    """What the dialog shows beside its parameters."""

    def show(questions: Questions) -> AbstractContextManager[None]:
        from liif_gimp.dialog.panel import panel  # needs a display, which other runs may not have

        return panel(_engine, _FOLDER, _MODELS, questions, order)

    return show


_IMAGE = (
    (PF_IMAGE, "image", _("Image"), None),
    (PF_DRAWABLE, "drawable", _("Layer"), None),
)
# Only where a model has a crisp end; without it the setting could do nothing.
_DETAIL = (parameter("detail"),) if any(m.has_detail for m in _MODELS.values()) else ()
_MODEL = (
    PF_RADIO,
    "model",
    _(rules_of(Settings)["model"].label),
    next(iter(_MODELS)),
    # In the list of models there is a sentence about each.
    [(f"{each.name}: {_(each.description).rstrip('.')}", each.name) for each in _MODELS.values()],
)
_DEVICE, _POLITE, _STRENGTH = map(parameter, ("device", "polite", "strength"))
_SEAMLESS = parameter("seamless")
_SCALE = (PF_SPINNER, "scale", _("_Factor"), 2.0, (1.0, MAX_SCALE, 0.1))
_ENGINE = (
    _MODEL,
    _STRENGTH,
    *_DETAIL,
    _DEVICE,
    _POLITE,
    (PF_BOOL, "evidence", _("E_vidence: layers of what was changed, and how sure"), False),
)
_FIT, _FILL = "fit", "fill"
_RESULT = ((PF_LAYER, "layer", _("The new layer, of several the first")),)
_ABOUT = ("LIIF for GIMP", "LIIF for GIMP, GPL-3.0-or-later", "2026")
_TYPES = "*"
_MENU = "<Image>/Filters/Enhance"

register(
    "plug-in-liif-upscale",
    N_("Enlarge a compressed photo by any factor"),
    N_(
        "Enlarges the image. Each selected layer is rebuilt by a local implicit image function, "
        "which removes the marks of JPEG compression on the way, and stands above the one it was "
        "made from; all others are scaled by GIMP. With keep-print-size the resolution grows with "
        "the pixels."
    ),
    *_ABOUT,
    N_("_LIIF upscale…"),
    _TYPES,
    (
        *_IMAGE,
        _SCALE,
        (PF_BOOL, "keep-print-size", _("_Keep the print size (more pixels per inch)"), True),
        _SEAMLESS,
        (PF_BOOL, "masks", _("La_yer masks follow the picture"), False),
        *_ENGINE,
    ),
    _RESULT,
    run_upscale,
    _MENU,
    DOMAIN,
    customise=_with_preview(_upscale),
    several=True,
    tips=TIPS,
)
register(
    "plug-in-liif-enhance-selection",
    N_("Remove compression artifacts from the selected part"),
    N_(
        "Adds a layer over the bounds of the selection in which the marks of JPEG compression are "
        "removed, with the selection as its mask. Nothing outside is computed. Where the layer is "
        "blended with what lies below, both stand in a group: a copy of it, and the new layer."
    ),
    *_ABOUT,
    N_("LIIF enhance selec_tion…"),
    _TYPES,
    (*_IMAGE, *_ENGINE),
    _RESULT,
    run_enhance_selection,
    _MENU,
    DOMAIN,
    customise=_with_preview(_enhance_selection),
    several=True,
    tips=TIPS,
)
register(
    "plug-in-liif-clean",
    N_("Remove compression artifacts at the same size"),
    N_("Adds a layer of the same size in which the marks of JPEG compression are removed."),
    *_ABOUT,
    N_("LIIF _clean…"),
    _TYPES,
    (*_IMAGE, _SEAMLESS, *_ENGINE),
    _RESULT,
    run_clean,
    _MENU,
    DOMAIN,
    customise=_with_preview(_clean),
    several=True,
    tips=TIPS,
)
register(
    "plug-in-liif-restore",
    N_("Remove noise, blur and haze besides compression artifacts"),
    N_(
        "Adds a layer of the same size in which the marks of JPEG compression are removed, and as "
        "much of noise, blur and haze as is asked for. Ask for what you see only: where nothing "
        "is wrong a repair does harm."
    ),
    *_ABOUT,
    N_("LIIF rest_ore…"),
    _TYPES,
    (
        *_IMAGE,
        (PF_SLIDER, "noise", _("_Noise"), 0, (0, 100, 1)),
        (PF_SLIDER, "blur", _("_Blur"), 0, (0, 100, 1)),
        (PF_SLIDER, "haze", _("Ha_ze"), 0, (0, 100, 1)),
        _STRENGTH,
        _DEVICE,
        _POLITE,
    ),
    _RESULT,
    run_restore,
    _MENU,
    DOMAIN,
    customise=_with_preview(_restore),
    several=True,
    tips=TIPS,
)
register(
    "plug-in-liif-print",
    N_("Prepare a compressed photo for a print of a given size"),
    N_(
        "Cleans the photo, enlarges it by exactly the factor that the print needs and sets its "
        "resolution. The shape of the photo is kept: it is fitted inside width x height, or fills "
        "them and is cut off at two sides. A photo with enough pixels is cleaned only, and gets "
        "the resolution at which it has that size. The sharpening is a filter of the new layer, "
        "which can be switched off there."
    ),
    *_ABOUT,
    N_("LIIF print si_ze…"),
    _TYPES,
    (
        *_IMAGE,
        (PF_SPINNER, "width", _("_Width"), 15.0, (0.1, 1000.0, 0.1)),
        (PF_SPINNER, "height", _("Heigh_t"), 10.0, (0.1, 1000.0, 0.1)),
        (PF_RADIO, "unit", _("U_nit"), "cm", [(_("cm"), "cm"), (_("inch"), "inch")]),
        (PF_SPINNER, "ppi", _("Pi_xels per inch"), 300.0, (1.0, 4800.0, 1.0)),
        (
            PF_RADIO,
            "shape",
            _("_Fit"),
            _FIT,
            [
                (_("All of the photo, inside the paper"), _FIT),
                (_("Fill the paper, cut off the rest"), _FILL),
            ],
        ),
        (PF_BOOL, "sharpen", _("Sharpen a little for the _printer"), True),
        *_ENGINE,
    ),
    _RESULT,
    run_print,
    _MENU,
    DOMAIN,
    customise=_with_preview(_print),
    several=True,
    tips=TIPS,
)
register(
    "plug-in-liif-diagnose",
    N_("Say what happened to a photo and what to do about it"),
    N_(
        "Measures how the layer was compressed and enlarged before, and how noisy it is, and says "
        "which model and settings are proposed for enlarging it by the factor, and why. Where the "
        "image still is what its file holds, that file is asked as well. Nothing is changed."
    ),
    *_ABOUT,
    N_("LIIF dia_gnose…"),
    _TYPES,
    (*_IMAGE, _SCALE, _MODEL, _DEVICE),
    ((PF_STRING, "report", _("What was found and what is proposed")),),
    run_diagnose,
    _MENU,
    DOMAIN,
    customise=_with_report,
    tips=TIPS,
)
register(
    "plug-in-liif-export",
    N_("Write the smallest JPEG that still looks like the image"),
    N_(
        "Finds the lowest quality at which the image, as it is seen, is still as alike (MS-SSIM) "
        "as asked for, by trying, and has GIMP write the JPEG so, with its profile and metadata. "
        "The image itself is not changed."
    ),
    *_ABOUT,
    N_("LIIF smallest _JPEG…"),
    _TYPES,
    (
        _IMAGE[0],
        (*parameter("similarity", SmallestJpeg)[:4], (0.5, 1.0, 0.001)),
        (PF_BOOL, "metadata", _("Keep the _metadata"), True),
        (PF_FILENAME, "file", _("_File"), None),
        (PF_BOOL, "overwrite", _("Re_place a file that is there"), False),
    ),
    (
        (PF_INT, "quality", _("The quality found, 1 to 100")),
        (PF_INT, "bytes", _("Size of the file")),
        (PF_FLOAT, "similarity", _("How alike it is")),
    ),
    run_export,
    "<Image>/File/[Export]",
    DOMAIN,
    customise=_with_size,
    tips=TIPS,
    # They belong to the image for which they were chosen: on another one they would do harm.
    forgotten=("file", "overwrite"),
    repeated=run_export_again,
)
main()
