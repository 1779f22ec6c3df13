#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Merges a shadow that was written, and one that never was."""

import json

from gimpfu import *


def shadow_merge(image, drawable):
    drawable.flush()
    drawable.merge_shadow(True)
    pdb.gimp_drawable_merge_shadow(drawable, True)
    drawable.free_shadow()
    said = {"untouched": drawable.get_pixel(0, 0)}
    source = drawable.get_pixel_rgn(0, 0, 8, 8, False, False)
    target = drawable.get_pixel_rgn(0, 0, 8, 8, True, True)
    target[:, :] = bytes(255 - value for value in source[:, :])
    said["waiting"] = drawable.get_pixel(0, 0)
    drawable.flush()
    drawable.merge_shadow(undo=True)
    drawable.update(0, 0, 8, 8)
    said["merged"] = drawable.get_pixel(0, 0)
    drawable.merge_shadow(True)
    said["once"] = drawable.get_pixel(0, 0)
    return json.dumps(said)


register(
    "shadow_merge",
    *("Merge the shadow", "", "A. Tester", "A. Tester", "2007"),
    *("_Shadow merge", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "The pixels")],
    shadow_merge,
    menu="<Image>/Filters/Classic",
)

main()
