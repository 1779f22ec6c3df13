# SPDX-License-Identifier: GPL-3.0-or-later
"""What this binding has of every public name of GIMP 2.10's Python modules.

Runs inside GIMP; see :mod:`tasks` for how its functions are called.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any


def look(_folder: Path, *, gimpfu: str, names: list[str]) -> dict[str, Any]:
    """For each name "yes", its number where it is a constant, or what its error says.

    ``names`` are as in ``names-2.10.txt``. A name that gives neither is None.
    """
    sys.path.insert(0, gimpfu)
    star: dict[str, Any] = {}
    exec("from gimpfu import *", star)
    return {"found": {name: _one(name, star) for name in names}}


def _one(name: str, star: dict[str, Any]) -> str | None:
    module, _, rest = name.partition(".")
    try:
        if module == "gimpfu":
            return "yes" if rest in star else None
        if not rest:
            importlib.import_module(module)
            return "yes"
        if module == "gimpenums":
            value = getattr(importlib.import_module(module), rest)
            return f"{value:g}" if isinstance(value, float) else _number(value)
        owner: Any = importlib.import_module(module)
        *path, last = rest.split(".")
        for step in path:
            owner = star["pdb"].gimp_image_scale if step == "pdb[]" else getattr(owner, step)
        getattr(owner, last)
    except (AttributeError, ImportError) as problem:
        known = type(problem).__name__ != "AttributeError"
        return str(problem) if known else None
    return "yes"


def _number(value: object) -> str:
    """Of a constant; a PF type has none any more."""
    return str(value) if isinstance(value, int) else "a PF type"
