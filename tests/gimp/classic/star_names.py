#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses what the star import let through in GIMP 2, without importing it."""

from gimpfu import *


def star_names(image, drawable):
    said = {
        "math": math.floor(math.sqrt(10)),
        "gimpcolor": list(gimpcolor.RGB(255, 0, 0)),
        "os": os.path.basename("/a/b.txt"),
        "sys": sys.argv[0].endswith("star_names.py"),
        "gettext": gettext.gettext("text"),
        "types": PDB_IMAGE == PF_IMAGE,
        "modes": [NORMAL_MODE, LAYER_MODE_MULTIPLY, CHANNEL_OP_REPLACE, RUN_NONINTERACTIVE],
    }
    import json

    return json.dumps(said)


register(
    "star_names",
    *("Names of the star import", "", "A. Tester", "A. Tester", "2010"),
    *("_Star names", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was found")],
    star_names,
    menu="<Image>/Filters/Classic",
)

main()
