# SPDX-License-Identifier: Apache-2.0
"""What came of a run: a table for programs, a page for people."""

from __future__ import annotations

import base64
import csv
import os
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from liif_core.batch.left_out import ASKED_FOR, LeftOut
from liif_core.pictures.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from liif_core.batch.items import Order, Outcome, Status

NAMES = ("report.csv", "report.html")
LISTED = 1000
"""Failures and notes that the page lists; the table has all."""
_COLUMNS = (
    "source",
    "result",
    "status",
    "width",
    "height",
    "new width",
    "new height",
    "strength",
    "refocus",
    "detail",
    "seconds",
    "notes",
)
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
td, th { text-align: left; vertical-align: top; padding: .2rem 1.5rem .2rem 0 }
figure { margin: 0 0 2rem }
figure div { display: flex; flex-wrap: wrap; gap: .5rem }
figcaption { overflow-wrap: anywhere }
"""


@dataclass
class Tally:
    """What a run was to do, and what has come of it so far."""

    order: Order
    targets: dict[str, str]
    """Source -> target, both relative to their folders."""
    left_out: LeftOut = field(default_factory=LeftOut)
    outcomes: list[Outcome] = field(default_factory=list)
    counts: Counter[Status] = field(default_factory=Counter)
    """How many pictures have which status."""
    megapixels: float = 0.0
    """Millions of pixels computed by this run."""
    seconds: float = 0.0

    @property
    def unwanted(self) -> int:
        """How many pictures are left out as asked for."""
        return len(self.left_out.kinds.get(ASKED_FOR, ()))


def write_report(tally: Tally) -> None:
    """Write the table and the page into the folder of results.

    Raises :class:`LiifError` when that fails.
    """
    outcomes = sorted(tally.outcomes, key=lambda outcome: outcome.item.source)
    folder = tally.order.target_dir
    table, page = (folder / name for name in NAMES)
    with replacing(table) as staged:
        _write_table(staged, outcomes)
    with replacing(page) as staged:
        # Names need not be text; what is none is spelled out.
        staged.write_text(_page(tally, outcomes), "utf-8", errors="backslashreplace")


def summarise(tally: Tally) -> str:
    """One line: how many, how fast."""
    counts = tally.counts
    parts = [f"{counts['done']} done"]
    if counts["kept"]:
        parts.append(f"{counts['kept']} done before")
    if counts["failed"]:
        parts.append(f"{counts['failed']} failed")
    if unfinished := len(tally.targets) - len(tally.outcomes):
        parts.append(f"{unfinished} not finished")
    if tally.unwanted:
        parts.append(f"{tally.unwanted} left out")
    rate = f" ({describe_speed(tally)})" if counts["done"] else ""
    return f"{len(tally.targets)} pictures: {', '.join(parts)}, in {tally.seconds:.1f} s{rate}"


def describe_speed(tally: Tally) -> str:
    """What this run computes in a second: pictures, and millions of new pixels."""
    seconds = max(tally.seconds, 1e-3)
    pictures, megapixels = tally.counts["done"] / seconds, tally.megapixels / seconds
    return f"{pictures:.2f} pictures/s, {megapixels:.2f} megapixels/s"


def describe_outlook(tally: Tally, cores: int) -> str:
    """One line: what this run's rate means for many, on ``cores`` that it has kept busy."""
    hours = tally.seconds / tally.counts["done"] * 1e6 / 3600
    core_hours = f"{hours * cores:,.0f} core hours"
    return f"a million like these: {core_hours}, on {cores} cores {hours:,.0f} hours"


def _write_table(path: Path, outcomes: list[Outcome]) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for outcome in outcomes:
            item, record = outcome.item, outcome.record
            facts: list[object] = [""] * 8
            if record:
                amounts = record.strength, record.refocus, record.detail
                used = ["" if amount is None else amount for amount in amounts]
                facts = [*record.size, *record.new_size, *used, record.seconds]
            notes = "; ".join(outcome.notes)
            names = [_path_cell(name) for name in (item.source, item.target)]
            writer.writerow([*names, outcome.status, *facts, _text_cell(notes)])


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that spreadsheets compute instead of showing: a name could do anything."""


def _path_cell(name: str) -> str:
    """``name``, or the same path in a form that is no formula."""
    return f"./{name}" if name.startswith(_FORMULA) else name


def _text_cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _page(tally: Tally, outcomes: list[Outcome]) -> str:
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    noted = [outcome for outcome in outcomes if outcome.status != "failed" and outcome.notes]
    shown = [_figure(outcome) for outcome in outcomes if outcome.before_after]
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>LIIF batch</title><style>{_STYLE}</style><h1>LIIF batch</h1>",
        f"<p>{escape(summarise(tally))}.</p>",
        *_listed("Failed", failed),
        *_listed("Notes", noted),
        *_left_out(tally.left_out.kinds),
    ]
    if shown:
        parts += [
            "<h2>Before and after</h2><p>The middle of the pictures at the result&rsquo;s own"
            " pixels, with the original enlarged by bicubic interpolation beside it.</p>",
            *shown,
        ]
    return "\n".join(parts) + "\n"


def _listed(title: str, outcomes: list[Outcome]) -> list[str]:
    if not outcomes:
        return []
    rows = [
        f"<tr><td>{escape(outcome.item.source)}<td>{escape('; '.join(outcome.notes))}"
        for outcome in outcomes[:LISTED]
    ]
    more = len(outcomes) - LISTED
    rest = [f"<p>And {more} more, see {NAMES[0]}.</p>"] if more > 0 else []
    return [f"<h2>{title}</h2><table>", *rows, "</table>", *rest]


def _left_out(kinds: Mapping[str, list[str]]) -> list[str]:
    parts = []
    for kind, names in kinds.items():
        rows = [f"<li>{escape(name)}" for name in sorted(names)[:LISTED]]
        more = len(names) - LISTED
        rest = [f"<p>And {more} more.</p>"] if more > 0 else []
        parts += [f"<h2>Left out as {escape(kind)}: {len(names)}</h2><ul>", *rows, "</ul>", *rest]
    return parts


def _figure(outcome: Outcome) -> str:
    if outcome.before_after is None or outcome.record is None:
        raise AssertionError("only what was done is shown")
    images = "".join(
        f'<img alt="{label}" title="{label}" src="data:image/jpeg;base64,'
        f'{base64.b64encode(data).decode()}">'
        for label, data in zip(("before", "after"), outcome.before_after, strict=True)
    )
    record = outcome.record
    sizes = (
        f"{record.size[0]} x {record.size[1]} &rarr; {record.new_size[0]} x {record.new_size[1]}"
    )
    link = f'<a href="{quote(os.fsencode(record.target))}">{escape(record.target)}</a>'
    return f"<figure><div>{images}</div><figcaption>{link}, {sizes}</figcaption></figure>"
