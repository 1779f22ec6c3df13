# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters that were plug-ins in GIMP 2 and are operations of GEGL in GIMP 3."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from gimpfu.conversion import to_gimp
from gimpfu.errors import ArgumentError, error
from gimpfu.introspection import Gimp, GObject
from gimpfu.objects import Drawable, Image, unwrap
from gimpfu.oldnames.signatures import Signature

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase

_TO_DEVIATION = 0.32
"""From the radius in pixels of GIMP 2's Gaussian blurs to a standard deviation."""

OPERATIONS = {
    "plug-in-antialias": "gegl:antialias",
    "plug-in-apply-canvas": "gegl:texturize-canvas "
    "direction{top-right,top-left,bottom-left,bottom-right} depth",
    "plug-in-autostretch-hsv": "gegl:stretch-contrast-hsv",
    "plug-in-bump-map": "gegl:bump-map aux azimuth elevation depth offset-x offset-y waterlevel "
    "ambient compensate invert type{linear,spherical,sinusoidal}",
    "plug-in-bump-map-tiled": "gegl:bump-map tiled=1 aux azimuth elevation depth offset-x offset-y "
    "waterlevel ambient compensate invert type{linear,spherical,sinusoidal}",
    "plug-in-c-astretch": "gegl:stretch-contrast keep-colors=0 perceptual=1",
    "plug-in-cartoon": "gegl:cartoon mask-radius pct-black",
    "plug-in-color-enhance": "gegl:color-enhance",
    "plug-in-colortoalpha": "gegl:color-to-alpha color",
    "plug-in-cubism": "gegl:cubism tile-size tile-saturation -",
    "plug-in-deinterlace": "gegl:deinterlace keep{odd,even}",
    "plug-in-edge": "gegl:edge amount border-behavior{none,loop,clamp,black} "
    "algorithm{sobel,prewitt,gradient,roberts,differential,laplace}",
    "plug-in-emboss": "gegl:emboss azimuth elevation depth type{bumpmap,emboss}",
    "plug-in-engrave": "gegl:engrave row-height limit",
    "plug-in-gauss": f"gegl:gaussian-blur std-dev-x*{_TO_DEVIATION} std-dev-y*{_TO_DEVIATION} -",
    "plug-in-gauss-iir2": f"gegl:gaussian-blur std-dev-x*{_TO_DEVIATION} std-dev-y*{_TO_DEVIATION}",
    "plug-in-gauss-rle2": f"gegl:gaussian-blur std-dev-x*{_TO_DEVIATION} std-dev-y*{_TO_DEVIATION}",
    "plug-in-glasstile": "gegl:tile-glass tile-width tile-height",
    "plug-in-hsv-noise": "gegl:noise-hsv "
    "holdness hue-distance saturation-distance/255 value-distance/255",
    "plug-in-illusion": "gegl:illusion division illusion-type{type1,type2}",
    "plug-in-laplace": "gegl:edge-laplace",
    "plug-in-make-seamless": "gegl:tile-seamless",
    "plug-in-median-blur": "gegl:median-blur radius percentile",
    "plug-in-neon": "gegl:edge-neon radius amount",
    "plug-in-noisify": "gegl:noise-rgb correlated=0 independent red green blue alpha",
    "plug-in-normalize": "gegl:stretch-contrast keep-colors=1 perceptual=1",
    "plug-in-oilify": "gegl:oilify mask-radius/2 use-inten",
    "plug-in-photocopy": "gegl:photocopy mask-radius sharpness black white",
    "plug-in-pixelize": "gegl:pixelize size-x+size-y",
    "plug-in-pixelize2": "gegl:pixelize size-x size-y",
    "plug-in-plasma": "gegl:plasma seed turbulence",
    "plug-in-randomize-hurl": "gegl:noise-hurl pct-random repeat - seed",
    "plug-in-randomize-pick": "gegl:noise-pick pct-random repeat - seed",
    "plug-in-randomize-slur": "gegl:noise-slur pct-random repeat - seed",
    "plug-in-rgb-noise": "gegl:noise-rgb independent correlated red green blue alpha",
    "plug-in-ripple": "gegl:ripple period amplitude angle*90 abyss-policy{clamp,loop,none} "
    "wave-type{sawtooth,sine} - tileable",
    "plug-in-sel-gauss": "gegl:gaussian-blur-selective blur-radius max-delta/255",
    "plug-in-shift": "gegl:shift shift direction{vertical,horizontal}",
    "plug-in-sobel": "gegl:edge-sobel horizontal vertical keep-sign",
    "plug-in-softglow": "gegl:softglow glow-radius brightness sharpness",
    "plug-in-solid-noise": "gegl:noise-solid tileable turbulent seed detail x-size y-size",
    "plug-in-spread": "gegl:noise-spread amount-x amount-y",
    "plug-in-threshold-alpha": "gimp:threshold-alpha value/255",
    "plug-in-unsharp-mask": "gegl:unsharp-mask std-dev scale threshold/255",
    "plug-in-video": "gegl:video-degradation pattern{staggered,large-staggered,striped,"
    "wide-striped,long-staggered,3x3,large-3x3,hex,dots} additive rotated",
    "plug-in-vinvert": "gegl:value-invert",
    "plug-in-whirl-pinch": "gegl:whirl-pinch whirl pinch radius",
    "plug-in-wind": "gegl:wind threshold direction{left,right,top,bottom} strength "
    "style{wind,blast} edge{both,leading,trailing}",
}
"""Old name: operation, and its properties in the order of the arguments after the drawable.

``aux`` is a drawable that the operation takes besides the one it changes.
"""

