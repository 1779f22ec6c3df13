#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints strokes with every tool that takes them."""

import json

from gimpfu import *

LINE = [1.0, 4.0, 7.0, 4.0]


def paint_tools(image, drawable):
    gimp.context_push()
    drawable.add_alpha()
    source = gimp.Layer(image, "Source", 8, 8, RGBA_IMAGE, 100, NORMAL_MODE)
    image.add_layer(source)
    gimp.set_foreground(0, 200, 0)
    source.fill(FOREGROUND_FILL)
    brush = pdb.gimp_brush_new("Classic")
    pdb.gimp_brush_set_shape(brush, BRUSH_GENERATED_SQUARE)
    pdb.gimp_brush_set_radius(brush, 2)
    pdb.gimp_context_set_brush(brush)
    pdb.gimp_context_set_brush_size(4)
    said = {"brush": [brush, pdb.gimp_context_get_brush() == brush]}
    pdb.gimp_clone(drawable, source, IMAGE_CLONE, 4, 4, len(LINE), LINE)
    pdb.gimp_paintbrush(drawable, 0, len(LINE), LINE, PAINT_CONSTANT, 0)
    said["painted"] = drawable.get_pixel(4, 4)
    pdb.gimp_dodgeburn(drawable, 80, BURN, MIDTONES, len(LINE), LINE)
    said["burned"] = drawable.get_pixel(4, 4)[1] < 200
    pdb.gimp_convolve(drawable, 50, BLUR_CONVOLVE, len(LINE), LINE)
    pdb.gimp_heal(drawable, source, 4, 4, len(LINE), LINE)
    pdb.gimp_smudge(drawable, 50, len(LINE), LINE)
    pdb.gimp_airbrush(drawable, 50, len(LINE), LINE)
    pdb.gimp_eraser(drawable, len(LINE), LINE, BRUSH_HARD, PAINT_CONSTANT)
    said["erased"] = drawable.get_pixel(4, 4)[3] < 128
    pdb.gimp_context_set_line_dash_pattern(2, [5.0, 10.0])
    pdb.gimp_brush_delete(brush)
    said["dashes"] = pdb.gimp_context_get_line_dash_pattern()
    gimp.context_pop()
    return json.dumps(said)


register(
    "paint_tools",
    *("Paint", "", "A. Tester", "A. Tester", "2011"),
    *("_Paint tools", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "The pixels")],
    paint_tools,
    menu="<Image>/Filters/Classic",
)

main()
