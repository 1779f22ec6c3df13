#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A frame, with one widget of every common kind in its dialog."""

from gimpfu import *

MODES = [NORMAL_MODE, MULTIPLY_MODE, SCREEN_MODE]


def frame(image, drawable, size, opacity, mode, color, corner, name, hide, font):
    pdb.gimp_context_push()
    image.undo_group_start()
    layer = gimp.Layer(image, name, image.width, image.height, RGBA_IMAGE, opacity, MODES[mode])
    layer.fill(TRANSPARENT_FILL)
    image.add_layer(layer, 0)
    gimp.set_foreground(color)
    pdb.gimp_selection_all(image)
    pdb.gimp_edit_fill(layer, FOREGROUND_FILL)
    inner = (size, size, image.width - 2 * size, image.height - 2 * size)
    if corner == "round":
        pdb.gimp_ellipse_select(image, *inner, CHANNEL_OP_REPLACE, False, False, 0)
    else:
        pdb.gimp_rect_select(image, *inner, CHANNEL_OP_REPLACE, False, 0)
    pdb.gimp_edit_clear(layer)
    pdb.gimp_selection_none(image)
    layer.visible = not hide
    layer.attach_new_parasite("frame", PARASITE_PERSISTENT, "%d %s" % (size, font))
    image.undo_group_end()
    pdb.gimp_context_pop()
    return layer, color


register(
    "python_fu_frame",
    "Draw a frame",
    "Adds a layer with a frame of one colour.",
    "A. Tester",
    "A. Tester",
    "2011",
    "_Frame...",
    "RGB*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_SPINNER, "size", "_Size:", 2, (1, 100, 1)),
        (PF_SLIDER, "opacity", "_Opacity:", 100.0, (0, 100, 0.5)),
        (PF_OPTION, "mode", "_Mode:", 0, ["Normal", "Multiply", "Screen"]),
        (PF_COLOR, "color", "_Colour:", (255, 128, 0)),
        (PF_RADIO, "corner", "Co_rners:", "square", (("Square", "square"), ("Round", "round"))),
        (PF_STRING, "layer_name", "_Name:", "Frame"),
        (PF_TOGGLE, "hide", "_Hide it:", False),
        (PF_FONT, "font", "Fon_t:", "Sans-serif"),
    ],
    [(PF_LAYER, "layer", "The frame"), (PF_COLOR, "color", "Its colour")],
    frame,
    menu="<Image>/Filters/Classic",
)

main()
