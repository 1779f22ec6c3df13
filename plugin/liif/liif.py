#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""LIIF for GIMP: the file that GIMP starts."""

from __future__ import annotations

from pathlib import Path

from gimpfu import main
from liif_gimp.plugin import Plugin
from liif_gimp.procedures import PROCEDURES
from liif_gimp.runner import offer

offer(Plugin(Path(__file__).resolve().parent), PROCEDURES)
main()
