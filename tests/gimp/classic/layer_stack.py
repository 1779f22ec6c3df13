#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes, orders and merges layers by the methods of an image, with keywords."""

import json

from gimpfu import *


def names(image):
    return [layer.name for layer in image.layers]


def layer_stack(image, drawable):
    top = image.new_layer("Top", width=4, height=3, offset_x=2, offset_y=1, opacity=50, pos=0)
    solid = image.new_layer(name="Solid", alpha=False, fill_mode=WHITE_FILL)
    said = {
        "made": [top.width, top.height, top.offsets, round(top.opacity), top.has_alpha],
        "solid": [solid.has_alpha, solid.get_pixel(0, 0), solid.mode == LAYER_MODE_NORMAL],
        "names": names(image),
        "active": image.active_layer.name,
    }
    image.lower_layer_to_bottom(solid)
    image.raise_layer(drawable)
    image.lower_layer(top)
    said["ordered"] = names(image)
    image.active_layer = top
    copy = top.copy(add_alpha=True)
    image.insert_layer(copy, position=0)
    copy.resize(width=8, height=8, offset_x=2, offset_y=1)
    copy.scale(4, 4, local_origin=True, interpolation=INTERPOLATION_NONE)
    said["copy"] = [copy.name, copy.width, copy.offsets]
    copy.mode, copy.lock_alpha, copy.visible = MULTIPLY_MODE, True, False
    said["states"] = [copy.mode == MULTIPLY_MODE, copy.preserve_trans, copy.visible]
    image.remove_layer(copy)
    merged = image.merge_down(image.layers[0], CLIP_TO_IMAGE)
    said["merged"] = [names(image), image.active_drawable == merged]
    image.resize(width=12, height=10, offset_x=2, offset_y=1)
    said["canvas"] = [image.width, image.height, merged.offsets]
    image.crop(6, 6, offset_x=3, offset_y=2)
    image.scale(12, 12, INTERPOLATION_NONE)
    image.resize_to_layers()
    flat = image.flatten()
    said["flat"] = [flat.width, flat.has_alpha, flat.type == RGB_IMAGE, flat.bpp]
    return json.dumps(said)


register(
    "layer_stack",
    *("Make layers", "", "A. Tester", "A. Tester", "2012"),
    *("_Layer stack", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was made")],
    layer_stack,
    menu="<Image>/Filters/Classic",
)

main()
