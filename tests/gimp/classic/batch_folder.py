#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scales every picture of a folder: a script of the toolbox, which works on no open image."""

import os

from gimpfu import *


def batch_folder(source, target, ending, percent):
    done = []
    for name in sorted(os.listdir(source)):
        if not name.endswith(ending):
            continue
        path = os.path.join(source, name)
        image = pdb.gimp_file_load(path, path)
        width = pdb.gimp_image_width(image) * percent / 100
        height = pdb.gimp_image_height(image) * percent / 100
        pdb.gimp_image_scale_full(image, width, height, INTERPOLATION_NONE)
        layer = pdb.gimp_image_merge_visible_layers(image, CLIP_TO_IMAGE)
        saved = os.path.join(target, os.path.splitext(name)[0] + ".png")
        pdb.file_png_save(image, layer, saved, saved, 0, 9, 0, 0, 0, 0, 0)
        pdb.gimp_image_delete(image)
        done.append(saved)
    return len(done), ":".join(done)


register(
    "python_fu_batch_folder",
    "Scale all pictures of a folder",
    "Saves them as PNG in another folder.",
    "A. Tester",
    "A. Tester",
    "2010",
    "_Scale a folder...",
    "",
    [
        (PF_DIRNAME, "source", "_From", ""),
        (PF_DIRNAME, "target", "_To", ""),
        (PF_STRING, "ending", "_Ending", ".ppm"),
        (PF_ADJUSTMENT, "percent", "_Percent", 50, (1, 400, 1)),
    ],
    [(PF_INT32, "count", "How many"), (PF_STRING, "files", "Their names")],
    batch_folder,
    menu="<Toolbox>/Xtns/Classic",
)

main()
