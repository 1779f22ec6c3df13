# SPDX-License-Identifier: GPL-3.0-or-later
"""Enlarges the JPEG files of a folder by 2, all layers of each, without a window::

    PHOTOS=photos LARGE=large gimp-console-3.0 -i --quit --batch-interpreter python-fu-eval \
        -b "exec(open('folder.py').read())"

GIMP ends with another status than 0 as soon as one fails.
"""

import os
from pathlib import Path

from gi.repository import Gimp, Gio

photos, large = Path(os.environ["PHOTOS"]), Path(os.environ["LARGE"])
pdb = Gimp.get_pdb()
upscale = pdb.lookup_procedure("plug-in-liif-upscale")
for path in sorted(photos.glob("*.jpg")):
    file = Gio.File.new_for_path(str(path.absolute()))
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
    config = upscale.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers())
    config.set_property("scale", 2.0)
    if upscale.run(config).index(0) != Gimp.PDBStatusType.SUCCESS:
        raise RuntimeError(f"{path}: {pdb.get_last_error()}")
    file = Gio.File.new_for_path(str((large / path.name).absolute()))
    if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None):
        raise RuntimeError(f"{path}: {pdb.get_last_error()}")
    image.delete()
