#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first script that everybody writes: no keyword menu, so the label is the whole path."""

from gimpfu import *


def invert_layer(image, drawable):
    pdb.gimp_undo_push_group_start(image)
    pdb.gimp_invert(drawable)
    pdb.gimp_drawable_set_name(drawable, "Negative of " + drawable.name)
    pdb.gimp_undo_push_group_end(image)
    gimp.displays_flush()


register(
    "invert_layer",
    "Invert a layer",
    "Replaces every colour by its opposite.",
    "A. Tester",
    "A. Tester",
    "2007",
    "<Image>/Filters/Classic/_Invert layer",
    "RGB*, GRAY*",
    [],
    [],
    invert_layer,
)

main()
