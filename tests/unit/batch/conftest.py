# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of pictures, an executor in this process, and runs with a stand-in for the network."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest

from liif_core.batch.items import Item, Order, Outcome
from liif_core.batch.run import Batch, plan
from liif_core.batch.work import process
from liif_core.enlarging import Wish
from liif_core.pictures import Picture, write_picture
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime.hooks import Hooks
from liif_core.runtime.one_pass import RunInfo

SETTINGS = Settings("fast", device="cpu")


class HereExecutor:
    """One picture after the other, in this process."""

    def run(
        self, items: Iterable[Item], order: Order, stopped: Callable[[], bool]
    ) -> Generator[Outcome, None, None]:
        for item in items:
            if stopped():
                return
            yield process(item, order, stopped)


@dataclass
class Network:
    """Repeats pixels instead of computing any, and counts."""

    runs: int = 0
    breaks: BaseException | None = None

    def __call__(
        self,
        request: Enlarge,
        source: Any,  # noqa: ANN401
        result: Any,  # noqa: ANN401
        hooks: Hooks,
        *_: object,
    ) -> RunInfo:
        self.runs += 1
        if self.breaks:
            raise self.breaks
        hooks.warn("a note")
        result[...] = np.resize(source, result.shape)
        return RunInfo("fast", "none", "CPU", 0.5, 40)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    stand_in = Network()
    monkeypatch.setattr("liif_core.runtime.run.run", stand_in)
    return stand_in


def write_noise(path: Path, seed: int = 0, channels: int = 3) -> None:
    """A picture of 12 x 8 pixels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = np.random.default_rng(seed).integers(0, 255, (8, 12, channels), np.uint8)
    write_picture(path, Picture(samples))


@dataclass
class Folders:
    """Where the pictures are, and where the results go."""

    source: Path
    target: Path
    told: list[Outcome] = field(default_factory=list)

    def plan(
        self,
        wish: Wish = Wish(scale=2.0),  # noqa: B008 - it cannot be changed
        settings: Settings = SETTINGS,
        *,
        pattern: str | None = None,
        ending: str | None = None,
        overwrite: bool = False,
    ) -> Batch:
        return plan(
            self.source,
            self.target,
            wish,
            settings,
            pattern=pattern,
            ending=ending,
            overwrite=overwrite,
            warn=pytest.fail,
        )

    def results(self) -> list[str]:
        """Relative names of the pictures in the folder of results."""
        ours = ("liif-batch.jsonl", "report.csv", "report.html")
        files = (path for path in self.target.rglob("*") if path.is_file())
        return sorted(
            path.relative_to(self.target).as_posix() for path in files if path.name not in ours
        )


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Three pictures, one of them in a folder of its own."""
    source = tmp_path / "in"
    for seed, name in enumerate(("a.png", "b & ü.jpg", "sub/c.tif")):
        write_noise(source / name, seed)
    return Folders(source, tmp_path / "out")


class Run(Protocol):
    """Plans and runs, all in this process."""

    def __call__(self, *args: Any, **options: Any) -> Batch: ...  # noqa: ANN401


@pytest.fixture
def run(folders: Folders) -> Run:
    def run_once(*args: Any, **options: Any) -> Batch:  # noqa: ANN401
        batch = folders.plan(*args, **options)
        batch.run(HereExecutor(), lambda: False, folders.told.append)
        return batch

    return run_once
