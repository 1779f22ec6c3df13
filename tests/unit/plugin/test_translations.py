# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of the plug-in: all marked, all collected, all translated."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from gimpfu import translation
from gimpfu.introspection import GLib

from tests import translations

REFRESH = "run python -m tests.translations and translate what it says is missing"
SHOWING = {
    *("error", "message", "progress_init", "progress_set_text"),
    *("Label", "Button", "CheckButton", "set_label", "set_text", "set_tooltip_text"),
}
"""What is called to show a text to the user."""


def texts(messages: Catalog) -> set[str]:
    return {str(message.id) for message in messages if message.id}


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The texts that the plug-in has now."""
    return texts(translations.collected())


def unmarked(tree: ast.AST) -> Iterator[str]:
    """Words that are shown without having been looked up."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in SHOWING:
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from _words(argument)


def _words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and _name(node) == "_":
        return
    # A single lower-case word is the name of a value.
    text = node.value if isinstance(node, ast.Constant) else None
    if isinstance(text, str) and re.search(r"[A-Z]|\w \w", text):
        yield text
    for part in ast.iter_child_nodes(node):
        yield from _words(part)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.mark.parametrize(
    "code",
    [
        'error("it broke")',
        'raise error(f"{name} is broken. {REINSTALL}")',
        'Gtk.Label(label="Size")',
        'gimp.message("So " + _("far"))',
    ],
)
def test_words_that_are_not_looked_up_are_found(code: str) -> None:
    assert list(unmarked(ast.parse(code)))


def test_all_words_that_are_shown_are_looked_up() -> None:
    folder = translations.CHECKOUT / "plugin" / "liif"
    files = [folder / "liif.py", *(folder / "liif_gimp").rglob("*.py")]
    found = {str(path): list(unmarked(ast.parse(path.read_text("utf-8")))) for path in files}
    assert len(found) > 20
    assert not {path: words for path, words in found.items() if words}


def test_the_template_has_all_texts(known: set[str]) -> None:
    assert texts(translations.read(translations.TEMPLATE)) == known, REFRESH


def test_there_is_german() -> None:
    assert "de" in translations.translations()


@pytest.mark.parametrize("path", translations.translations().values(), ids=lambda p: p.parts[-3])
def test_a_translation_is_complete(path: Path, known: set[str]) -> None:
    found = translations.read(path)
    assert texts(found) == known, REFRESH
    assert not found.obsolete, "delete the lines that begin with #~"
    assert not [message.id for message in found if message.id and message.fuzzy], REFRESH
    assert not [message.id for message in found if not message.string], REFRESH
    # Above all the values that stand in a text.
    assert not [problem for _, problems in found.check() for problem in problems]
    # A letter to press where there is one in English, and no other.
    marks = {str(m.id): str(m.string).count("_") for m in found if m.id}
    assert not [text for text, mark in marks.items() if mark != text.count("_")]


@pytest.mark.parametrize("path", translations.translations().values(), ids=lambda p: p.parts[-3])
def test_what_gimp_reads_is_what_people_wrote(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = [message for message in translations.read(path) if message.id]
    wrong = [m.id for m in written if compiled.gettext(str(m.id)) != m.string]
    assert not wrong, REFRESH


def test_another_language_begins_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: set[str]
) -> None:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    monkeypatch.setattr(translations, "TEMPLATE", tmp_path / "liif.pot")
    path = translations.begin("fr")
    translations.refresh()
    assert translations.translations() == {"fr": path}
    assert texts(translations.read(path)) == known
    template = translations.TEMPLATE.read_text("utf-8")
    translations.refresh()
    assert translations.TEMPLATE.read_text("utf-8") == template


def test_gimpfu_looks_texts_up_in_the_script_s_own_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GLib, "get_language_names", lambda: ["de_AT", "de", "C"])
    path = tmp_path / "locale" / "de" / "LC_MESSAGES" / "mine.mo"
    path.parent.mkdir(parents=True)
    german = Catalog(locale="de")
    german.add("_Blur", "_Weichzeichnen")
    with path.open("wb") as file:
        write_mo(file, german)
    named = ("mine", str(tmp_path / "locale"))
    assert translation.translated("_Blur", named) == "_Weichzeichnen"
    assert translation.translated("another", named) == "another"
    assert translation.translated("", named) == ""
    assert translation.translated("_Blur", None) == "_Blur"
    assert translation.translated("_Blur", ("mine", str(tmp_path))) == "_Blur"
    monkeypatch.setattr("sys.argv", [str(tmp_path / "script.py")])
    assert translation.translated("_Blur", ("mine", None)) == "_Weichzeichnen"
    translation.catalogue.cache_clear()
