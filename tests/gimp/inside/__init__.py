# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs inside the root: in GIMP's own Python, or beside GIMP."""
