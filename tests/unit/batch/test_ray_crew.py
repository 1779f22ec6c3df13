# SPDX-License-Identifier: GPL-3.0-or-later
"""How processes of a cluster are replaced, with a stand-in for Ray that does as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from ray.exceptions import RayActorError

from liif_core.batch import ray_crew
from liif_core.batch.items import Item, Outcome
from liif_core.batch.ray_cluster import Share
from liif_core.batch.ray_crew import Crew
from liif_core.batch.ray_executor import ATTEMPTS, work_off
from liif_core.errors import LiifError

from .conftest import Folders

ITEM = Item("a.png", "a.png", claimed=True)


@dataclass(eq=False)
class Call:
    """What a process was asked; a reference to its answer."""

    process: Process
    name: str
    arguments: tuple[Any, ...]


@dataclass(eq=False)
class Method:
    process: Process
    name: str

    def remote(self, *arguments: Any) -> Call:  # noqa: ANN401
        call = Call(self.process, self.name, arguments)
        self.process.calls.append(call)
        return call


class Process:
    """Answers at once where there is room for it, but for an outcome, which is given to it."""

    def __init__(self, says: str | Exception = "", *, room: bool = True) -> None:
        self.says = says
        self.room = room
        self.dead = self.killed = False
        self.outcome: Outcome | None = None
        self.calls: list[Call] = []
        self.find_problem, self.work, self.stop = (
            Method(self, name) for name in ("find_problem", "work", "stop")
        )

    def has_answered(self, call: Call) -> bool:
        return self.dead or (self.room if call.name == "find_problem" else self.outcome is not None)


class Ray:
    """The functions of Ray that a crew calls."""

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self.make: Callable[[], Process] = Process

    def remote(self, *arguments: object) -> Any:  # noqa: ANN401
        """That of a class, which is given, and that of its processes, who get more."""
        if len(arguments) == 1:
            return self
        self.processes.append(self.make())
        return self.processes[-1]

    def options(self, **_: object) -> Ray:
        return self

    def wait(
        self, references: list[Call], *, num_returns: int, timeout: float
    ) -> tuple[list[Call], list[Call]]:
        assert timeout > 0
        ready = [call for call in references if call.process.has_answered(call)][:num_returns]
        return ready, [call for call in references if call not in ready]

    def get(self, call: Call) -> Any:  # noqa: ANN401
        if call.process.dead:
            raise RayActorError
        answer = call.process.says if call.name == "find_problem" else call.process.outcome
        if isinstance(answer, Exception):
            raise answer
        return answer

    def kill(self, process: Process) -> None:
        process.killed = True


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch) -> Ray:
    stand_in = Ray()
    monkeypatch.setattr(ray_crew, "ray", stand_in)
    return stand_in


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def hire(ray: Ray, folders: Folders, notes: list[str]) -> Callable[[int], Crew]:
    """Starts so many processes."""
    order = folders.plan().order
    proof = order.target_dir / "proof"
    return lambda count: Crew(count, Share(1), order, proof, notes.append)


def test_the_idle_are_asked_whether_they_live_once_one_was_lost(
    ray: Ray, hire: Callable[[int], Crew]
) -> None:
    crew = hire(2)
    crew.wait()
    crew.wait()
    assert len(crew.idle) == 2
    crew.begin(ITEM)
    for process in ray.processes:  # a machine with both
        process.dead = True
    assert crew.wait() == [(ITEM, None)]
    while not crew.idle:
        assert crew.wait() == []
    assert not any(process.dead for process in crew.idle)


def test_a_picture_that_was_lost_may_be_there_already(
    ray: Ray, hire: Callable[[int], Crew], folders: Folders, notes: list[str]
) -> None:
    def go_on() -> bool:
        for process in ray.processes:
            for call in process.calls:
                if call.name == "work" and len(ray.processes) == 1:
                    (folders.target / f".{call.arguments[0].source[0]}.0123abcd.png").touch()
                    process.dead = True
                elif call.name == "work":
                    process.outcome = Outcome(call.arguments[0], "done")
        return False

    theirs = Item("b.png", "b.png")
    for item, ours in ((ITEM, True), (theirs, False)):
        ray.processes.clear()
        outcomes = list(work_off([item], hire(1), go_on))
        assert [outcome.item.ours for outcome in outcomes] == [ours]
    assert notes == [
        f"{name}.png: the process or machine that worked on it was lost" for name in "ab"
    ]
    assert not list(folders.target.iterdir())


def test_processes_that_cannot_live_end_the_run(ray: Ray, hire: Callable[[int], Crew]) -> None:
    def stillborn() -> Process:
        process = Process()
        process.dead = True
        return process

    ray.make = stillborn
    with pytest.raises(LiifError, match="end as soon as they are started"):
        list(work_off([ITEM], hire(2), lambda: False))
    assert len(ray.processes) < 2 + 2 * ATTEMPTS


@pytest.mark.parametrize(
    ("says", "problem"),
    [
        ("x does not see /in", "x does not see /in"),
        (
            RayActorError(error_msg="Traceback\nModuleNotFoundError: y\n", actor_init_failed=True),
            "a machine cannot run this program (ModuleNotFoundError: y)",
        ),
    ],
)
def test_machines_that_cannot_do_it_are_left_out_and_named_once(
    ray: Ray,
    hire: Callable[[int], Crew],
    notes: list[str],
    says: str | Exception,
    problem: str,
) -> None:
    kinds = [Process(says), Process(says), Process()]
    ray.make = lambda: kinds.pop(0)
    crew = hire(3)
    for _ in range(3):
        crew.wait()
    assert crew.idle == ray.processes[2:]
    assert [process.killed for process in ray.processes] == [True, True, False]
    assert notes == [f"{problem}; no pictures go there"]
    ray.make = lambda: Process(says)
    with pytest.raises(LiifError) as caught:
        list(work_off([ITEM], hire(2), lambda: False))
    assert f"no machine of the cluster can do this: {problem}. " in str(caught.value)


def test_a_cluster_without_room_is_told_of_once(
    ray: Ray, hire: Callable[[int], Crew], notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    process = Process()
    ray.make = lambda: process
    crew = hire(1)

    def look_up_at(seconds: float) -> int:
        """The number of notes of that kind after it."""
        monkeypatch.setattr("liif_core.batch.ray_crew.time.monotonic", lambda: seconds)
        crew.wait()
        return len([note for note in notes if "no room" in note])

    assert look_up_at(1000.0) == 0
    crew.begin(ITEM)
    assert look_up_at(2000.0) == 0
    process.dead = True
    ray.make = lambda: Process(room=False)
    assert look_up_at(2001.0) == look_up_at(2010.0) == 0
    assert look_up_at(2100.0) == look_up_at(2200.0) == 1


def test_in_the_end_all_are_stopped_and_ended(ray: Ray, hire: Callable[[int], Crew]) -> None:
    crew = hire(3)
    crew.wait()
    crew.begin(ITEM)
    crew.wait()
    crew.end()
    assert [process.killed for process in ray.processes] == [True] * 3
    stopped = [process for process in ray.processes if process.calls[-1].name == "stop"]
    assert [process.calls[-2].name for process in stopped] == ["work"]