_ONE_RADIUS = ("plug-in-gauss-iir", "plug-in-gauss-rle")


class Filter:
    """An old filter, called with image, drawable and its settings; changes the drawable."""

    def __init__(self, name: str) -> None:
        self.proc_name = name
        self.operation, _, signature = OPERATIONS[name].partition(" ")
        self.signature = Signature(signature)

    def __call__(
        self,
        image: Image,
        drawable: Drawable,
        *values: object,
        run_mode: int | None = None,
    ) -> None:
        """Raises :class:`gimpfu.errors.error` when GEGL has no such operation."""
        apply(drawable, self.operation, self.signature.sort(self.proc_name, values).named)


def apply(drawable: Drawable, operation: str, settings: dict[str, object]) -> None:
    """Run an operation of GEGL on a drawable, within the selection.

    Raises :class:`gimpfu.errors.ArgumentError` for a value that the operation does not take and
    :class:`gimpfu.errors.error` when there is no such operation.
    """
    native = drawable.native
    try:
        chain = Gimp.DrawableFilter.new(native, operation, "")
    except TypeError:  # GIMP gave nothing, and said why on standard error
        raise error(f"this GIMP has no operation {operation}") from None
    config = chain.get_config()
    specs = {spec.name: spec for spec in config.list_properties()}
    if "width" in specs and "height" in specs:
        # Operations that draw something new do not know how large the drawable is.
        settings = {"width": drawable.width, "height": drawable.height, **settings}
    for name, value in settings.items():
        if name == "aux":
            chain.set_aux_input(name, unwrap(value))
            continue
        _set(config, operation, specs[name], value)
    chain.update()
    native.merge_filter(chain)


def find(name: str, pdb: ProcedureDatabase) -> Callable[..., object] | None:
    """The filter of an old name, None when it is not one of these."""
    if name in _ONE_RADIUS:
        return partial(_blur, name)
    return Filter(name) if name in OPERATIONS else None


def _blur(
    name: str,
    image: Image,
    drawable: Drawable,
    radius: float,
    horizontal: bool,
    vertical: bool,
) -> None:
    apply(
        drawable,
        "gegl:gaussian-blur",
        {
            "std-dev-x": radius * _TO_DEVIATION * bool(horizontal),
            "std-dev-y": radius * _TO_DEVIATION * bool(vertical),
        },
    )


def _set(
    config: Gimp.DrawableFilterConfig, operation: str, spec: GObject.ParamSpec, value: object
) -> None:
    given = to_gimp(spec.value_type.name, value)
    config.set_property(spec.name, given)
    # GIMP keeps the previous value when the new one is out of range.
    if isinstance(given, (int, str)) and config.get_property(spec.name) != given:
        raise ArgumentError(f"{operation} does not take {value!r} for {spec.name}")
