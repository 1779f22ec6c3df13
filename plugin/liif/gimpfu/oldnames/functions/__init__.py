# SPDX-License-Identifier: GPL-3.0-or-later
"""Procedures of GIMP 2 for which GIMP 3 has something that is no procedure, or of another form.

Each function of the modules here whose name begins with ``gimp_`` has the arguments of the old
procedure of that name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from gimpfu.oldnames.functions import images, items, painting, paths, program, resources, selections

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase

_MODULES = (images, items, painting, paths, program, resources, selections)
FUNCTIONS: dict[str, Callable[..., object]] = {
    **{
        name: function
        for module in _MODULES
        for name, function in vars(module).items()
        if name.startswith("gimp_")
    },
    **painting.MADE,
    **resources.MADE,
}
"""All of them, by name."""
_OF_THE_DATABASE = frozenset({*images.OF_THE_DATABASE, *program.OF_THE_DATABASE})


def find(name: str, pdb: ProcedureDatabase) -> Callable[..., object] | None:
    """The function of an old name, None when there is none."""
    spelled = name.replace("-", "_")
    found = FUNCTIONS.get(spelled)
    return partial(found, pdb) if found and spelled in _OF_THE_DATABASE else found
