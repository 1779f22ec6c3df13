#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses PyGTK where there is one and goes on without."""

import json

from gimpfu import *

try:
    import gtk
except ImportError as problem:
    gtk, reason = None, str(problem)


def tries_gtk(image, drawable):
    return json.dumps({"gtk": gtk is not None, "reason": reason.split(".")[0]})


register(
    "tries_gtk",
    *("Go on without a window", "", "A. Tester", "A. Tester", "2011"),
    *("_Tries GTK", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What it had")],
    tries_gtk,
    menu="<Image>/Filters/Classic",
)

main()
