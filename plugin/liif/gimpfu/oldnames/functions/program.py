# SPDX-License-Identifier: GPL-3.0-or-later
"""What concerns GIMP as a whole: progress, displays, its procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu import gimp
from gimpfu.objects import Display

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase


OF_THE_DATABASE = ("gimp_procedural_db_proc_exists", "gimp_procedural_db_query")
"""Functions that have the database as their first argument."""


def gimp_progress_init(message: str, display: Display | None = None) -> None:
    gimp.progress_init(message)


gimp_progress_update = gimp.progress_update


gimp_progress_set_text = gimp.progress_set_text


gimp_progress_pulse = gimp.progress_pulse


gimp_displays_flush = gimp.displays_flush


gimp_message = gimp.message


gimp_display_new = Display


def gimp_procedural_db_proc_exists(pdb: ProcedureDatabase, name: str) -> bool:
    return name in pdb


def gimp_procedural_db_query(pdb: ProcedureDatabase, *patterns: str) -> tuple[int, tuple[str, ...]]:
    # GIMP 3 asks for the help's identifier as well, after the first three.
    names = pdb.query(*patterns[:3], ".*", *patterns[3:])
    return len(names), tuple(names)
