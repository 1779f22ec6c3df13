#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Samples gradients by name and the selected one."""

import json

from gimpfu import *


def gradient_samples(image, drawable):
    gimp.context_push()
    gimp.set_foreground(255, 0, 0)
    gimp.set_background((0, 0, 255))
    names = gimp.gradients_get_list("FG to BG")
    gimp.context_set_gradient("FG to BG (RGB)")
    said = {
        "listed": "FG to BG (RGB)" in names,
        "selected": [gimp.context_get_gradient(), gimp.gradients_get_gradient()],
    }
    ends = gimp.gradient_get_uniform_samples("FG to BG (RGB)", 2)
    said["ends"] = [[round(part, 2) for part in color] for color in ends]
    back = gimp.gradients_sample_uniform(2, True)
    said["back"] = [[round(part, 2) for part in color] for color in back]
    places = gimp.gradient_get_custom_samples("FG to BG (RGB)", [0.0, 1.0])
    said["places"] = places == ends == gimp.gradients_sample_custom([0.0, 1.0])
    said["fonts"] = len(gimp.fonts_get_list("^Sans-serif")) > 0
    try:
        gimp.gradients_set_gradient("No such gradient")
    except gimp.error as problem:
        said["missing"] = str(problem)
    gimp.context_pop()
    return json.dumps(said)


register(
    "gradient_samples",
    *("Sample gradients", "", "A. Tester", "A. Tester", "2010"),
    *("_Gradient samples", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "The colours")],
    gradient_samples,
    menu="<Image>/Filters/Classic",
)

main()
