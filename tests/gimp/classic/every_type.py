#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a parameter of every type and says what it got."""

import json

from gimpfu import *


def every_type(*values):
    said = {}
    for number, value in enumerate(values):
        if isinstance(value, (gimp.Image, gimp.Item)):
            value = value.__class__.__name__
        elif value.__class__.__name__ == "RGB":
            value = list(value)
        said[PARAMS[number][1]] = value
    return json.dumps(said)


PARAMS = [
    (PF_INT8, "int8", "", 1),
    (PF_INT16, "int16", "", 2),
    (PF_INT32, "int32", "", 3),
    (PF_INT, "int", "", 4),
    (PF_FLOAT, "float", "", 0.5),
    (PF_STRING, "string", "", "text"),
    (PF_VALUE, "value", "", "1 + 1"),
    (PF_TEXT, "text", "", "two\nlines"),
    (PF_COLOR, "color", "", (255, 0, 51)),
    (PF_COLOUR, "colour", "", "orange"),
    (PF_IMAGE, "image", "", None),
    (PF_LAYER, "layer", "", None),
    (PF_CHANNEL, "channel", "", None),
    (PF_DRAWABLE, "drawable", "", None),
    (PF_VECTORS, "vectors", "", None),
    (PF_DISPLAY, "display", "", None),
    (PF_TOGGLE, "toggle", "", 1),
    (PF_BOOL, "bool", "", False),
    (PF_SLIDER, "slider", "", 50, (0, 100, 0.5)),
    (PF_SPINNER, "spinner", "", 5, (0, 10, 1)),
    (PF_ADJUSTMENT, "adjustment", "", 5.5, (0, 10, 0.1)),
    (PF_FONT, "font", "", "Sans-serif"),
    (PF_BRUSH, "brush", "", "2. Hardness 050"),
    (PF_PATTERN, "pattern", "", "Pine"),
    (PF_GRADIENT, "gradient", "", "No such gradient"),
    (PF_PALETTE, "palette", "", None),
    (PF_FILE, "file", "", ""),
    (PF_FILENAME, "filename", "", "/tmp/a.png"),
    (PF_DIRNAME, "dirname", "", "/tmp"),
    (PF_RADIO, "radio", "", 2, (("One", 1), ("Two", 2))),
    (PF_RADIO, "radio of floats", "", 0.5, (("Half", 0.5), ("Whole", 1.0))),
    (PF_OPTION, "option", "", 1, ("First", "Second")),
    (PF_INT, "2nd int", "", 6),
    (PF_INT, "int", "", 7),
]

register(
    "every_type",
    *("Take everything", "", "A. Tester", "A. Tester", "2015"),
    *("_Every type", ""),
    [(PF_INT, "first", "", 0), *PARAMS],
    [(PF_STRING, "said", "What came")],
    lambda first, *values: every_type(*values),
    menu="<Image>/Filters/Classic",
)

main()
