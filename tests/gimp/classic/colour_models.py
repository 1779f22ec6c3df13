#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes with the colours of gimpcolor, which it imports before gimpfu."""

import json

import gimpcolor
from gimpfu import *
from gimpcolor import CMYK, HSV, RGB


def colour_models(image, drawable):
    red = RGB(255, 0, 0)
    hsv = red.to_hsv()
    hsv.hue = 240
    blue = hsv.to_rgb()
    gimp.context_push()
    gimp.set_foreground(blue)
    drawable.fill(FOREGROUND_FILL)
    mixed = RGB(0.0, 0.0, 0.0)
    mixed.composite(RGB(1.0, 1.0, 1.0, 0.5))
    tan = gimpcolor.rgb_parse_name("tan")
    said = {
        "blue": list(blue),
        "filled": drawable.get_pixel(0, 0),
        "foreground": list(gimp.get_foreground()),
        "mixed": list(mixed),
        "hex": list(gimpcolor.rgb_parse_hex("#ff8000")),
        "css": list(gimpcolor.rgb_parse_css("rgb(0, 128, 0)")),
        "tan": list(tan),
        "named": list(gimpcolor.rgb_names()["tan"]) == list(tan),
        "names": len(gimpcolor.rgb_names()) > 100,
        "cmyk": list(red.to_cmyk()),
        "hsl": round(red.to_hsl().lightness, 3),
        "distance": red.distance(blue),
        "bilinear": gimpcolor.bilinear(0.5, 0.5, [0.0, 1.0, 1.0, 2.0]),
        "kinds": [kind.__name__ for kind in (CMYK, HSV)],
    }
    gimp.context_pop()
    return json.dumps(said)


register(
    "colour_models",
    *("Compute with colours", "", "A. Tester", "A. Tester", "2009"),
    *("_Colour models", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "The colours")],
    colour_models,
    menu="<Image>/Filters/Classic",
)

main()
