# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may import whom in the engine, wherever in a module the import stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
ENGINE = "liif_core"
LAB = "liif_core.lab"
MAY_IMPORT_LAB = (LAB, "liif_core.cli")


def _name_of(path: Path) -> str:
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    """The full names of what is imported, of modules where it is those."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in modules else str(node.module)


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Each module of the engine, and what it imports."""
    trees = {
        _name_of(path): ast.parse(path.read_text("utf-8"))
        for path in (CHECKOUT / ENGINE).rglob("*.py")
    }
    return {module: set(_imported(tree, set(trees))) for module, tree in trees.items()}


def _is_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_no_modules_import_each_other(imports: dict[str, set[str]]) -> None:
    ours = {
        module: {name for name in names if name in imports} for module, names in imports.items()
    }
    assert sum(map(len, ours.values())) > len(ours) > 100
    try:
        TopologicalSorter(ours).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_only_the_command_line_imports_the_lab(imports: dict[str, set[str]]) -> None:
    of_the_lab = [module for module, names in imports.items() if any(_is_in(n, LAB) for n in names)]
    assert any(_is_in(module, "liif_core.cli") for module in of_the_lab)
    assert [module for module in of_the_lab if not _is_in(module, *MAY_IMPORT_LAB)] == []


def test_the_engine_knows_nothing_of_gimp(imports: dict[str, set[str]]) -> None:
    gimp = ("gi", "gimpfu", "liif_gimp")
    assert [m for m, names in imports.items() if any(_is_in(n, *gimp) for n in names)] == []
