#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for PyGTK before all else, as most of its kind did."""

import pygtk

pygtk.require("2.0")
import gtk
from gimpfu import *


def needs_gtk_first(image, drawable):
    gtk.main()


register(
    "python_fu_needs_gtk_first",
    *("Show another window", "", "A. Tester", "A. Tester", "2005"),
    *("<Image>/Filters/Classic/Needs GTK _first", "*"),
    [],
    [],
    needs_gtk_first,
)

main()
