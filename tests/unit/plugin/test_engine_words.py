# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine says is said in the user's language, and nothing else is."""

from __future__ import annotations

import ast
import locale
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from liif_gimp import engine_words
from liif_gimp.engine_texts import IN_GIMP, TEXTS
from liif_gimp.engine_words import in_our_words, retold

from tests import translations

ENGINE = Path(__file__).parents[3] / "liif_core"


@pytest.fixture(autouse=True)
def _shouting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language of its own."""
    monkeypatch.setattr(engine_words, "_", lambda text: f"<{text}>")


def test_values_stand_in_the_translation() -> None:
    said = "model fast cannot be used (no such file: a.onnx)"
    assert in_our_words(said) == f"<{said}>"
    assert in_our_words(
        "OpenVINO could not be started; the picture is computed on the CPU"
    ).endswith("computed on the CPU>")


def test_a_hint_that_stands_alone_keeps_its_capital_letter() -> None:
    assert in_our_words("Install LIIF again.") == "<install LIIF again>"
    assert in_our_words("set detail to 0") == "<set detail to 0>"


def test_what_happened_and_a_hint_are_two_texts() -> None:
    said = "model fast cannot be used (a. b). Install LIIF again, please"
    assert in_our_words(said) == said
    assert in_our_words("b. c.jpg is a folder. Install LIIF again.") == (
        "<b. c.jpg is a folder>. <install LIIF again>"
    )
    # Of two that fit, the one that takes nothing of the hint into a value.
    assert in_our_words("a.jpg cannot be made: it is odd. Check the name.") == (
        "<a.jpg cannot be made: it is odd>. <check the name>"
    )
    assert in_our_words("nobody knows this. Check the name.") == (
        "nobody knows this. <check the name>"
    )


def test_what_a_library_said_behind_a_text_is_left_to_the_report() -> None:
    assert in_our_words("a.jpg is damaged: the lower 30 % are missing (Premature end)") == (
        "<a.jpg is damaged: <the lower 30 % are missing>>"
    )


def test_options_of_the_command_line_are_not_named_in_gimp() -> None:
    assert in_our_words("Check the folder or --pattern.") == "<choose another folder>"
    for text in (*TEXTS, *IN_GIMP.values()):
        assert "--" not in text


def test_a_report_is_retold_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    spelled = [
        [0, {"text": "Found", "values": {}}],
        [1, {"text": "%(noise).1f of %(all)s", "values": {"noise": 2.25, "all": {
            "text": "%(levels)d levels", "values": {"levels": 255}}}}],
        [2, "https://a.b"],
    ]  # fmt: skip
    assert retold(spelled) == "<Found>\n  <2.2 of <255 levels>>\n    https://a.b"
    comma = {"decimal_point": ",", "thousands_sep": "", "grouping": []}
    monkeypatch.setattr(locale, "localeconv", lambda: comma)
    assert retold(spelled) == "<Found>\n  <2,2 of <255 levels>>\n    https://a.b"


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        "a text",
        [1],
        [[0]],
        [["0", "a"]],
        [[10**9, "a"]],
        [[-1, "a"]],
        [[0, 7]],
        [[0, {"text": "a"}]],
        [[0, {"text": "%(b)s", "values": {"a": 1}}]],
        [[0, {"text": "%(a)d", "values": {"a": "b"}}]],
        [[0, {"text": "%(a)s", "values": [1]}]],
    ],
)
def test_a_damaged_report_is_none(damaged: object) -> None:
    assert retold(damaged) is None


@pytest.mark.parametrize("path", translations.translations().values(), ids=lambda p: p.parts[-3])
def test_what_a_hint_names_is_called_so_in_the_dialog(path: Path) -> None:
    words = {str(m.id): str(m.string) for m in translations.read(path) if m.id}

    def shown(label: str) -> str:
        return re.sub(r"\(_.\)", "", words[label]).replace("_", "")

    salvage, replace, begin = (
        words[IN_GIMP[said]]
        for said in IN_GIMP
        if said.startswith(("--salvage", "move it", "what is finished"))
    )
    assert shown("Use what ca_n be read of damaged files") in salvage
    assert shown("More settings") in salvage
    assert shown("Replace") in replace
    assert shown("_Begin") in begin


def test_what_is_not_known_is_shown_as_it_came() -> None:
    for said in ("something else happened", "", "model fast", "100% of (it) %(x)s"):
        assert in_our_words(said) == said


def _written() -> Iterator[str]:
    """All texts in the engine's code, with a mark for each value."""
    for path in ENGINE.rglob("*.py"):
        yield from _texts(ast.parse(path.read_text(encoding="utf-8")))


def _texts(tree: ast.AST) -> Iterator[str]:
    inside = set()
    for node in ast.walk(tree):
        if node in inside:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            inside |= set(ast.walk(node))
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values
            )


def test_each_is_still_what_the_engine_writes() -> None:
    written = {_as_here(text) for text in _written()}
    for text in (*TEXTS, *IN_GIMP):
        assert _as_here(engine_words.VALUE.sub("\0", text)) in written, text


TELLING = {"tell_missing", "tell_empty_rows", "_tell_corrupt"}
"""Functions that say what of a picture is lost."""
NOT_IN_GIMP = {
    # What LIIF folder does not ask for.
    "\0 is never lossless", "\0 holds \0 bits of each sample, not \0", "\0 has \0, and no \0 \0",
    "write a .png or .webp instead", "write a \0 instead, or leave out --depth",
    "give another --page",
    # What no picture of a folder leads to.
    "\0 does not say which format to write",
    "let the name end in .jpg, .png, .tif, .webp, .avif, .heic or .jxl",
    "the scale \0 is not within 1 to \0",
    "the picture has \0 x \0 pixels, more than fit into \0",
    # What a library said behind another text.
    "\0 (\0)",
}  # fmt: skip


def test_all_that_a_picture_of_a_folder_can_fail_with_is_here() -> None:
    known = {_as_here(engine_words.VALUE.sub("\0", text)) for text in (*TEXTS, *IN_GIMP)}
    rooms = [path for name in ("batch", "colour", "pictures") for path in (ENGINE / name).glob("*")]
    told = {
        _as_here(text)
        for path in (*rooms, ENGINE / "sizes" / "print_size.py")
        if path.suffix == ".py" and not path.name.startswith("ray_")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for reason in _reasons(node)
        for text in _texts(reason)
    }
    assert len(told) > 60
    assert not told - known - NOT_IN_GIMP


def _reasons(node: ast.AST) -> list[ast.AST]:
    """What makes the reason why a picture fails."""
    if isinstance(node, ast.FunctionDef) and node.name in TELLING:
        return [each for each in ast.walk(node) if isinstance(each, (ast.Assign, ast.Return))]
    if not isinstance(node, ast.Call):
        return []
    if ast.unparse(node.func) == "LiifError":
        return [*node.args, *(each.value for each in node.keywords)]
    if ast.unparse(node.func) == "Damage":  # whose notes are of files that can be read
        return [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "lost")]
    return []


def _as_here(text: str) -> str:
    plain = text.rstrip(".")
    return plain[:1].lower() + plain[1:]
