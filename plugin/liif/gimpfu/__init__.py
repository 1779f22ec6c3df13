# SPDX-License-Identifier: GPL-3.0-or-later
"""The GIMP 2 API for Python plug-ins (``register``, ``main``, ``pdb``, ``gimp``) on GIMP 3.

``from gimpfu import *``, as such scripts begin, gives all PF types, all constants of GIMP by
their old names, and the names in :data:`__all__`. ``GIMPFU.md`` says what is covered.
"""

from __future__ import annotations

import sys
from types import ModuleType

from gimpfu import colors, enums, gimp
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

_constants = enums.constants()
globals().update(_constants)


def _module(name: str, **content: object) -> None:
    """Let scripts that import a module of GIMP 2 by its name find it, once gimpfu is there."""
    module = ModuleType(name)
    vars(module).update(content)
    sys.modules.setdefault(name, module)


sys.modules.setdefault("gimp", gimp)
_module("gimpenums", **_constants)
_module("gimpcolor", RGB=colors.RGB)

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
    "main",
    "pdb",
    "register",
    *_constants,
]
