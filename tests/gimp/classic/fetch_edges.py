#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads pixels with a pixel fetcher, also from beyond the edges, and all of them as an array."""

import json

import gimp
from gimpfu import *


def fetch_edges(image, drawable):
    said = {}
    for mode in ("NONE", "WRAP", "SMEAR", "BLACK", "BACKGROUND"):
        edge = globals()["PIXEL_FETCHER_EDGE_" + mode]
        fetcher = gimp.PixelFetcher(drawable, False, (1, 2, 3), edge)
        said[mode] = [list(fetcher[0, 0]), list(fetcher.get_pixel(-1, 3))]
    fetcher.put_pixel(0, 0, bytes([7, 8, 9]))
    said["written"] = drawable.get_pixel((0, 0))
    drawable.set_pixel((1, 0), (9, 9, 9))
    tile = drawable.get_tile2(False, 1, 0)
    said["tile"] = [list(tile[1, 0]), tile.tile_num, tile.dirty, len(tile)]
    data = drawable.get_data("R'G'B' u8")
    said["array"] = [data.typecode, len(data), list(data[:6])]
    said["floats"] = drawable.get_data().typecode
    pdb.gimp_rect_select(image, 2, 2, 3, 4, CHANNEL_OP_REPLACE, False, 0)
    said["intersection"] = drawable.mask_intersect()
    return json.dumps(said)


register(
    "fetch_edges",
    *("Read beyond the edges", "", "A. Tester", "A. Tester", "2008"),
    *("_Fetch edges", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "The pixels")],
    fetch_edges,
    menu="<Image>/Filters/Classic",
)

main()
