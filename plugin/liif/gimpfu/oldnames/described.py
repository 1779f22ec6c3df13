# SPDX-License-Identifier: GPL-3.0-or-later
"""What a procedure by its old name says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gimpfu.procedures import PdbProcedure


class Described:
    """An old name's ``proc_blurb``, ``params`` and so on are those of GIMP 3's procedure."""

    proc_name: str
    _procedure: PdbProcedure

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - texts, numbers and tuples
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._procedure, name)

    def __repr__(self) -> str:
        return f"<pdb function {self.proc_name}>"
