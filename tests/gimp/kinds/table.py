# SPDX-License-Identifier: GPL-3.0-or-later
"""``KINDS.md``: what came of each combination, in each GIMP."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .case import Case
from .declared import CASES

PATH: Final = Path(__file__).resolve().parents[1] / "KINDS.md"
VERSIONS: Final = ("3.0", "3.2")
Outcomes = Mapping[tuple[str, str], str]
"""Words by a row's description and the version of GIMP."""

_HEADING: Final = f"""\
# Kinds of images, layers and selections, and what came of them

Written by `python -m tests.gimp.kinds HOME`, which calls the procedures in the real GIMP;
`tests/gimp/test_kinds.py` fails where this table is not what it finds. "Done" means: size, place,
blending, mask, precision, profile and print size are right; the new layer's colours, and what one
sees of the whole image, are those of GIMP's own scaling within 0.005 of the range in the mean
and 0.05 at worst (0.03 in the mean where edges are hard); in clean and enhance-selection the source
and the selection are untouched. "Refused" means: with this message, and the image is unchanged.

| image | layer | selection | procedure | {" | ".join(f"GIMP {each}" for each in VERSIONS)} |
|---|---|---|---|{"---|" * len(VERSIONS)}
"""


def row(case: Case) -> str:
    """What the row of a case begins with."""
    return f"| {case.image} | {case.layer} | {case.selection or 'none'} | {case.procedure} |"


def read() -> Outcomes:
    """The committed table."""
    found = {}
    for line in PATH.read_text().rpartition("|---|\n")[2].splitlines():
        cells = line.split(" | ")
        if len(cells) == 4 + len(VERSIONS):
            beginning = f"{' | '.join(cells[:4])} |"
            for version, words in zip(VERSIONS, cells[4:], strict=True):
                found[beginning, version] = words.removesuffix(" |")
    return found


def write(outcomes: Outcomes) -> None:
    """Write the table; what is unknown stays empty."""
    rows = []
    for case in CASES:
        beginning = row(case)
        words = [
            outcomes.get((beginning, version), "") if case.needs <= version else "not in it"
            for version in VERSIONS
        ]
        rows.append(f"{beginning} {' | '.join(words)} |\n")
    PATH.write_text(_HEADING + "".join(rows))
