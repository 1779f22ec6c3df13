# SPDX-License-Identifier: Apache-2.0
"""What a computation tells, and asks, whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace


def _ignore(_: object) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Hooks:
    """Functions that are called meanwhile, all in the thread that computes."""

    progress: Callable[[float], None] = _ignore
    """Told the share done, 0 to 1."""
    cancelled: Callable[[], bool] = _never
    """Whether nobody wants the result any more."""
    warn: Callable[[str], None] = _ignore
    """Told what the user should know, though nothing went wrong."""
    rows: Callable[[int], None] = _ignore
    """Told how many rows of the result, from the top, will neither change nor be read any more;
    not by all that computes, and never of more than there are."""

    def part(self, start: float, stop: float) -> Hooks:
        """The same for a part of the work, whose own progress lies between these shares."""
        whole = self.progress
        # What is made before the last part is no result yet.
        hooks = self if stop == 1 else self.without_rows()
        return replace(hooks, progress=lambda share: whole(start + (stop - start) * share))

    def without_rows(self) -> Hooks:
        """The same for what reads the result again, or does not fill it from the top."""
        return replace(self, rows=_ignore)


SILENT = Hooks()
