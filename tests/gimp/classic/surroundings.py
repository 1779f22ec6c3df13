#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks GIMP for its folders, chequers and the like."""

import json

from gimpfu import *


def surroundings(image, drawable):
    folders = (gimp.directory, gimp.data_directory, gimp.locale_directory, gimp.sysconf_directory)
    pictures = gimp.user_directory(USER_DIRECTORY_PICTURES)
    state, exported, layer = gimp.export_image(
        image, drawable, "PNG", EXPORT_CAN_HANDLE_RGB | EXPORT_CAN_HANDLE_ALPHA
    )
    said = {
        "folders": all(os.path.isabs(folder) for folder in folders),
        "rc": gimp.personal_rc_file("gimprc") == os.path.join(gimp.directory, "gimprc"),
        "pictures": pictures is None or os.path.isabs(pictures),
        "chequers": [gimp.check_size() in range(3), gimp.check_type() in range(10)],
        "shades": gimp.checks_get_shades(CHECK_TYPE_GRAY_CHECKS),
        "tiles": [gimp.tile_width(), gimp.tile_height()],
        "display": [gimp.default_display(), isinstance(gimp.monitor_number(), int)],
        "texts": [isinstance(text, str) for text in (gimp.wm_class(), gimp.get_progname())],
        "export": [state == EXPORT_IGNORE, exported == image, layer == drawable],
        "numbers": [gimp._id2image(image.ID) == image, gimp._id2drawable(layer.ID) == layer],
        "items": [gimp.Item.from_id(drawable.ID) == drawable, len(gimp.version)],
        "help": isinstance(gimp.show_help_button(), bool),
    }
    gimp.progress_init()
    gimp.progress_update(0.5)
    gimp.displays_flush()
    return json.dumps(said)


register(
    "surroundings",
    *("Ask GIMP", "", "A. Tester", "A. Tester", "2008"),
    *("S_urroundings", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "The answers")],
    surroundings,
    menu="<Image>/Filters/Classic",
)

main()
