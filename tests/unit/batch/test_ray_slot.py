# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process in a cluster finds wrong with its machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from liif_core import __version__
from liif_core.batch.items import Item, Order
from liif_core.batch.ray_slot import Slot

from .conftest import Folders


@pytest.fixture
def order(folders: Folders) -> Order:
    order = folders.plan().order
    (order.target_dir / "proof").touch()
    return order


def slot(order: Order, monkeypatch: pytest.MonkeyPatch) -> Slot:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    made = Slot(order, 3)
    assert os.environ["OMP_NUM_THREADS"] == "3"
    return made


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (lambda order: None, ""),
        (lambda order: shutil.rmtree(order.source_dir), "does not see {order.source_dir}"),
        (
            lambda order: (order.target_dir / "proof").unlink(),
            "does not see what is in {order.target_dir}",
        ),
        (lambda order: replace(order, model_digest="x"), "has another model fast"),
        (
            lambda order: replace(order, settings=replace(order.settings, model="none")),
            "there is no model 'none'",
        ),
    ],
)
def test_a_machine_that_cannot_do_the_work_says_why(
    order: Order,
    harm: Callable[[Order], Order | None],
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = harm(order) or order
    said = slot(order, monkeypatch).find_problem(order.target_dir / "proof", __version__)
    assert problem.format(order=order) in said
    assert bool(said) == bool(problem)


def test_a_machine_with_another_version_says_so(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = slot(order, monkeypatch).find_problem(order.target_dir / "proof", "0.0.1")
    assert f"has version {__version__} of this program, not 0.0.1" in said


def test_a_machine_that_may_not_write_says_so(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != order.target_dir)
    said = slot(order, monkeypatch).find_problem(order.target_dir / "proof", __version__)
    assert f"may not write to {order.target_dir}" in said


def test_a_picture_that_a_machine_does_not_see_fails(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = slot(order, monkeypatch).work(Item("gone.jpg", "gone.jpg"))
    assert outcome is not None
    assert outcome.status == "failed"
    assert f"does not see {order.source_dir / 'gone.jpg'}; " in outcome.notes[0]


def test_once_stopped_there_is_no_outcome(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = slot(order, monkeypatch)
    stopped.stop()
    assert stopped.work(Item("a.png", "a.png")) is None
    assert not (order.target_dir / "a.png").exists()
