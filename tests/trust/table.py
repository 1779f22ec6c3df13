# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the figures of test runs into tests/README.md: ``python -m tests.trust.table``.

``figures/now.json`` is what ``pytest --figures`` counted, ``figures/before.json`` the same of the
tests when they were new, run on what they were written to test. The fuzzer counts in
``figures/fuzz-*.json``; what it found lies in ``corpus/found``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from tests.trust.seeds import CORPUS
from tests.trust.targets import targets

FIGURES: Final = Path(__file__).with_name("figures")
README: Final = Path(__file__).parents[1] / "README.md"
_BEGIN: Final = "<!-- made by python -m tests.trust.table -->\n"
_END: Final = "<!-- end -->\n"


def table() -> str:
    """All figures there are, as Markdown."""
    now, before = _read("now.json"), _read("before.json")
    lines = [
        "| | cases tried | failed at first | fail now |",
        "|---|---:|---:|---:|",
    ]
    for item, counts in now.items():
        found = len(before[item]["failed"]) if item in before else 0
        lines.append(f"| {item} | {counts['cases']:,} | {found} | {len(counts['failed'])} |")
    for name, target in targets().items():
        counts = _read(f"fuzz-{name}.json")
        if counts:
            found = sum(len(list((CORPUS / "found" / kind).glob("*"))) for kind in target.kinds)
            row = f"| Fuzzing: {name} | {counts['cases']:,} | {found} | {counts['failed']} |"
            lines.append(row)
    return "\n".join(lines) + "\n"


def _read(name: str) -> dict[str, Any]:
    path = FIGURES / name
    return json.loads(path.read_text()) if path.exists() else {}


def main() -> int:
    """Replace what stands between the two marks."""
    text = README.read_text()
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    README.write_text(f"{head}{_BEGIN}{table()}{_END}{tail}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
