# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of image, layer and selection, tried in the real GIMP: ``tests/gimp/KINDS.md``."""
