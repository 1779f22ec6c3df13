# SPDX-License-Identifier: GPL-3.0-or-later
"""What our code uses of the introspected libraries, by its syntax trees."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_IMPORTED_FROM = ("gi.repository", "gimpfu.introspection")


@dataclass
class Used:
    """Names, without regard to where they are used."""

    entries: set[str] = field(default_factory=set)
    """Of libraries, such as ``Gimp.Image``."""
    attributes: set[str] = field(default_factory=set)
    """Of anything that may be theirs: nobody knows yet of which class. Virtual functions begin
    with ``do_``."""
    keywords: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The properties that classes are called with, by the class."""


def used_by(files: Iterable[Path]) -> Used:
    """What these Python files use."""
    used = Used()
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        libraries, others = _imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                if owner not in others:
                    used.attributes.add(node.attr)
                if owner in libraries:
                    used.entries.add(f"{owner}.{node.attr}")
            elif isinstance(node, ast.FunctionDef) and node.name.startswith("do_"):
                used.attributes.add(node.name)
            elif isinstance(node, ast.Call):
                words = {each.arg for each in node.keywords if each.arg is not None}
                used.keywords[ast.unparse(node.func)] |= words
    return used


def _imported(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The names of libraries, and those whose attributes are none of theirs."""
    libraries: set[str] = set()
    others = {"self", "cls"}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
            introspected = isinstance(node, ast.ImportFrom) and node.module in _IMPORTED_FROM
            (libraries if introspected else others).update(names)
    return libraries, others
