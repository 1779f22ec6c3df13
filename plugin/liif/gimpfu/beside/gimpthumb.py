# SPDX-License-Identifier: GPL-3.0-or-later
"""For scripts that import ``gimpthumb`` before gimpfu: copied beside them, this says what to do."""

from gimpfu import missing

missing.explain("gimpthumb")
