# SPDX-License-Identifier: GPL-3.0-or-later
"""The executor on a real Ray cluster, whose machines are processes here and can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from skimage import data

from liif_core.batch.ledger import NAME
from liif_core.batch.local import LocalExecutor
from liif_core.batch.ray_cluster import Share, connect
from liif_core.batch.run import Batch
from liif_core.cli import main
from liif_core.errors import LiifError

from .conftest import Folders

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="Ray's machines can share one computer on Linux only"
    ),
]
# One core; and little shared memory, which only what is sent at once and large would need.
MACHINE = {"num_cpus": 1, "object_store_memory": 80 << 20}
HEAD = {
    **MACHINE,
    "num_cpus": 0,
    "include_dashboard": False,
    # A machine that does not answer is given up after seconds instead of half a minute.
    "_system_config": {
        "health_check_period_ms": 500,
        "health_check_failure_threshold": 3,
        # Or Ray would end processes where other programs take the memory.
        "memory_monitor_refresh_ms": 0,
    },
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A machine to which the tests are connected, and one that works; others may join."""
    with pytest.MonkeyPatch.context() as patch:
        # Not tmp_path: the names of sockets must be short.
        folder = tempfile.mkdtemp(prefix="ray")
        patch.setenv("RAY_TMPDIR", folder)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.delenv("RAY_ADDRESS", raising=False)
        from ray.cluster_utils import Cluster

        made = Cluster(initialize_head=True, head_node_args=HEAD)
        try:
            made.add_node(**MACHINE)
            yield made
        finally:
            made.shutdown()
            # Processes that are just ending write there still.
            for _ in range(100):
                shutil.rmtree(folder, ignore_errors=True)
                if not Path(folder).exists():
                    break
                time.sleep(0.1)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things is not one without room, nor does it hang."""
    for name in ("_PATIENCE", "_GRACE"):
        monkeypatch.setattr(f"liif_core.batch.ray_crew.{name}", 600.0)


@pytest.fixture
def joined(cluster: Any) -> Iterator[Any]:  # noqa: ANN401
    """The cluster, with this process connected to it."""
    with connect(cluster.address):
        yield cluster


@pytest.fixture
def photos(folders: Folders) -> Folders:
    """Details of real photos, large enough to be met half-way."""
    shutil.rmtree(folders.source)
    (folders.source / "sub").mkdir(parents=True)
    for number, photo in enumerate((data.coffee(), data.chelsea())):
        for part in range(3):
            detail = Image.fromarray(photo[90:250, 60 * part : 60 * part + 240])
            name = f"{'sub/' if part % 2 else ''}{number} {part}.jpg"
            detail.save(folders.source / name, quality=50)
    return folders


def below(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [found for child in map(int, children) for found in (child, *below(child))]


def processes(machine: Any) -> list[int]:  # noqa: ANN401
    """All of a machine: those of Ray itself and those that work."""
    raylet = machine.all_processes["raylet"][0].process.pid
    return [raylet, *below(raylet)]


def has_picture(pid: int) -> bool:
    """Ray puts into the name of a process what it is doing, until just before it answers."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"ray::Slot.work")
    except (FileNotFoundError, ProcessLookupError):
        return False


def at_work(machine: Any) -> list[int]:  # noqa: ANN401
    """The processes of a machine that have a picture."""
    return [pid for pid in processes(machine) if has_picture(pid)]


def stands_still(pid: int) -> bool:
    """Whether no thread of a process runs; so it is when it has ended."""
    states = []
    for thread in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            states.append(thread.read_text().rpartition(")")[2].split()[0])
    return set(states) <= set("TZX")


def caught(machine: Any) -> list[int]:  # noqa: ANN401
    """The processes of a machine that have a picture, stopped: they cannot finish it any more."""
    found = at_work(machine)
    send(found, signal.SIGSTOP)
    while not all(map(stands_still, found)):
        time.sleep(0.001)
    held = [pid for pid in found if has_picture(pid)]
    # Those that finished just then.
    send([pid for pid in found if pid not in held], signal.SIGCONT)
    return held


def send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def kill(pids: list[int]) -> None:
    send(pids, signal.SIGKILL)


@contextlib.contextmanager
def meanwhile(done: Callable[[], bool]) -> Iterator[None]:
    """Calls ``done`` all the time that the block lasts, until it is: it must have become so."""
    left = threading.Event()
    results: list[bool] = []

    def watch() -> None:
        while not left.wait(0.005) and not any(results):
            results.append(done())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        left.set()
        thread.join()
    assert any(results)


