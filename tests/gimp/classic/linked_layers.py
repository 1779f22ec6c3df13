#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links layers and a path and moves them together."""

import json

from gimpfu import *


def linked_layers(image, drawable):
    others = [gimp.Layer(image, name, 4, 4, RGBA_IMAGE) for name in ("One", "Two")]
    for layer in others:
        image.add_layer(layer)
    path = pdb.gimp_vectors_new(image, "Line")
    pdb.gimp_image_insert_vectors(image, path, None, -1)
    stroke = gimp.VectorsBezierStroke(path, [1.0, 1.0] * 3 + [5.0, 5.0] * 3)
    said = {"before": [each.linked for each in (drawable, path)]}
    drawable.linked = path.linked = True
    pdb.gimp_item_set_linked(others[0], True)
    said["linked"] = [each.name for each in image.layers if each.linked]
    said["by procedure"] = pdb.gimp_drawable_get_linked(drawable), pdb.gimp_item_get_linked(path)
    drawable.translate(2, 1)
    said["moved"] = [each.offsets for each in (drawable, *others)]
    said["path"] = stroke.points[0][:2]
    drawable.linked = False
    drawable.set_offsets(0, 0)
    said["alone"] = [each.offsets for each in (drawable, *others)]
    copy = pdb.gimp_image_duplicate(image)
    said["copied"] = [each.name for each in copy.layers if each.linked]
    gimp.delete(copy)
    return json.dumps(said)


register(
    "linked_layers",
    *("Link layers", "", "A. Tester", "A. Tester", "2008"),
    *("_Linked layers", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "Where they are")],
    linked_layers,
    menu="<Image>/Filters/Classic",
)

main()
