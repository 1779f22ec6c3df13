# SPDX-License-Identifier: Apache-2.0
"""``liif bench look --text``: how much of small print can be read after it is enlarged.

By a program that reads text (RapidOCR), line by line: where the lines are is told to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PIL import Image

from liif_core.lab.benchmarks.look.contenders import Contender
from liif_core.lab.benchmarks.look.damages import compressed
from liif_core.lab.benchmarks.look.pages import Page, pages
from liif_core.lab.benchmarks.metrics import Picture

FACTORS = (2, 4)
QUALITIES = (None, 40)
"""Of JPEG; None: not compressed."""
ORIGINAL = "original"
"""The large page itself: what the reader can do at best."""


@dataclass(frozen=True)
class TextRow:
    """How much was read right of what one contender made of all pages."""

    factor: int
    damage: str
    contender: str
    share: float
    """Of the characters, 0..1, spaces not counted."""


class Reader(Protocol):
    """Reads one line."""

    def __call__(self, line: Picture) -> str:
        """What is written in ``line`` (h, w, 3)."""


def rapid_reader() -> Reader:
    """The reader that comes as rapidocr-onnxruntime, with its own network."""
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR()

    def read(line: Picture) -> str:
        # It takes BGR.
        found, _ = engine(np.ascontiguousarray(line[..., ::-1]), use_det=False, use_cls=False)
        return "".join(str(text) for text, _ in found or [])

    return read


def run(
    contenders: list[Contender],
    seed: int,
    reader: Reader,
    report: Callable[[list[TextRow]], None],
) -> list[TextRow]:
    """Measure all; ``report`` is told the rows of each factor and damage as they are done."""
    rows: list[TextRow] = []
    for factor in FACTORS:
        drawn = pages(factor, seed)
        best = _share(drawn, [page.pixels for page in drawn], factor, reader)
        for quality in QUALITIES:
            damage = f"jpeg{quality}" if quality else "clean"
            sources = [reduced(page, factor, quality) for page in drawn]
            done = []
            for each in contenders:
                results = [
                    each.enlarge(source, (page.pixels.shape[1], page.pixels.shape[0]))
                    for source, page in zip(sources, drawn, strict=True)
                ]
                share = _share(drawn, results, factor, reader)
                done.append(TextRow(factor, damage, each.name, share))
            done.append(TextRow(factor, damage, ORIGINAL, best))
            report(done)
            rows += done
    return rows


def _share(drawn: list[Page], results: list[Picture], factor: int, reader: Reader) -> float:
    """How much of the pages ``drawn`` is read right in ``results``, 0..1."""
    right = total = 0
    for page, result in zip(drawn, results, strict=True):
        for line in page.lines:
            text = line.text.replace(" ", "")
            read = reader(result[line.top * factor : line.bottom * factor]).replace(" ", "")
            right += max(0, len(text) - edits(read, text))
            total += len(text)
    return right / total


def reduced(page: Page, factor: int, quality: int | None) -> Picture:
    """``page`` as the source: reduced by ``factor``, and a JPEG of ``quality`` if that is given."""
    large = Image.fromarray(page.pixels)
    small = large.resize((large.width // factor, large.height // factor), Image.Resampling.BICUBIC)
    return np.asarray(small if quality is None else compressed(small, "JPEG", quality))


def edits(read: str, text: str) -> int:
    """Characters that must be put in, taken out or replaced to make ``read`` of ``text``."""
    above = list(range(len(text) + 1))
    for number, found in enumerate(read, 1):
        row = [number]
        for place, wanted in enumerate(text):
            row.append(min(above[place] + (found != wanted), above[place + 1] + 1, row[-1] + 1))
        above = row
    return above[-1]


def table(rows: list[TextRow]) -> str:
    """``rows`` in Markdown."""
    head = "| factor | damage | contender | characters read right |\n|---|---|---|---:|"
    lines = [
        f"| x{row.factor} | {row.damage} | {row.contender} | {row.share:.1%} |" for row in rows
    ]
    return "\n".join([head, *lines])
