#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks procedures up and reads what they say of themselves."""

import json

from gimpfu import *


def pdb_browser(image, drawable):
    scale, renamed = pdb["gimp-image-scale"], pdb.gimp_drawable_width
    own = pdb.python_fu_pdb_browser
    said = {
        "query": pdb.query("gimp-image-scale") == ["gimp-image-scale"],
        "counts": [scale.nparams, scale.nreturn_vals, len(scale.params), len(scale.return_vals)],
        "first": scale.params[0][0] == PDB_IMAGE and scale.params[0][1],
        "type": [scale.proc_type == INTERNAL, own.proc_type == PLUGIN],
        "renamed": [renamed.proc_name, renamed.return_vals[0][0] == PDB_INT32],
        "own": [own.proc_blurb, own.proc_author, own.proc_copyright, own.proc_date],
        "there": ["gimp-image-scale" in pdb, "gimp_no_such" in pdb],
    }
    return json.dumps(said)


register(
    "pdb_browser",
    *("Browse", "Help", "A. Tester", "B. Tester", "2004"),
    *("_PDB browser", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What they say")],
    pdb_browser,
    menu="<Image>/Filters/Classic",
)

main()
