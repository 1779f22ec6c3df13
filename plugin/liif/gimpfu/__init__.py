# SPDX-License-Identifier: GPL-3.0-or-later
"""The GIMP 2 API for Python plug-ins (``register``, ``main``, ``pdb``, ``gimp``) on GIMP 3.

``from gimpfu import *``, as such scripts begin, gives all PF types, all constants of GIMP by
their old names, and the names in :data:`__all__`. ``GIMPFU.md`` says what is covered.
"""

from __future__ import annotations

import math
import os
import sys
from types import ModuleType

from gimpfu import broken, enums, gimp, gimpcolor, missing, oldplugins, params, shelf
from gimpfu.errors import ArgumentError, CancelError, error, fail
from gimpfu.params import (
    PF_ADJUSTMENT,
    PF_BOOL,
    PF_BRUSH,
    PF_CHANNEL,
    PF_COLOR,
    PF_COLOUR,
    PF_DIRNAME,
    PF_DISPLAY,
    PF_DRAWABLE,
    PF_FILE,
    PF_FILENAME,
    PF_FLOAT,
    PF_FONT,
    PF_GRADIENT,
    PF_IMAGE,
    PF_INT,
    PF_INT8,
    PF_INT16,
    PF_INT32,
    PF_ITEM,
    PF_LAYER,
    PF_OPTION,
    PF_PALETTE,
    PF_PATTERN,
    PF_RADIO,
    PF_REGION,
    PF_SLIDER,
    PF_SPINNER,
    PF_STRING,
    PF_TEXT,
    PF_TOGGLE,
    PF_VALUE,
    PF_VECTORS,
)
from gimpfu.plugin import main
from gimpfu.procedures import pdb
from gimpfu.registration import register
from gimpfu.translation import N_, gettext

_constants = {**enums.constants(), **params.PDB}
globals().update(_constants)
t = gettext
"""Under this name GIMP 2 had the texts of its own dialogs."""


def _module(name: str, **content: object) -> None:
    """Let scripts that import a module of GIMP 2 by its name find it.

    It takes the place of a file of :mod:`gimpfu.beside`, too, that is being imported.
    """
    module = ModuleType(name)
    vars(module).update(content)
    sys.modules[name] = module


sys.modules["gimp"], sys.modules["gimpcolor"] = gimp, gimpcolor
_module("gimpenums", **_constants)
_module("gimpshelf", shelf=shelf.shelf)
_module("gimpplugin", plugin=oldplugins.plugin)
missing.watch()
broken.watch()

__all__ = [
    "PF_ADJUSTMENT",
    "PF_BOOL",
    "PF_BRUSH",
    "PF_CHANNEL",
    "PF_COLOR",
    "PF_COLOUR",
    "PF_DIRNAME",
    "PF_DISPLAY",
    "PF_DRAWABLE",
    "PF_FILE",
    "PF_FILENAME",
    "PF_FLOAT",
    "PF_FONT",
    "PF_GRADIENT",
    "PF_IMAGE",
    "PF_INT",
    "PF_INT8",
    "PF_INT16",
    "PF_INT32",
    "PF_ITEM",
    "PF_LAYER",
    "PF_OPTION",
    "PF_PALETTE",
    "PF_PATTERN",
    "PF_RADIO",
    "PF_REGION",
    "PF_SLIDER",
    "PF_SPINNER",
    "PF_STRING",
    "PF_TEXT",
    "PF_TOGGLE",
    "PF_VALUE",
    "PF_VECTORS",
    "ArgumentError",
    "CancelError",
    "N_",
    "error",
    "fail",
    "gettext",
    "gimp",
    "gimpcolor",
    "main",
    "math",
    "os",
    "pdb",
    "register",
    "sys",
    "t",
    *_constants,
]
