# SPDX-License-Identifier: GPL-3.0-or-later
"""Brushes, gradients and palettes by their names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gimpfu import gimp
from gimpfu.colors import RGB
from gimpfu.conversion import resource
from gimpfu.errors import ArgumentError


def gimp_palettes_get_palette_entry(name: str, number: int) -> tuple[str, int, RGB]:
    colors = resource("Palette", name).get_colors()
    if not 0 <= number < len(colors):
        raise ArgumentError(f"{name} has {len(colors)} colours, and none numbered {number}")
    return name, len(colors), RGB.of(colors[number])


def gimp_fonts_refresh() -> None:
    gimp.fonts_refresh()


def _delete(kind: str, name: str) -> None:
    resource(kind, name).delete()


def _duplicate(kind: str, name: str) -> str:
    return str(resource(kind, name).duplicate().get_name())


def _rename(kind: str, name: str, new_name: str) -> str:
    found = resource(kind, name)
    found.rename(new_name)
    return str(found.get_name())


def _is_editable(kind: str, name: str) -> bool:
    return bool(resource(kind, name).is_editable())


MADE: dict[str, Callable[..., object]] = {
    f"gimp_{kind.lower()}_{verb}": partial(function, kind)
    for kind in ("Brush", "Gradient", "Palette")
    for verb, function in (
        ("delete", _delete),
        ("duplicate", _duplicate),
        ("rename", _rename),
        ("is_editable", _is_editable),
    )
}
