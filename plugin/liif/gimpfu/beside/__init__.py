# SPDX-License-Identifier: GPL-3.0-or-later
"""Files to be copied beside a script that imports a module of GIMP 2 before gimpfu."""
