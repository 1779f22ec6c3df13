#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks along a path and draws, moves and selects by it."""

import json

from gimpfu import *


def along_path(image, drawable):
    path = gimp.Vectors(image, "Line")
    pdb.gimp_image_insert_vectors(image, path, None, 0)
    line = gimp.VectorsBezierStroke(path, [1.0, 2.0] * 3 + [7.0, 2.0] * 3, False)
    said = {
        "length": round(line.get_length(0.01), 3),
        "middle": [round(value, 2) for value in line.get_point_at_dist(3, 0.01)[:2]],
        "beyond": line.get_point_at_dist(30, 0.01)[3],
        "same": pdb.gimp_vectors_stroke_get_point_at_dist(path, line.ID, 3, 0.01)[0],
    }
    points, closed = line.interpolate(0.1)
    said["interpolated"] = [points[:2], [round(value) for value in points[-2:]], closed]
    found = pdb.gimp_vectors_stroke_interpolate(path, line.ID, 0.1)
    said["by procedure"] = found[0] == len(points) == len(found[1])
    line.translate(0, 1)
    line.scale(1, 2)
    said["moved"] = line.points[0][:4]
    line.rotate(1, 6, 90)
    said["turned"] = [round(value) for value in line.points[0][-2:]]
    line.flip(ORIENTATION_HORIZONTAL, 4)
    said["mirrored"] = [round(value) for value in line.points[0][-2:]]
    drawn = gimp.VectorsBezierStroke.new_moveto(path, 1, 1)
    drawn.lineto(7, 1)
    drawn.conicto(8, 4, 7, 7)
    drawn.cubicto(5, 8, 3, 8, 1, 7)
    drawn.close()
    said["drawn"] = [len(drawn.points[0]), drawn.points[1], drawn.vectors_ID == path.ID]
    path.remove_stroke(line)
    said["strokes"] = len(path.strokes)
    path.to_selection(CHANNEL_OP_REPLACE, antialias=False)
    said["selected"] = [image.selection.get_pixel(*place)[0] for place in ((4, 4), (0, 0))]
    gimp.VectorsBezierStroke.new_ellipse(path, 4, 4, 2, 2, 0)
    said["ellipse"] = [len(path.strokes), path.strokes[-1].points[1]]
    return json.dumps(said)


register(
    "along_path",
    *("Walk along a path", "", "A. Tester", "A. Tester", "2011"),
    *("_Along path", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was found")],
    along_path,
    menu="<Image>/Filters/Classic",
)

main()
