# SPDX-License-Identifier: GPL-3.0-or-later
"""What gimpfu says about procedures of GIMP 2, against the procedures that this GIMP has.

Runs inside GIMP; see :mod:`tasks` for how its functions are called. ``gimpfu`` is that of the
folder that is given, as it is not installed in GIMP's own Python.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402 - versions come first


def check(_folder: Path, *, gimpfu: str) -> dict[str, Any]:
    """Every old name whose target, arguments or properties this GIMP does not have."""
    sys.path.insert(0, gimpfu)
    from gimpfu.oldnames import exports, filters, functions, loads, removed, renamed
    from gimpfu.procedures import pdb

    wrong: list[str] = []
    for name in renamed.NAMES:
        entry = renamed.Renamed(name, pdb)
        _check_words(wrong, name, entry.signature, _arguments(entry.target))
        for word in entry.signature.words if entry.signature else ():
            setter = f"gimp-context-set-{word.name}"
            if word.context and not _exists(setter):
                wrong.append(f"{name}: no {setter}")
    for name in exports.FORMATS:
        export = exports.Export(name, pdb)
        _check_words(wrong, name, export.signature, _arguments(export.target))
    for name in loads.FORMATS:
        load = loads.Load(name, pdb)
        _check_words(wrong, name, load.signature, _arguments(load.target))
    image = Gimp.Image.new(8, 8, Gimp.ImageBaseType.RGB)
    kind, normal = Gimp.ImageType.RGBA_IMAGE, Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, "layer", 8, 8, kind, 100.0, normal)
    image.insert_layer(layer, None, 0)
    for name in filters.OPERATIONS:
        chosen = filters.Filter(name)
        try:
            config = Gimp.DrawableFilter.new(layer, chosen.operation, "").get_config()
        except TypeError:  # GIMP gave nothing
            wrong.append(f"{name}: no {chosen.operation}")
            continue
        properties = {spec.name for spec in config.list_properties()} | {"aux"}
        _check_words(wrong, name, chosen.signature, properties)
    image.delete()
    return {
        "wrong": wrong,
        "advised but there": [name for name in removed.ADVICE if _exists(name)],
        "counts": {
            "renamed": len(renamed.NAMES),
            "functions": len(functions.FUNCTIONS),
            "exports": len(exports.FORMATS),
            "filters": len(filters.OPERATIONS),
            "removed": len(removed.ADVICE),
        },
    }


def unanswered(_folder: Path, *, gimpfu: str, names: list[str]) -> dict[str, Any]:
    """Which of the names lead neither to a procedure nor to advice; and how many to advice."""
    sys.path.insert(0, gimpfu)
    from gimpfu.oldnames import removed
    from gimpfu.procedures import pdb

    gone = [name for name in names if name not in pdb]
    return {
        "unanswered": [name for name in gone if name not in removed.ADVICE],
        "there": len(names) - len(gone),
    }


def constants(_folder: Path, *, gimpfu: str) -> dict[str, Any]:
    """All constants, and those that :mod:`gimpfu.enums` renames and this GIMP has not."""
    sys.path.insert(0, gimpfu)
    from gimpfu import enums

    found = enums.constants()
    return {"found": found, "missing": [old for old in enums._RENAMED if old not in found]}


def _check_words(wrong: list[str], name: str, signature: Any, known: set[str]) -> None:  # noqa: ANN401
    for word in signature.words if signature else ():
        for part in word.name.split("+"):
            if not (word.context or part == "-" or part in known):
                wrong.append(f"{name}: no {part}")


def _arguments(name: str) -> set[str]:
    procedure = Gimp.get_pdb().lookup_procedure(name)
    assert procedure is not None
    return {spec.name for spec in procedure.get_arguments()}


def _exists(name: str) -> bool:
    return Gimp.get_pdb().lookup_procedure(name) is not None
