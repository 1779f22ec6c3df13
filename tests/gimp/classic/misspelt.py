#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Misspells attributes, functions and procedures, and keeps what the errors say."""

import json

from gimpfu import *


def error_of(call):
    try:
        call()
    except (AttributeError, gimp.error) as problem:
        return str(problem)
    return "no error"


def misspelt(image, drawable):
    said = {
        "set": error_of(lambda: setattr(drawable, "opactiy", 50)),
        "get": error_of(lambda: image.active_leyer),
        "computed": error_of(lambda: setattr(drawable, "width", 3)),
        "function": error_of(lambda: gimp.progres_init("Working")),
        "procedure": error_of(lambda: pdb.gimp_image_get_hight(image)),
        "colour": error_of(lambda: setattr(gimpcolor.RGB(0, 0, 0), "gren", 1.0)),
    }
    drawable.opacity = 50.0
    said["opacity"] = round(drawable.opacity)
    return json.dumps(said)


register(
    "misspelt",
    *("Misspell", "", "A. Tester", "A. Tester", "2010"),
    *("_Misspelt", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "The errors")],
    misspelt,
    menu="<Image>/Filters/Classic",
)

main()
