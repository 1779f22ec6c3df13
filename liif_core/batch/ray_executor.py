# SPDX-License-Identifier: Apache-2.0
"""The executor on a Ray cluster: a process for each picture at a time, wherever Ray has room.

Ray itself repeats nothing: which picture is where, and how often it has cost a process, is known
here only, so that each has one outcome.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from liif_core.batch.items import Item, Order, Outcome
from liif_core.batch.ray_crew import Crew
from liif_core.registry import folders
from liif_core.registry.models import find

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from liif_core.batch.ray_cluster import Share

ATTEMPTS = 3
"""Processes that a picture may cost before it is to blame."""


class RayExecutor:
    """See :class:`liif_core.batch.items.Executor`; to be used while connected to a cluster.

    A process that dies, be it with its whole machine, costs time only: another does its picture.
    """

    def __init__(self, count: int, share: Share, note: Callable[[str], None]) -> None:
        """``count`` pictures at a time, each with its ``share``; ``note`` is told of losses."""
        self._count = count
        self._share = share
        self._note = note

    def run(
        self, items: Iterable[Item], order: Order, stopped: Callable[[], bool]
    ) -> Generator[Outcome, None, None]:
        """Raises :class:`LiifError` when no machine of the cluster can do the work."""
        order = make_portable(order, self._share)
        with NamedTemporaryFile(dir=order.target_dir, prefix=".liif-batch-") as proof:
            crew = Crew(self._count, self._share, order, Path(proof.name), self._note)
            try:
                yield from work_off(items, crew, stopped)
            finally:
                crew.end()


def work_off(
    items: Iterable[Item], crew: Crew, stopped: Callable[[], bool]
) -> Generator[Outcome, None, None]:
    """Hand all ``items`` to the crew; one outcome for each, but those that were ``stopped``."""
    waiting = iter(items)
    again: deque[Item] = deque()
    lost: Counter[str] = Counter()
    stopping = False
    while True:
        if not stopping and stopped():
            stopping = True
            crew.stop()
        while crew.idle and not stopping:
            item = again.popleft() if again else next(waiting, None)
            if item is None:
                break
            crew.begin(item)
        if not crew.busy and (stopping or crew.idle):
            return
        for item, outcome in crew.wait():
            if outcome:
                yield outcome
            elif not stopping:
                lost[item.target] += 1
                if lost[item.target] < ATTEMPTS:
                    # It may have been lost after it was written.
                    again.append(replace(item, ours=item.claimed))
                else:
                    text = (
                        f"{ATTEMPTS} processes that worked on it ended; perhaps for want of memory"
                    )
                    yield Outcome(item, "failed", notes=(text,))


def make_portable(order: Order, share: Share) -> Order:
    """With names that mean the same everywhere."""
    settings = order.settings
    folder = find(settings.model).folder
    if folder not in (folders.shipped_models_dir(), folders.user_models_dir()):
        settings = replace(settings, model=str(folder.absolute()))
    if not share.gpus:
        settings = replace(settings, device="cpu")
    return replace(
        order,
        source_dir=order.source_dir.absolute(),
        target_dir=order.target_dir.absolute(),
        settings=settings,
    )
