#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves a layer in several formats and opens the files by their own procedures."""

import json
import os
import tempfile

from gimpfu import *


def load_formats(image, drawable):
    folder = tempfile.mkdtemp()
    said = {}
    for ending, name in (("png", "png"), ("jpg", "jpeg"), ("tif", "tiff"), ("bmp", "bmp")):
        path = os.path.join(folder, "photo." + ending)
        pdb.gimp_file_save(image, drawable, path, path)
        load = pdb["file-%s-load" % name]
        first = load(path, path)
        second = load(path, os.path.basename(path), run_mode=RUN_NONINTERACTIVE)
        red = second.layers[0].get_pixel(0, 0)[0] > 200
        said[name] = [first.width, second.height, first.name, first.filename == path, red]
        gimp.delete(first)
        gimp.delete(second)
    image.filename = os.path.join(folder, "next.png")
    said["renamed"] = [image.name, pdb.gimp_image_get_filename(image) == image.filename]
    return json.dumps(said)


register(
    "load_formats",
    *("Save and open", "", "A. Tester", "A. Tester", "2012"),
    *("_Load formats", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was opened")],
    load_formats,
    menu="<Image>/Filters/Classic",
)

main()
