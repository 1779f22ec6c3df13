# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that still know what they were made of."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from pathlib import Path

from liif_core.phrases import Phrase, spell

ENGINE = Path(__file__).parents[2] / "liif_core"
SIZE = Phrase("%(width)d x %(height)d, %(share)d%% of it", width=4, height=3, share=5)
SENTENCE = Phrase("it is %(size)s in %(file)s", size=SIZE, file="a.png")


def test_a_phrase_is_its_text() -> None:
    assert SENTENCE == "it is 4 x 3, 5% of it in a.png"
    assert Phrase("100% pure") == "100% pure"
    assert json.dumps([SIZE]) == '["4 x 3, 5% of it"]'


def test_it_is_spelled_with_all_phrases_in_it() -> None:
    assert spell(SENTENCE) == {
        "text": "it is %(size)s in %(file)s",
        "values": {
            "size": {
                "text": "%(width)d x %(height)d, %(share)d%% of it",
                "values": {"width": 4, "height": 3, "share": 5},
            },
            "file": "a.png",
        },
    }
    assert spell(Phrase("100% pure")) == {"text": "100% pure", "values": {}}
    assert spell("a.png") == "a.png"


def test_copies_know_it_as_well() -> None:
    for made in (copy.deepcopy(SENTENCE), pickle.loads(pickle.dumps(SENTENCE))):
        assert made == SENTENCE
        assert spell(made) == spell(SENTENCE)


def test_all_templates_are_written_out_where_translators_look_for_them() -> None:
    seen = 0
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Phrase":
                (template,) = node.args
                # What a model is for its manifest says, from which translators get it.
                written = isinstance(template, ast.Constant)
                assert written or ast.unparse(template) == "entry.description", path
                seen += 1
    assert seen > 50
