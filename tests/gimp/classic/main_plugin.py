#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plug-in with gimp.main and functions of its own."""

import json

import gimp
from gimpenums import *


def query():
    gimp.install_procedure(
        "plug_in_main_plugin",
        *("Be called by main", "", "A. Tester", "A. Tester", "2001"),
        *("<Image>/Filters/Classic/_Main plug-in", "*", PLUGIN),
        [
            (PDB_INT32, "run-mode", "Run mode"),
            (PDB_IMAGE, "image", "Image"),
            (PDB_DRAWABLE, "drawable", "Drawable"),
        ],
        [(PDB_STRING, "said", "What was done")],
    )


def run(name, values):
    image, drawable = values[1:]
    drawable.fill(WHITE_FILL)
    return json.dumps({"name": name, "pixel": drawable.get_pixel(0, 0), "width": image.width})


gimp.main(None, None, query, run)
