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

    def part(self, start: float, stop: float) -> Hooks:
        """The same for a part of the work, whose own progress lies between these shares."""
        whole = self.progress
        return replace(self, progress=lambda share: whole(start + (stop - start) * share))


SILENT = Hooks()
