# SPDX-License-Identifier: GPL-3.0-or-later
"""What a diagnosis says can be said in other languages, all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from liif_core.diagnosis import Diagnosis, describe, diagnose
from liif_core.diagnosis.sources import LIIF
from liif_core.forensics.grid import Grid
from liif_core.forensics.recompression import Recompression
from liif_core.phrases import Phrase
from tests import translations
from tests.engine.damage import enlarged
from tests.engine.pictures import compressed, photo

pytestmark = pytest.mark.slow
NAMES = (LIIF.authors, "https://", "Lim, ", "Jiang, ", "Zhang, ")
"""How lines begin that are the same in all languages."""


@pytest.fixture(scope="module")
def reports() -> list[Diagnosis]:
    """Of a photo with many findings, and variants of it."""
    found = diagnose(enlarged(compressed(photo(), 30), 2), size=(1792, 1200), device="cpu")
    assert found.resolution is not None
    return [
        found,
        diagnose(photo()[:20, :20], device="cpu", timed=False),
        replace(found, kind="page of text", earlier=Recompression("aligned", 0, 0, 40, 9)),
        replace(found, grid=Grid(3, 5, 0.2, -9), earlier=Recompression("shifted", 1, 2, 40, 9)),
        replace(found, resolution=replace(found.resolution, factor=None, verdict="soft")),
    ]


def _templates(text: Phrase) -> Iterator[str]:
    yield text.template
    for value in text.values.values():
        if isinstance(value, Phrase):
            yield from _templates(value)


def test_every_line_is_made_of_texts_that_translators_know(reports: list[Diagnosis]) -> None:
    known = {str(message.id) for message in translations.collected()}
    for found in reports:
        for line in describe(found).lines:
            if isinstance(line.text, Phrase):
                assert not set(_templates(line.text)) - known
                # A text among the values would stay English.
                assert not [v for v in _plain(line.text) if " " in v], line
            else:
                assert line.text == "" or line.text.startswith(NAMES), line


def _plain(text: Phrase) -> Iterator[str]:
    for value in text.values.values():
        if isinstance(value, Phrase):
            yield from _plain(value)
        elif isinstance(value, str):
            yield value


def test_in_english_it_is_a_page_with_titles(reports: list[Diagnosis]) -> None:
    first, *lines = str(describe(reports[0])).splitlines()
    assert first.startswith("Task: enlarge ")
    assert first.endswith(" that was enlarged before")
    assert [line for line in lines if line[:1] not in ("", " ")] == [
        "Found", "Proposed", "Why", "Behind the model",
    ]  # fmt: skip
    assert "      for any factor: a decoder that answers at continuous coordinates" in lines
    assert any(line.startswith("  -> reduce to 224 x 150: bicubic") for line in lines)
