#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws texts with the fonts' names of GIMP 2."""

import json

from gimpfu import *


def text_banner(image, drawable, font):
    said = {"parameter": font}
    for name in ("Sans", "Sans Bold", "Serif Italic", "Monospace Bold, 12", "No Such Font Bold"):
        layer = pdb.gimp_text_fontname(image, None, 0, 0, "Hi", 0, True, 12, PIXELS, name)
        said[name] = pdb.gimp_text_layer_get_font(layer)
        image.remove_layer(layer)
    narrow = pdb.gimp_text_get_extents_fontname("Hello", 40, PIXELS, "Sans")[0]
    wide = pdb.gimp_text_get_extents_fontname("Hello", 40, PIXELS, "Sans Bold")[0]
    said["bold is wider"] = wide > narrow > 0
    pdb.gimp_context_set_font("Sans Bold Italic")
    said["context"] = pdb.gimp_context_get_font()
    return json.dumps(said)


register(
    "text_banner",
    *("Draw texts", "", "A. Tester", "A. Tester", "2009"),
    *("_Text banner", "*"),
    [
        (PF_IMAGE, "image", "Image", None),
        (PF_DRAWABLE, "drawable", "Drawable", None),
        (PF_FONT, "font", "Font", "Sans Bold"),
    ],
    [(PF_STRING, "said", "The fonts")],
    text_banner,
    menu="<Image>/Filters/Classic",
)

main()
