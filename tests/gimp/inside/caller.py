#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plug-in of somebody else that calls plug-in-liif-upscale and renames the layer it returns."""

from __future__ import annotations

import sys

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402 - versions come first


class Caller(Gimp.PlugIn):
    def do_set_i18n(self, _name: str) -> bool:
        return False

    def do_query_procedures(self) -> list[str]:
        return ["plug-in-liif-test-caller"]

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, _run, None)
        procedure.set_image_types("*")
        return procedure


def _run(
    procedure: Gimp.Procedure,
    _mode: Gimp.RunMode,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
    *_: object,
) -> Gimp.ValueArray:
    upscale = Gimp.get_pdb().lookup_procedure("plug-in-liif-upscale")
    assert upscale is not None
    config = upscale.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", drawables)
    config.set_property("scale", 2.0)
    upscale.run(config).index(1).set_name("made by the other plug-in")
    return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)


Gimp.main(Caller.__gtype__, sys.argv)
