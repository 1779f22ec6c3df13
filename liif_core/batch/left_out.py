# SPDX-License-Identifier: Apache-2.0
"""What a folder holds that no run works on: which kinds, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath

ASKED_FOR = "asked for"
HIDDEN = "hidden, by a dot before the name"
LINKED = "a link to a folder"
NO_FILE = "no file, or a link to nothing"
NO_PICTURE = "no picture, judging by the ending (--pattern can include it)"
_NAMED = 3
"""Names, or endings, of a kind that its line tells."""


@dataclass
class LeftOut:
    """Names by kind, relative to the folder with slashes; those of folders end with one."""

    kinds: dict[str, list[str]] = field(default_factory=dict)
    """A kind is its reason in words: "left out as ...: 3"."""

    def add(self, kind: str, name: str) -> None:
        self.kinds.setdefault(kind, []).append(name)

    def lines(self) -> list[str]:
        """A line for each kind: how many, why, and some of them."""
        return [
            f"left out as {kind}: {len(names)} ({_some(kind, names)})"
            for kind, names in self.kinds.items()
        ]


def _some(kind: str, names: list[str]) -> str:
    if kind == NO_PICTURE:
        counts = Counter(PurePosixPath(name).suffix.lower() or "none" for name in names)
        told = [f"{ending}: {count}" for ending, count in counts.most_common()]
    else:
        told = sorted(names)
    more = [f"{len(told) - _NAMED} more"] if len(told) > _NAMED else []
    return ", ".join(told[:_NAMED] + more)
