# SPDX-License-Identifier: GPL-3.0-or-later
"""The constants of GIMP 2 by their old names: ``RGB_IMAGE``, ``NORMAL_MODE``, ``FG_BUCKET_FILL``.

Most are in GIMP 3 as they were; :data:`_RENAMED` has the others, in the spelling of GIMP 3.
"""

from __future__ import annotations

from gimpfu.introspection import Gimp
from gimpfu.oldconstants import NUMBERS

_LEGACY_MODES = (
    "NORMAL",
    "BEHIND",
    "MULTIPLY",
    "SCREEN",
    "OVERLAY",
    "DIFFERENCE",
    "ADDITION",
    "SUBTRACT",
    "DARKEN_ONLY",
    "LIGHTEN_ONLY",
    "DIVIDE",
    "DODGE",
    "BURN",
    "HARDLIGHT",
    "SOFTLIGHT",
    "GRAIN_EXTRACT",
    "GRAIN_MERGE",
)
"""Modes whose old name stood for what GIMP 3 calls their legacy form."""

_RENAMED = {
    **{f"{mode}_MODE": f"LAYER_MODE_{mode}_LEGACY" for mode in _LEGACY_MODES},
    "DISSOLVE_MODE": "LAYER_MODE_DISSOLVE",
    "HUE_MODE": "LAYER_MODE_HSV_HUE_LEGACY",
    "SATURATION_MODE": "LAYER_MODE_HSV_SATURATION_LEGACY",
    "COLOR_MODE": "LAYER_MODE_HSL_COLOR_LEGACY",
    "VALUE_MODE": "LAYER_MODE_HSV_VALUE_LEGACY",
    "COLOR_ERASE_MODE": "LAYER_MODE_COLOR_ERASE_LEGACY",
    "ERASE_MODE": "LAYER_MODE_ERASE",
    "REPLACE_MODE": "LAYER_MODE_REPLACE",
    "PASS_THROUGH_MODE": "LAYER_MODE_PASS_THROUGH",
    "ADD_WHITE_MASK": "ADD_MASK_WHITE",
    "ADD_BLACK_MASK": "ADD_MASK_BLACK",
    "ADD_ALPHA_MASK": "ADD_MASK_ALPHA",
    "ADD_ALPHA_TRANSFER_MASK": "ADD_MASK_ALPHA_TRANSFER",
    "ADD_SELECTION_MASK": "ADD_MASK_SELECTION",
    "ADD_COPY_MASK": "ADD_MASK_COPY",
    "ADD_CHANNEL_MASK": "ADD_MASK_CHANNEL",
    "FOREGROUND_FILL": "FILL_FOREGROUND",
    "BACKGROUND_FILL": "FILL_BACKGROUND",
    "WHITE_FILL": "FILL_WHITE",
    "TRANSPARENT_FILL": "FILL_TRANSPARENT",
    "PATTERN_FILL": "FILL_PATTERN",
    "RED_CHANNEL": "CHANNEL_RED",
    "GREEN_CHANNEL": "CHANNEL_GREEN",
    "BLUE_CHANNEL": "CHANNEL_BLUE",
    "GRAY_CHANNEL": "CHANNEL_GRAY",
    "INDEXED_CHANNEL": "CHANNEL_INDEXED",
    "ALPHA_CHANNEL": "CHANNEL_ALPHA",
    "NO_DITHER": "CONVERT_DITHER_NONE",
    "FS_DITHER": "CONVERT_DITHER_FS",
    "FSLOWBLEED_DITHER": "CONVERT_DITHER_FS_LOWBLEED",
    "FIXED_DITHER": "CONVERT_DITHER_FIXED",
    "MAKE_PALETTE": "CONVERT_PALETTE_GENERATE",
    "WEB_PALETTE": "CONVERT_PALETTE_WEB",
    "MONO_PALETTE": "CONVERT_PALETTE_MONO",
    "CUSTOM_PALETTE": "CONVERT_PALETTE_CUSTOM",
    "DODGE": "DODGE_BURN_TYPE_DODGE",
    "BURN": "DODGE_BURN_TYPE_BURN",
    "BLUR_CONVOLVE": "CONVOLVE_BLUR",
    "SHARPEN_CONVOLVE": "CONVOLVE_SHARPEN",
    "IMAGE_CLONE": "CLONE_IMAGE",
    "PATTERN_CLONE": "CLONE_PATTERN",
    "SHADOWS": "TRANSFER_SHADOWS",
    "MIDTONES": "TRANSFER_MIDTONES",
    "HIGHLIGHTS": "TRANSFER_HIGHLIGHTS",
    "ALL_HUES": "HUE_RANGE_ALL",
    "RED_HUES": "HUE_RANGE_RED",
    "YELLOW_HUES": "HUE_RANGE_YELLOW",
    "GREEN_HUES": "HUE_RANGE_GREEN",
    "CYAN_HUES": "HUE_RANGE_CYAN",
    "BLUE_HUES": "HUE_RANGE_BLUE",
    "MAGENTA_HUES": "HUE_RANGE_MAGENTA",
    "DESATURATE_LUMINOSITY": "DESATURATE_LUMA",
    "INTERPOLATION_LANCZOS": "INTERPOLATION_NOHALO",
    "ROTATE_90": "ROTATE_DEGREES90",
    "ROTATE_180": "ROTATE_DEGREES180",
    "ROTATE_270": "ROTATE_DEGREES270",
    "VECTORS_STROKE_TYPE_BEZIER": "PATH_STROKE_TYPE_BEZIER",
    "OFFSET_BACKGROUND": "OFFSET_COLOR",
    **{
        f"PRECISION_{kind}_GAMMA": f"PRECISION_{kind}_NON_LINEAR"
        for kind in ("U8", "U16", "U32", "HALF", "FLOAT", "DOUBLE")
    },
    **{
        f"SELECT_CRITERION_{old}": f"SELECT_CRITERION_{new}"
        for old, new in {
            "R": "RGB_RED",
            "G": "RGB_GREEN",
            "B": "RGB_BLUE",
            "H": "HSV_HUE",
            "S": "HSV_SATURATION",
            "V": "HSV_VALUE",
            "A": "ALPHA",
            "LCH_L": "LCH_LIGHTNESS",
            "LCH_C": "LCH_CHROMA",
            "LCH_H": "LCH_HUE",
        }.items()
    },
}


def _of_gimp() -> dict[str, int]:
    """Every value of every enumeration of GIMP 3, by its C name without ``GIMP_``."""
    found: dict[str, int] = {}
    for name in dir(Gimp):
        kind = getattr(Gimp, name)
        for number, value in getattr(kind, "__enum_values__", {}).items():
            # Flags have a list of names, and GIMP 2 none that scripts use.
            if hasattr(value, "value_name"):
                found[value.value_name.removeprefix("GIMP_")] = int(number)
    return found


def constants() -> dict[str, float]:
    """All constants by name, GIMP 3's own among them.

    One that this GIMP has no more is left out: only scripts that use it are concerned.
    """
    found = _of_gimp()
    renamed = {old: found[new] for old, new in _RENAMED.items() if new in found}
    return {**found, **renamed, **NUMBERS}
