#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads paths from SVG: a text, a file's name, and an open file."""

import json
import os
import tempfile

from gimpfu import *

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">'
    '<path id="a" d="M 1 1 L 7 1 L 7 7 Z"/><path id="b" d="M 2 2 L 5 5"/></svg>'
)


def svg_paths(image, drawable):
    said = {"text": [each.name for each in gimp.vectors_import_from_string(image, SVG)]}
    path = os.path.join(tempfile.mkdtemp(), "paths.svg")
    with open(path, "w") as file:
        file.write(SVG)
    said["file"] = len(gimp.vectors_import_from_file(image, path, merge=True))
    with open(path) as file:
        said["open file"] = len(gimp.vectors_import_from_file(image, file))
    said["by procedure"] = pdb.gimp_vectors_import_from_string(image, SVG, -1, True, False)[0]
    picture = pdb.file_svg_load(path, path, 90, 32, 16, 1)
    said["picture"] = [picture.width, picture.height, len(picture.vectors), picture.name]
    gimp.delete(picture)
    natural = pdb.file_svg_load(path, path, 90, 0, 0, 0)
    said["natural"] = [natural.width, natural.height, len(natural.vectors)]
    gimp.delete(natural)
    said["all"] = len(image.vectors)
    triangle = image.vectors[-2 if image.vectors[-1].name == "b" else -1]
    said["points"] = [len(triangle.strokes), triangle.strokes[0].points[1]]
    image.active_vectors = triangle
    said["active"] = image.active_vectors == triangle
    image.remove_vectors(triangle)
    said["left"] = len(image.vectors)
    return json.dumps(said)


register(
    "svg_paths",
    *("Read paths", "", "A. Tester", "A. Tester", "2009"),
    *("_SVG paths", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was read")],
    svg_paths,
    menu="<Image>/Filters/Classic",
)

main()
