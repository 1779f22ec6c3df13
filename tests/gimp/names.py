# SPDX-License-Identifier: GPL-3.0-or-later
"""``NAMES.md``: what this binding has of GIMP 2.10's Python, name by name.

``python -m tests.gimp.names HOME`` writes it; ``HOME`` is a folder as for
:mod:`tests.gimp.runner`. The answers are those of one GIMP, and the same in the other.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .runner import CHECKOUT, Gimp, gimp_in
from .sandbox import HOME

LIST: Final = Path(__file__).with_name("names-2.10.txt")
TABLE: Final = Path(__file__).with_name("NAMES.md")

_HEADING: Final = """\
# The Python names of GIMP 2.10, and what came of them

Written by `python -m tests.gimp.names HOME` from `names-2.10.txt`, which lists what the sources of
GIMP 2.10 declare; `tests/gimp/test_names.py` fails where this table is not what it finds in GIMP
3.0 or 3.2, or where a name gives neither something nor an error that says what to do. "yes" means:
it is there. Constants have the numbers of GIMP 3; the second column has those of GIMP 2.

| name | GIMP 2.10 | here |
|---|---|---|
"""


def listed() -> dict[str, str]:
    """The names, with the numbers of constants and "" for the others."""
    lines = [line for line in LIST.read_text().splitlines() if not line.startswith("#")]
    return {name: number for name, _, number in (line.partition(" ") for line in lines)}


def look(gimp: Gimp) -> dict[str, str | None]:
    """What this GIMP has of each."""
    source = gimp.sandbox.home / "names"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(CHECKOUT / "plugin" / "liif" / "gimpfu", source / "gimpfu")
    gimp.sandbox.own(source)
    answer = gimp.call("names:look", gimpfu=f"{HOME}/names", names=list(listed()))
    found: dict[str, str | None] = answer["found"]
    return found


def table(found: Mapping[str, str | None]) -> str:
    """The text of ``NAMES.md``."""
    rows = [
        f"| `{name}` | {number} | {found[name] or 'MISSING'} |\n"
        for name, number in listed().items()
    ]
    return _HEADING + "".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gimp.names")
    parser.add_argument("home", type=Path)
    TABLE.write_text(table(look(gimp_in(parser.parse_args().home))))


if __name__ == "__main__":
    main()
