# SPDX-License-Identifier: Apache-2.0
"""The processes of a run in the cluster: who starts, who is idle, who has which picture."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeAlias

import ray
from ray.exceptions import RayActorError, RayError, RayTaskError

from liif_core import __version__
from liif_core.atomic import remove_leftovers
from liif_core.batch.ray_slot import Slot
from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from liif_core.batch.items import Item, Order, Outcome
    from liif_core.batch.ray_cluster import Share

_LOOK_UP = 0.25
"""Seconds to wait for news at most."""
_GRACE = 10.0
"""Seconds that the processes have in the end to cancel their pictures."""
_PATIENCE = 30.0
"""Seconds without any process after which the user is told."""
_SPARE_STARTS = 3
"""Processes, beyond as many as there shall be, that may die while starting, none getting ready."""

# Ray's classes are typed in part only.
_Handle: TypeAlias = Any
_Reference: TypeAlias = Any


class Crew:
    """Handles of :class:`liif_core.batch.ray_slot.Slot`, replaced when they die."""

    def __init__(
        self,
        count: int,
        share: Share,
        order: Order,
        proof: Path,
        note: Callable[[str], None],
    ) -> None:
        """Start ``count`` processes; ``proof`` is for :meth:`Slot.find_problem`."""
        self.idle: list[_Handle] = []
        self.busy: dict[_Reference, tuple[_Handle, Item]] = {}
        self._starting: dict[_Reference, _Handle] = {}
        self._order = order
        self._share = share
        self._proof = proof
        self._note = note
        self._problems: set[str] = set()
        self._starts_left = self._most_starts = count + _SPARE_STARTS
        self._patient_until = time.monotonic() + _PATIENCE
        for _ in range(count):
            self._start()

    def begin(self, item: Item) -> None:
        """Hand ``item`` to an idle process."""
        handle = self.idle.pop()
        self.busy[handle.work.remote(item)] = handle, item

    def wait(self) -> list[tuple[Item, Outcome | None]]:
        """What has become of items since; None where the process was stopped or lost.

        Raises :class:`LiifError` when no process is left that could work.
        """
        references = [*self._starting, *self.busy]
        ready, _ = ray.wait(references, num_returns=1, timeout=_LOOK_UP)
        news = []
        for reference in ready:
            if reference in self.busy:
                news.append(self._answer(reference))
            else:
                self._arrival(reference)
        now = time.monotonic()
        if self.idle or self.busy:
            self._patient_until = now + _PATIENCE
        elif now > self._patient_until:
            self._patient_until = float("inf")
            self._note("the cluster has no room for this at the moment; waiting for some")
        return news

    def stop(self) -> None:
        """Have all cancel what they are doing, or finish, if that is nearly done."""
        for handle, _ in self.busy.values():
            handle.stop.remote()

    def end(self) -> None:
        """End all processes, those that are busy when they have cancelled their picture."""
        self.stop()
        if self.busy:
            ray.wait(list(self.busy), num_returns=len(self.busy), timeout=_GRACE)
        at_work = [handle for handle, _ in self.busy.values()]
        for handle in [*self.idle, *self._starting.values(), *at_work]:
            ray.kill(handle)

    def _start(self) -> None:
        share = self._share
        remote = ray.remote(Slot).options(
            num_cpus=share.cpus,
            num_gpus=share.gpus,
            max_concurrency=2,  # stop() is heard during work()
            scheduling_strategy="SPREAD",
        )
        handle = remote.remote(self._order, share.cpus)
        self._starting[handle.find_problem.remote(self._proof, __version__)] = handle

    def _arrival(self, reference: _Reference) -> None:
        handle = self._starting.pop(reference)
        try:
            problem: str = ray.get(reference)
        except RayError as error:
            ray.kill(handle)
            if not _is_our_fault(error):
                self._starts_left -= 1
                if self._starts_left <= 0:
                    raise LiifError(
                        "the processes in the cluster end as soon as they are started",
                        "Ray's logs on its machines say why, by default in /tmp/ray.",
                    ) from None
                self._start()
                return
            problem = f"a machine cannot run this program ({_last_line(error)})"
        else:
            if problem:
                ray.kill(handle)
        if not problem:
            self._starts_left = self._most_starts
            self.idle.append(handle)
            return
        if not (self.idle or self.busy or self._starting):
            raise LiifError(
                f"no machine of the cluster can do this: {problem}",
                "All need the same folders and models, and this package with its extra 'ray'.",
            )
        if problem not in self._problems:
            self._problems.add(problem)
            self._note(f"{problem}; no pictures go there")

    def _answer(self, reference: _Reference) -> tuple[Item, Outcome | None]:
        handle, item = self.busy.pop(reference)
        try:
            outcome: Outcome | None = ray.get(reference)
        except RayError:
            ray.kill(handle)  # it may be out of reach only
            remove_leftovers([self._order.target_dir / item.target])
            self._note(f"{item.source}: the process or machine that worked on it was lost")
            self._start()
            self._call_the_roll()
            return item, None
        self.idle.append(handle)
        return item, outcome

    def _call_the_roll(self) -> None:
        """Have the idle say that they are alive: a machine may have taken them along.

        Otherwise a picture could be handed to one dead process after the other, and be blamed.
        """
        for handle in self.idle:
            self._starting[handle.find_problem.remote(self._proof, __version__)] = handle
        self.idle.clear()


def _is_our_fault(error: RayError) -> bool:
    """Whether it is the program that failed, and would again, and not the process that died."""
    if isinstance(error, RayActorError):
        return bool(error.actor_init_failed)
    return isinstance(error, RayTaskError)


def _last_line(error: RayError) -> str:
    return str(error).strip().splitlines()[-1].strip()
