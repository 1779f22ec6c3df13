#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds its dialog with PyGTK, which is gone."""

from gimpfu import *
import gtk


class Window(gtk.Window):
    pass


def needs_gtk(image, drawable):
    Window().show_all()


register(
    "needs_gtk",
    *("Show a window", "", "A. Tester", "A. Tester", "2009"),
    *("_Needs GTK...", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [],
    needs_gtk,
    menu="<Image>/Filters/Classic",
)

main()
