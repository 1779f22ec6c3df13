#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plug-in made of a class, without gimpfu's register."""

import json

import gimp
import gimpenums
import gimpplugin

pdb = gimp.pdb


class ClassPlugin(gimpplugin.plugin):
    def query(self):
        gimp.install_procedure(
            "plug_in_class_plugin",
            *("Be a class", "", "A. Tester", "A. Tester", "2002"),
            *("<Image>/Filters/Classic/_Class plug-in", "RGB*", gimpenums.PLUGIN),
            [
                (gimpenums.PDB_INT32, "run_mode", "Run mode"),
                (gimpenums.PDB_IMAGE, "image", "Image"),
                (gimpenums.PDB_DRAWABLE, "drawable", "Drawable"),
                (gimpenums.PDB_INT32, "size", "Size"),
            ],
            [(gimpenums.PDB_STRING, "said", "What was done")],
        )
        gimp.menu_register("plug_in_class_plugin", "<Image>/Filters/Classic/More")

    def plug_in_class_plugin(self, run_mode, image, drawable, size):
        pdb.gimp_image_scale(image, 16, 16)
        return json.dumps({"mode": run_mode, "size": size, "width": drawable.width})


ClassPlugin().start()
