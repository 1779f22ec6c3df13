#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps values on the shelf from run to run."""

import json

from gimpfu import *
from gimpshelf import shelf

KEY = "shelf-counter"


def shelf_counter(image, drawable):
    first = not shelf.has_key(KEY)
    kept = {"runs": 0, "image": image} if first else shelf[KEY]
    kept["runs"] += 1
    shelf[KEY] = kept
    again = shelf[KEY]
    said = {"runs": again["runs"], "image": again["image"].ID == image.ID}
    del shelf[KEY]
    said["gone"] = not shelf.has_key(KEY)
    return json.dumps(said)


register(
    "shelf_counter",
    *("Count runs", "", "A. Tester", "A. Tester", "2006"),
    *("_Shelf counter", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was kept")],
    shelf_counter,
    menu="<Image>/Filters/Classic",
)

main()
