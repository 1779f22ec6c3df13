#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Guides, units, tattoos, components and undo of an image."""

import json

from gimpfu import *


def image_settings(image, drawable):
    image.undo_group_start()
    guides = [image.add_hguide(3), image.add_vguide(5)]
    said = {
        "guides": [
            [image.get_guide_position(each), image.get_guide_orientation(each)] for each in guides
        ],
        "next": image.find_next_guide(0) in guides,
    }
    image.delete_guide(guides[0])
    said["left"] = image.find_next_guide(0) == guides[1]
    image.resolution = 300, 150
    image.unit = UNIT_MM
    said["print"] = [image.resolution, image.unit == pdb.gimp_image_get_unit(image) == UNIT_MM]
    drawable.tattoo = 77
    image.tattoo_state = 100
    said["tattoos"] = [image.get_layer_by_tattoo(77) == drawable, image.tattoo_state]
    image.set_component_active(RED_CHANNEL, False)
    image.set_component_visible(BLUE_CHANNEL, False)
    said["components"] = [
        *(image.get_component_active(each) for each in (RED_CHANNEL, GREEN_CHANNEL)),
        *(image.get_component_visible(each) for each in (BLUE_CHANNEL, GREEN_CHANNEL)),
    ]
    image.set_component_active(RED_CHANNEL, True)
    image.undo_group_end()
    said["undo"] = [image.undo_is_enabled(), image.undo_freeze(), image.undo_is_enabled()]
    image.undo_thaw()
    said["disabled"] = [image.disable_undo(), image.undo_is_enabled(), image.enable_undo()]
    image.clean_all()
    said["clean"] = [image.dirty, image.base_type == RGB, image.precision]
    said["seen"] = image.pick_correlate_layer(1, 1) == drawable
    return json.dumps(said)


register(
    "image_settings",
    *("Set what an image has", "", "A. Tester", "A. Tester", "2008"),
    *("_Image settings", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What it has")],
    image_settings,
    menu="<Image>/Filters/Classic",
)

main()
