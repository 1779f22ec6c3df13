#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes any item, in a procedure that GIMP 2 called without a run mode."""

import json

from gimpfu import *


def any_item(image, drawable, item, color):
    kind = type(item).__name__ if item else None
    return json.dumps({"item": kind, "color": list(color)})


def on_query():
    gimp.menu_register("python-fu-any-item", "<Image>/Filters/Classic/More")


register(
    "any_item",
    *("Take an item", "", "A. Tester", "A. Tester", "2019"),
    *("_Any item", "*"),
    [
        (PF_IMAGE, "image", "Image", None),
        (PF_DRAWABLE, "drawable", "Drawable", None),
        (PF_ITEM, "item", "Item", None),
        (PF_COLOR, "color", "Colour", gimpcolor.RGB(255, 128, 0)),
    ],
    [(PF_STRING, "said", "What it got")],
    any_item,
    menu="<Image>/Filters/Classic",
    run_mode_param=False,
    on_query=on_query,
)

main()
