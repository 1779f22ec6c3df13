# SPDX-License-Identifier: GPL-3.0-or-later
"""The constants of GIMP 2 that GIMP 3 has in none of its enumerations."""

from __future__ import annotations

NUMBERS: dict[str, float] = {
    # How gimp_edit_bucket_fill and gimp_edit_blend chose their colours: no such types in GIMP 3.
    "FG_BUCKET_FILL": 0,
    "BUCKET_FILL_FG": 0,
    "BG_BUCKET_FILL": 1,
    "BUCKET_FILL_BG": 1,
    "PATTERN_BUCKET_FILL": 2,
    "BUCKET_FILL_PATTERN": 2,
    "FG_BG_RGB_MODE": 0,
    "BLEND_FG_BG_RGB": 0,
    "FG_BG_HSV_MODE": 1,
    "BLEND_FG_BG_HSV": 1,
    "FG_TRANSPARENT_MODE": 2,
    "BLEND_FG_TRANSPARENT": 2,
    "CUSTOM_MODE": 3,
    "BLEND_CUSTOM": 3,
    # Units are objects in GIMP 3; the built-in ones have these numbers.
    "UNIT_PIXEL": 0,
    "UNIT_INCH": 1,
    "UNIT_MM": 2,
    "UNIT_POINT": 3,
    "UNIT_PICA": 4,
    "PIXELS": 0,
    "POINTS": 1,
    "PARASITE_PERSISTENT": 1,
    "PARASITE_UNDOABLE": 2,
    "TRUE": 1,
    "FALSE": 0,
    # Of parasites' flags GIMP 3 knows the first two; the others never meant anything.
    "PARASITE_ATTACH_PARENT": 1 << 15,
    "PARASITE_PARENT_PERSISTENT": 1 << 8,
    "PARASITE_PARENT_UNDOABLE": 1 << 9,
    "PARASITE_ATTACH_GRANDPARENT": 1 << 23,
    "PARASITE_GRANDPARENT_PERSISTENT": 1 << 16,
    "PARASITE_GRANDPARENT_UNDOABLE": 1 << 17,
    # The bounds of images, in pixels, pixels per inch and bytes.
    "MIN_IMAGE_SIZE": 1,
    "MAX_IMAGE_SIZE": 524288,
    "MIN_RESOLUTION": 5e-3,
    "MAX_RESOLUTION": 1048576.0,
    "MAX_MEMSIZE": 1 << 42,
    # See gimpfu.objects.fetchers.
    "PIXEL_FETCHER_EDGE_NONE": 0,
    "PIXEL_FETCHER_EDGE_WRAP": 1,
    "PIXEL_FETCHER_EDGE_SMEAR": 2,
    "PIXEL_FETCHER_EDGE_BLACK": 3,
    "PIXEL_FETCHER_EDGE_BACKGROUND": 4,
    # What gimp.export_image takes and gives.
    **{
        f"EXPORT_{name}": 1 << bit
        for bit, name in enumerate(
            (
                *("CAN_HANDLE_RGB", "CAN_HANDLE_GRAY", "CAN_HANDLE_INDEXED", "CAN_HANDLE_BITMAP"),
                *("CAN_HANDLE_ALPHA", "CAN_HANDLE_LAYERS", "CAN_HANDLE_LAYERS_AS_ANIMATION"),
                *("CAN_HANDLE_LAYER_MASKS", "NEEDS_ALPHA"),
            )
        )
    },
    "EXPORT_CANCEL": 0,
    "EXPORT_IGNORE": 1,
    "EXPORT_EXPORT": 2,
    # How gimp.user_directory is asked: the numbers of GLib.
    **{
        f"USER_DIRECTORY_{name}": number
        for number, name in enumerate(
            (
                *("DESKTOP", "DOCUMENTS", "DOWNLOAD", "MUSIC", "PICTURES", "PUBLIC_SHARE"),
                *("TEMPLATES", "VIDEOS"),
            )
        )
    },
    # The types of procedures.
    "INTERNAL": 0,
    "PLUGIN": 1,
    "EXTENSION": 2,
    "TEMPORARY": 3,
    # Types of arguments that no parameter can have; for the others see gimpfu.params.
    **{
        f"PDB_{name}": number
        for number, name in {
            **{5: "INT32ARRAY", 6: "INT16ARRAY", 7: "INT8ARRAY", 8: "FLOATARRAY"},
            **{9: "STRINGARRAY", 17: "SELECTION", 18: "COLORARRAY", 20: "PARASITE"},
            **{21: "STATUS", 22: "END"},
        }.items()
    },
    # What is left of choices that are gone.
    "FOREGROUND_EXTRACT_SIOX": 0,
    "REUSE_PALETTE": 0,
    "ICON_TYPE_STOCK_ID": 0,
    "ICON_TYPE_INLINE_PIXBUF": 1,
}
"""All of them, by name."""
