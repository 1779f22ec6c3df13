# SPDX-License-Identifier: GPL-3.0-or-later
"""What our code uses of the introspected libraries, by its syntax trees."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_IMPORTED_FROM = ("gi.repository", "gimpfu.introspection")


@dataclass
class Used:
    """Names, without regard to where they are used."""

    entries: set[str] = field(default_factory=set)
    """Of libraries, such as ``Gimp.Image``."""
    attributes: set[str] = field(default_factory=set)
    """Of anything: nobody knows yet of which class. Virtual functions begin with ``do_``."""
    keywords: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The properties that classes are called with, by the class."""


def used_by(files: Iterable[Path]) -> Used:
    """What these Python files use."""
    used = Used()
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        libraries = set(_imported(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                used.attributes.add(node.attr)
                if isinstance(node.value, ast.Name) and node.value.id in libraries:
                    used.entries.add(f"{node.value.id}.{node.attr}")
            elif isinstance(node, ast.FunctionDef) and node.name.startswith("do_"):
                used.attributes.add(node.name)
            elif isinstance(node, ast.Call):
                words = {each.arg for each in node.keywords if each.arg is not None}
                used.keywords[ast.unparse(node.func)] |= words
    return used


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _IMPORTED_FROM:
            yield from (alias.name for alias in node.names)
