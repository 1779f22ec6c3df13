# SPDX-License-Identifier: Apache-2.0
"""Pages of text, drawn by a seed: what is written where, in fonts of many kinds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from liif_core.lab.benchmarks.metrics import Picture

BUNDLED = (
    "DejaVuSans.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSansMono.ttf",
    "DejaVuSans-Bold.ttf",
    "STIXGeneral.ttf",
    "STIXGeneralItalic.ttf",
)
"""Fonts that come with matplotlib, and so are everywhere."""
ELSEWHERE = (
    "LiberationSans-Regular.ttf",
    "LiberationSerif-Regular.ttf",
    "Ubuntu-R.ttf",
    "NotoSans-Regular.ttf",
    "arial.ttf",
    "times.ttf",
)
"""Fonts that are taken as well where the system has them."""
SIZES = (8, 10, 12, 14)
"""Of letters, in pixels of the source: from what can hardly be read to what can."""
WORDS = (
    "the", "of", "and", "house", "water", "seven", "quick", "brown", "fox", "jumps", "over",
    "lazy", "dog", "people", "letter", "number", "garden", "window", "street", "winter",
    "morning", "picture", "colour", "market", "yellow", "machine", "quiet", "journey", "bridge",
    "paper", "island", "question", "zebra", "object", "silver", "exact", "voyage", "happy",
    "kitchen", "liquid", "major", "north",
)  # fmt: skip
INKS = ((20, 20, 20), (30, 60, 130), (130, 30, 40), (235, 235, 235))
PAPERS = ((250, 250, 248), (240, 232, 212), (226, 240, 226), (40, 44, 52))
"""Of each page ink and paper, in turn."""
LINES_OF_A_SIZE = 2
_WIDTH = 220
"""Pixels of a page, of the source."""


@dataclass(frozen=True)
class Line:
    """One line of a page: what it says, and its rows, in pixels of the source."""

    text: str
    top: int
    bottom: int


@dataclass(frozen=True, eq=False)
class Page:
    """A page as large as the results will be, and its lines."""

    name: str
    pixels: Picture
    lines: tuple[Line, ...]


def pages(factor: int, seed: int, fonts: list[Path] | None = None) -> list[Page]:
    """A page for each font, drawn ``factor`` times as large as its source; the words are the same
    for the same ``seed``, whatever the factor."""
    chosen = fonts or found_fonts()
    return [
        _page(font, factor, np.random.default_rng([seed, number]), number)
        for number, font in enumerate(chosen)
    ]


def found_fonts() -> list[Path]:
    """The files of the fonts."""
    import matplotlib
    from matplotlib.font_manager import findSystemFonts

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    installed = {Path(path).name: Path(path) for path in sorted(findSystemFonts())}
    return [
        *(folder / name for name in BUNDLED),
        *(installed[name] for name in ELSEWHERE if name in installed),
    ]


def _page(font: Path, factor: int, rng: np.random.Generator, number: int) -> Page:
    lines = []
    top = 6
    for size in SIZES:
        small = ImageFont.truetype(font, size)
        for _ in range(LINES_OF_A_SIZE):
            height = round(size * 1.6)
            lines.append((Line(_words(small, rng), top, top + height), size))
            top += height
    ink, paper = INKS[number % len(INKS)], PAPERS[number % len(PAPERS)]
    picture = Image.new("RGB", (_WIDTH * factor, (top + 6) * factor), paper)
    letters = ImageDraw.Draw(picture)
    for line, size in lines:
        middle = (line.top + line.bottom) / 2 * factor
        large = ImageFont.truetype(font, size * factor)
        letters.text((8 * factor, middle), line.text, fill=ink, font=large, anchor="lm")
    return Page(font.stem, np.asarray(picture), tuple(line for line, _ in lines))


def _words(font: ImageFont.FreeTypeFont, rng: np.random.Generator) -> str:
    """As many words and numbers as fit into a line of ``font``."""
    text = ""
    while True:
        word = str(rng.choice(WORDS)) if rng.random() < 0.8 else str(rng.integers(10, 9999))
        longer = f"{text} {word}".strip()
        if font.getlength(longer) > _WIDTH - 16:
            return text
        text = longer
