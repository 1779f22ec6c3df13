# SPDX-License-Identifier: GPL-3.0-or-later
"""GIMP's introspected libraries, with their versions fixed before the first import."""

from __future__ import annotations

import gi

for _library, _version in (("Babl", "0.1"), ("Gegl", "0.4"), ("Gimp", "3.0")):
    gi.require_version(_library, _version)

from gi.repository import Babl, Gegl, Gimp, Gio, GLib, GObject  # noqa: E402 - versions come first

__all__ = ["Babl", "GLib", "GObject", "Gegl", "Gimp", "Gio"]
