#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns, mirrors and scales a layer by its methods."""

import json
import math

from gimpfu import *


def corner(layer):
    return layer.get_pixel(1, 1)[:3]


def transform_methods(image, drawable):
    drawable.add_alpha()
    said = {"before": corner(drawable)}
    drawable.transform_flip_simple(ORIENTATION_HORIZONTAL, True, 0)
    said["mirrored"] = corner(drawable)
    drawable.transform_rotate_simple(ROTATE_180, auto_center=True, center_x=0, center_y=0)
    said["turned"] = corner(drawable)
    drawable.transform_rotate_default(math.pi / 2, True, 0, 0, interpolate=False)
    said["across"] = corner(drawable)
    drawable.transform_scale(
        *(0, 0, 16, 4, TRANSFORM_FORWARD, INTERPOLATION_NONE), supersample=False, clip_result=False
    )
    said["scaled"] = drawable.width, drawable.height
    drawable.transform_perspective_default(0, 0, 8, 0, 0, 8, 8, 8)
    said["square"] = drawable.width, drawable.height
    drawable.transform_matrix_default(1, 0, 2, 0, 1, 3, 0, 0, 1)
    said["moved"] = drawable.offsets
    drawable.transform_2d_default(0, 0, 2, 2, 0, 0, 0)
    said["doubled"] = drawable.width, drawable.height
    drawable.transform_shear_default(ORIENTATION_HORIZONTAL, 4.0)
    said["sheared"] = drawable.width > 16
    drawable.transform_flip(0, 0, 0, 8, TRANSFORM_FORWARD, INTERPOLATION_NONE)
    said["left"] = drawable.offsets[0] < 0
    return json.dumps(said)


register(
    "transform_methods",
    *("Transform a layer", "", "A. Tester", "A. Tester", "2007"),
    *("_Transform methods", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What it became")],
    transform_methods,
    menu="<Image>/Filters/Classic",
)

main()
