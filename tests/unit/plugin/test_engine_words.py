# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine says is said in the user's language, and nothing else is."""

from __future__ import annotations

import ast
import locale
from collections.abc import Iterator
from pathlib import Path

import pytest
from liif_gimp import engine_words
from liif_gimp.engine_words import TEXTS, in_our_words, retold

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


def test_what_is_not_known_is_shown_as_it_came() -> None:
    for said in ("something else happened", "", "model fast", "100% of (it) %(x)s"):
        assert in_our_words(said) == said


def _written() -> Iterator[str]:
    """All texts in the engine's code, with a mark for each value."""
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "\0"
                    for part in node.values
                )


def test_each_is_still_what_the_engine_writes() -> None:
    written = {text.rstrip(".") for text in _written()}
    written |= {text[:1].lower() + text[1:] for text in written}
    for text in TEXTS:
        marked = engine_words.VALUE.sub("\0", text)
        assert marked in written, text
