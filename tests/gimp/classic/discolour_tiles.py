#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the colour out, tile by tile, from the drawable into its shadow."""

from gimpfu import *


def discolour(image, drawable):
    gimp.progress_init("Discolouring " + drawable.name + "...")
    x1, y1, x2, y2 = drawable.mask_bounds
    tile_width, tile_height = gimp.tile_width(), gimp.tile_height()
    rows = (drawable.height + tile_height - 1) // tile_height
    columns = (drawable.width + tile_width - 1) // tile_width
    for row in range(rows):
        for column in range(columns):
            source = drawable.get_tile(False, row, column)
            target = drawable.get_tile(True, row, column)
            for y in range(source.eheight):
                for x in range(source.ewidth):
                    pixel = source[x, y]
                    gray = sum(pixel[:3]) // 3
                    target[x, y] = bytes([gray, gray, gray]) + pixel[3:]
            gimp.progress_update(float(row * columns + column) / (rows * columns))
    drawable.flush()
    drawable.merge_shadow(True)
    drawable.update(x1, y1, x2 - x1, y2 - y1)


register(
    "python_fu_discolour_tiles",
    "Make a layer gray",
    "Every channel becomes the mean of all three.",
    "A. Tester",
    "A. Tester",
    "2007",
    "_Discolour by tiles",
    "RGB*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
    ],
    [],
    discolour,
    menu="<Image>/Filters/Classic",
)

main()
