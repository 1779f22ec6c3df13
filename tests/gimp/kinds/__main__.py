# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes one GIMP's column of ``KINDS.md``: ``python -m tests.gimp.kinds HOME``.

``HOME`` is a folder as for :mod:`tests.gimp.runner`, which this installs into first.
``LIIF_GIMP_SUITE=forky`` takes GIMP 3.2 in place of 3.0.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..runner import gimp_in, install
from . import table
from .declared import CASES
from .judging import faults, words
from .running import known, run


def main() -> int:
    """Run, write, and say what is wrong; 1 where anything is."""
    parser = argparse.ArgumentParser(prog="python -m tests.gimp.kinds")
    parser.add_argument("home", type=Path)
    gimp = gimp_in(parser.parse_args().home)
    install(gimp.sandbox)
    found = dict(table.read())
    status = 0
    cases = known(gimp, CASES)
    for case, outcome in zip(cases, run(gimp, cases), strict=True):
        wrong = faults(case, outcome)
        said = f"WRONG: {'; '.join(wrong)}" if wrong else words(case, outcome)
        found[table.row(case), gimp.sandbox.root.gimp_version] = said
        if wrong:
            sys.stderr.write(f"{table.row(case)} {said}\n")
            status = 1
    table.write(found)
    return status


if __name__ == "__main__":
    sys.exit(main())
