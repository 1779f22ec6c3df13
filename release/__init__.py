# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what people install: a wheel, an extension of GIMP and the recipe of a Flatpak add-on.

All are made of this checkout, without a network, and the same commit gives the same bytes.
"""