def finished(folders: Folders) -> Counter[str]:
    """How often the ledger calls each result finished."""
    lines = (folders.target / NAME).read_text("utf-8").splitlines()
    return Counter(line["target"] for line in map(json.loads, lines) if "target_sha256" in line)


def files(folder: Path) -> dict[str, bytes]:
    """All, hidden ones too, but for the books."""
    ours = (NAME, "report.csv", "report.html")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ours
    }


def run(batch: Batch, count: int, stopped: Callable[[], bool] = lambda: False) -> list[str]:
    """Have the batch done in the cluster; the notes."""
    from liif_core.batch.ray_executor import RayExecutor

    notes: list[str] = []
    batch.run(RayExecutor(count, Share(1), notes.append), stopped, lambda _: None)
    return notes


def test_a_machine_that_dies_in_the_middle_costs_nothing(joined: Any, photos: Folders) -> None:  # noqa: ANN401
    joined.add_node(**MACHINE)
    batch = photos.plan()

    def lose_a_machine() -> bool:
        if len(batch.outcomes) < 2:
            return False
        busy = next(filter(caught, joined.worker_nodes), None)
        if busy is None:
            return False
        kill(processes(busy))
        return True

    with meanwhile(lose_a_machine):
        notes = run(batch, 2)
    assert [note for note in notes if "was lost" in note]
    assert batch.counts == {"done": 6}
    assert len(finished(photos)) == 6
    assert set(finished(photos).values()) == {1}

    here = Folders(photos.source, photos.target.with_name("here"))
    here.plan().run(LocalExecutor([1]), lambda: False, lambda _: None)
    assert files(photos.target) == files(here.target)

    again = photos.plan()
    assert run(again, 1) == []
    assert again.counts == {"kept": 6}


def test_a_picture_that_kills_all_who_touch_it_fails_alone(joined: Any, photos: Folders) -> None:  # noqa: ANN401
    killed: set[int] = set()

    def kill_three() -> bool:
        found = [*chain.from_iterable(map(caught, joined.worker_nodes))]
        kill(found)
        killed.update(found)
        return len(killed) == 3

    batch = photos.plan(pattern="sub/*")
    with meanwhile(kill_three):
        notes = run(batch, 1)
    assert batch.counts == {"failed": 1, "done": 1}
    assert batch.outcomes[0].notes == (
        "3 processes that worked on it ended; perhaps for want of memory",
    )
    assert notes == ["sub/0 1.jpg: the process or machine that worked on it was lost"] * 3
    assert list(files(photos.target)) == ["sub/1 1.jpg"]


def test_once_stopped_what_is_under_way_is_cancelled(
    joined: Any,  # noqa: ANN401
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Seen soon, and long before it is done.
    monkeypatch.setattr("liif_core.batch.ray_crew._LOOK_UP", 0.02)
    noise = np.random.default_rng(0).integers(0, 255, (2000, 2000, 3), np.uint8)
    Image.fromarray(noise).save(folders.source / "0 large.png", compress_level=0)
    batch = folders.plan()
    run(batch, 1, lambda: any(map(at_work, joined.worker_nodes)))
    assert batch.outcomes == []
    assert files(folders.target) == {}


def test_machines_with_another_model_are_not_used(joined: Any, photos: Folders) -> None:  # noqa: ANN401
    batch = photos.plan()
    batch.order = replace(batch.order, model_digest="of another version")
    with pytest.raises(LiifError, match=r"no machine of the cluster can do this: .* another model"):
        run(batch, 1)
    assert not batch.outcomes
    assert files(photos.target) == {}


def test_the_command_is_quiet_and_imports_nothing_from_where_it_is_called(
    cluster: Any,  # noqa: ANN401
    photos: Folders,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (photos.source / "onnxruntime.py").write_text("raise SystemExit")
    (photos.source / "lost.jpg").write_bytes(b"no picture")
    monkeypatch.chdir(photos.source)
    arguments = ["batch", ".", "../out", "--clean", "--pattern", "[0l]*.jpg"]
    status = main([*arguments, "--engine", "ray", "--address", cluster.address])
    printed = capfd.readouterr()
    assert status == 1
    assert printed.out.startswith("the results will take about ")
    assert "\n4 pictures: 3 done, 1 failed, in " in printed.out
    assert printed.err.startswith("liif: lost.jpg: ")
    assert printed.err.count("\n") == 1
    assert len(files(photos.target)) == 3
    assert Path.cwd() == photos.source
