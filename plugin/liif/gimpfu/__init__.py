# SPDX-License-Identifier: GPL-3.0-or-later
"""The GIMP 2 API for Python plug-ins (``register``, ``main``, ``pdb``, ``gimp``) on GIMP 3.

``from gimpfu import *``, as such scripts begin, gives the names below.
"""

from __future__ import annotations

from gimpfu import gimp
from gimpfu.errors import ArgumentError, CancelError, error
from gimpfu.params import (
    PF_ADJUSTMENT,
    PF_BOOL,
    PF_DRAWABLE,
    PF_FLOAT,
    PF_IMAGE,
    PF_INT,
    PF_INT8,
    PF_INT16,
    PF_INT32,
    PF_LAYER,
    PF_OPTION,
    PF_RADIO,
    PF_SLIDER,
    PF_SPINNER,
    PF_STRING,
    PF_TOGGLE,
)
from gimpfu.plugin import main
from gimpfu.procedures import pdb
from gimpfu.registration import register

__all__ = [
    "PF_ADJUSTMENT",
    "PF_BOOL",
    "PF_DRAWABLE",
    "PF_FLOAT",
    "PF_IMAGE",
    "PF_INT",
    "PF_INT8",
    "PF_INT16",
    "PF_INT32",
    "PF_LAYER",
    "PF_OPTION",
    "PF_RADIO",
    "PF_SLIDER",
    "PF_SPINNER",
    "PF_STRING",
    "PF_TOGGLE",
    "ArgumentError",
    "CancelError",
    "error",
    "gimp",
    "main",
    "pdb",
    "register",
]
