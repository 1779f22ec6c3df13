#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two procedures of one script that call each other and one of another script, with texts in a
catalogue of their own, parasites, and values kept from run to run."""

import os

from gimpfu import *

CATALOGUE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")
os.environ["LANGUAGE"] = "de"
gettext.install("classic", CATALOGUE, unicode=True)


def outer(image, drawable, depth, note):
    before = drawable.ID
    if depth > 0:
        pdb.python_fu_nested_outer(image, drawable, depth - 1, note)
    else:
        pdb["python-fu-invert-layer"](image, drawable)
    level = pdb.python_fu_nested_inner("level %d" % depth)
    image.parasite_attach(gimp.Parasite(level.replace(" ", "-"), 0, note.encode()))
    if before != drawable.ID:
        fail("A nested call changed what this one works on.")
    gimp.set_data("nested", note)


def inner(text):
    return _("Answer: %s") % text


common = ("A. Tester", "A. Tester", "2012")
register(
    "nested_outer",
    N_("Call others"),
    "",
    *common,
    N_("_Nested calls..."),
    "*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_INT, "depth", "_Depth", 2),
        (PF_TEXT, "note", "_Note", "a note"),
    ],
    [],
    outer,
    menu="<Image>/Filters/Classic",
    domain=("classic", CATALOGUE),
)
register(
    "nested_inner",
    "Be called",
    "",
    *common,
    "",
    "",
    [(PF_STRING, "text", "Text", "")],
    [(PF_STRING, "answer", "Answer")],
    inner,
)

main()
