# SPDX-License-Identifier: GPL-3.0-or-later
"""For scripts that import ``gimpenums`` before gimpfu: copied beside them, this makes it known."""

import gimpfu  # noqa: F401 - which puts the module of this name in place of this file
