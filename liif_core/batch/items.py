# SPDX-License-Identifier: Apache-2.0
"""What goes to an executor and what comes back, small enough to be sent to another machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from liif_core.pictures.formats import DEFAULT, Encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from liif_core.batch.ledger import Record
    from liif_core.enlarging import Wish
    from liif_core.request.settings import Settings

Status = Literal["done", "kept", "failed"]


@dataclass(frozen=True)
class Order:
    """What is the same for all pictures of a run."""

    source_dir: Path
    target_dir: Path
    wish: Wish
    settings: Settings
    overwrite: bool
    """Whether files may be replaced that no batch wrote."""
    settings_digest: str
    model_digest: str
    encoding: Encoding = DEFAULT
    """How the results are written."""
    salvage: bool = False
    """Whether to go on with what is left of damaged pictures."""


@dataclass(frozen=True)
class Item:
    """One picture to work on."""

    source: str
    """Relative to the order's folder, with slashes; so is ``target``."""
    target: str
    record: Record | None = None
    """What an earlier run noted when it had finished the picture."""
    ours: bool = False
    """Whether a file in the place of the target is the work of an earlier run."""
    claimed: bool = False
    """Whether it is the work of this run at the latest: nothing of others was in the way."""
    shown: bool = False
    """Whether the report shows it before and after."""


@dataclass(frozen=True)
class Outcome:
    """What became of an item."""

    item: Item
    status: Status
    """``kept``: an earlier run did it, and it is intact."""
    record: Record | None = None
    """There unless it failed."""
    notes: tuple[str, ...] = ()
    """For the user: why it failed, or what could not be kept."""
    before_after: tuple[bytes, bytes] | None = None
    """Two JPEG files, when the item is to be shown."""


class Executor(Protocol):
    """Who has the items worked on, here or elsewhere."""

    def run(
        self, items: Iterable[Item], order: Order, stopped: Callable[[], bool]
    ) -> Generator[Outcome, None, None]:
        """Have :func:`liif_core.batch.work.process` done; outcomes as they come, in any order.

        Each item is taken from ``items`` only when it is its turn. Once ``stopped`` says so, no
        more is begun and what is under way is cancelled or finished: what is not finished has no
        outcome. Closing the generator ends all work.
        """
