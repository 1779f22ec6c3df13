#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through layers and groups, which it tells by their attribute ``layers``."""

import json

from gimpfu import *


def walk(layers, depth=0):
    for layer in layers:
        yield "%d %s" % (depth, layer.name)
        if hasattr(layer, "layers"):
            yield from walk(layer.layers, depth + 1)


def walk_groups(image, drawable):
    group = gimp.GroupLayer(image, "Group")
    image.insert_layer(group)
    inner = pdb.gimp_layer_group_new(image)
    inner.name = "Inner"
    image.insert_layer(inner, group, 0)
    image.insert_layer(gimp.Layer(image, "Leaf", 4, 4), inner, 0)
    said = {
        "walked": list(walk(image.layers)),
        "children": [len(drawable.children), len(group.children)],
        "parent": inner.parent.name,
        "mode": image.layers[-1].mode == gimp.Layer(image, "New", 1, 1).mode == LAYER_MODE_NORMAL,
        "type": isinstance(group, gimp.Layer) and type(drawable) is gimp.Layer,
    }
    return json.dumps(said)


register(
    "walk_groups",
    *("Walk through groups", "", "A. Tester", "A. Tester", "2013"),
    *("_Walk groups", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was met")],
    walk_groups,
    menu="<Image>/Filters/Classic",
)

main()
