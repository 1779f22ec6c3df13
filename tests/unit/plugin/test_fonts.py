# SPDX-License-Identifier: GPL-3.0-or-later
"""Fonts by the names of GIMP 2."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gimpfu import arguments, fonts
from gimpfu.conversion import resource
from gimpfu.errors import ArgumentError
from gimpfu.params import Kind, Param

from . import fake_gi

_DEFAULT_RESOURCE: Any = arguments._default_resource
KNOWN = (
    *("Sans-serif", "Sans-serif Bold", "Sans-serif Bold Italic", "Sans-serif Italic"),
    *("Serif", "Serif Bold", "Monospace", "Monospace Bold"),
    *("DejaVu Sans Bold", "DejaVu Sans Book", "DejaVu Sans Mono Bold Oblique"),
)


@pytest.fixture(autouse=True)
def _fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    found = {name: fake_gi.Resource(name) for name in KNOWN}
    font = SimpleNamespace(get_by_name=found.get)
    monkeypatch.setattr("gimpfu.fonts.Gimp.Font", font, raising=False)
    listed = lambda _filter: list(found.values())  # noqa: E731
    monkeypatch.setattr("gimpfu.fonts.Gimp.fonts_get_list", listed, raising=False)
    fonts.refresh()
    yield
    fonts.refresh()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Sans", "Sans-serif"),
        ("Sans Bold", "Sans-serif Bold"),
        ("sans bold italic", "Sans-serif Bold Italic"),
        ("Sans Bold Oblique", "Sans-serif Bold Italic"),
        ("Sans Bold, 24", "Sans-serif Bold"),
        ("Sans 12", "Sans-serif"),
        ("Sans-serif Bold", "Sans-serif Bold"),
        ("Serif Italic", "Serif"),
        ("Serif Bold Italic", "Serif Bold"),
        ("Monospace Bold 10px", "Monospace Bold"),
        ("DejaVu Sans", "DejaVu Sans Book"),
        ("DejaVu Sans,Bold", "DejaVu Sans Bold"),
        ("DejaVu Sans Mono Bold Italic", "DejaVu Sans Mono Bold Oblique"),
    ],
)
def test_a_description_leads_to_the_font(name: str, found: str, console: fake_gi.Console) -> None:
    assert resource("Font", name).get_name() == found
    assert console.messages == []


def test_another_family_is_told_once(console: fake_gi.Console) -> None:
    for _ in range(2):
        assert resource("Font", "Arial Black Bold").get_name() == "Sans-serif Bold"
    assert len(console.messages) == 1
    assert "'Arial Black Bold'" in console.messages[0]
    assert "'Sans-serif Bold' takes its place" in console.messages[0]


def test_a_parameter_s_default_that_is_missing_is_not_told(
    console: fake_gi.Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    selected = fake_gi.Resource("Serif")
    monkeypatch.setattr("gimpfu.arguments.Gimp.context_get_font", lambda: selected, raising=False)
    for default, expected in (
        ("Arial Bold", "Serif"),
        ("Sans Bold", "Sans-serif Bold"),
        (None, "Serif"),
    ):
        found = _DEFAULT_RESOURCE(Param.parse((Kind.FONT, "font", "Font", default)))
        assert found.get_name() == expected
    assert console.messages == []


@pytest.mark.parametrize(
    ("default", "to_selected"), [("Sans Bold", False), ("", True), (None, True)]
)
def test_gimp_keeps_no_default_by_its_number(default: str | None, to_selected: bool) -> None:
    """It would be that of another font after a restart."""
    declared: list[tuple[object, ...]] = []
    procedure: Any = SimpleNamespace(add_font_argument=lambda *values: declared.append(values))
    arguments.declare(procedure, Param.parse((Kind.FONT, "font", "Font", default)))
    ((_, _, _, may_be_none, given, selected, _),) = declared
    assert (may_be_none, given, selected) == (True, None, to_selected)


def test_a_font_that_was_left_out_is_the_default() -> None:
    config: Any = SimpleNamespace(get_property=lambda _name: None)
    param = Param.parse((Kind.FONT, "font", "Font", "Sans Bold"))
    assert arguments.read(config, param) == "Sans-serif Bold"


def test_no_name_is_no_font() -> None:
    with pytest.raises(ArgumentError, match="no font named ''"):
        resource("Font", "")
