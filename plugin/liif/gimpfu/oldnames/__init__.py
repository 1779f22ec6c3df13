# SPDX-License-Identifier: GPL-3.0-or-later
"""Procedures of GIMP 2 that GIMP 3 has under another name, with other arguments, or no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gimpfu.errors import UnavailableError
from gimpfu.oldnames import exports, filters, functions, loads, removed, renamed

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase


def find(name: str, pdb: ProcedureDatabase) -> Callable[..., object] | None:
    """A callable with the arguments of GIMP 2; None where GIMP 3 has the procedure as it was.

    Raises :class:`gimpfu.errors.UnavailableError`, with what to use instead, for procedures that
    are gone.
    """
    for table in (functions, renamed, loads, exports, filters):
        found = table.find(name, pdb)
        if found is not None:
            return found
    if name in removed.ADVICE:
        raise UnavailableError(f"GIMP 3 has no procedure {name}: {removed.ADVICE[name]}")
    return None


def spelled(name: str) -> str:
    """The name in the spelling of GIMP 3, where vectors are paths."""
    return name.replace("-vectors", "-path") if name.startswith("gimp-") else name
