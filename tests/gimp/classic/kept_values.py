#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Returns what it was given. Its dialog is one that answers by itself, as there is no display."""

import sys
import types

from gimpfu import *


def answer(procedure, config, *others):
    config.set_property("size", 7)
    config.set_property("word", "typed")
    return True


dialog = types.ModuleType("gimpfu.dialog")
dialog.ask = answer
sys.modules["gimpfu.dialog"] = dialog


def on_image(image, size, word):
    return size, word


def alone(size, word):
    return size, word


common = ("Give values back", "", "A. Tester", "A. Tester", "2013")
values = [(PF_SPINNER, "size", "Size", 1, (0, 9, 1)), (PF_STRING, "word", "Word", "default")]
results = [(PF_INT, "size", "Size"), (PF_STRING, "word", "Word")]
image = [(PF_IMAGE, "image", "Image", None)]
menu = "<Image>/Filters/Classic"
register("kept_values", *common, "_Kept", "*", image + values, results, on_image, menu=menu)
register("kept_values_alone", *common, "Kept _alone", "", values, results, alone, menu=menu)

main()
