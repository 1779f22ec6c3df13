# SPDX-License-Identifier: Apache-2.0
"""Learning of some pictures while the answers to others stay."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from liif_core.errors import LiifError
from tests.engine.pictures import photo

if TYPE_CHECKING:
    from liif_core.lab.training.batches import Batch
    from liif_core.lab.training.lives import Lives

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def _lives(size: int) -> Lives:
    """What is learned is dark, what is kept is bright."""
    from liif_core.lab.training.lives import Lives

    picture = torch.from_numpy(np.tile(photo()[:170, :170], (2, 2, 1))).permute(2, 0, 1)
    return Lives([picture // 4], size, twice=False, kept=[picture // 4 + 190])


def test_half_of_the_scenes_are_kept_and_it_is_known_which() -> None:
    batch = _lives(40)[0]
    assert batch.kept is not None
    assert 10 < int(batch.kept.sum()) < 30
    assert torch.equal(batch.truth.mean((1, 2, 3)) > 0.5, batch.kept)


def test_who_keeps_none_sees_only_what_is_learned() -> None:
    batch = replace(_lives(8), kept=[])[3]
    assert batch.kept is None
    assert (batch.truth.mean((1, 2, 3)) < 0.5).all()


def _step(batch: Batch) -> tuple[float, bool]:
    """The loss of one step with ``batch`` halved in brightness, and whether anything changed."""
    from liif_core.lab.training.state import TrainingState
    from liif_core.lab.training.steps import KeepingStep
    from liif_core.lab.training.workers import Workers
    from liif_core.networks.fast import FastNetwork

    torch.manual_seed(0)
    state = TrainingState(FastNetwork(channels=4, blocks=1), torch.device("cpu"))
    state.before = copy.deepcopy(state.network).requires_grad_(requires_grad=False)
    weights = copy.deepcopy(state.network.state_dict())
    state.rate = 1e-3
    loss = KeepingStep(state, Workers(0, 1), compiled=False)(
        replace(batch, truth=batch.truth * 0.5)
    )
    changed = any(
        not torch.equal(value, weights[key]) for key, value in state.network.state_dict().items()
    )
    return float(loss), changed


def test_kept_answers_pull_at_nothing_until_they_change() -> None:
    batch = _lives(4)[0]
    everything = torch.ones(4, dtype=torch.bool)
    assert _step(replace(batch, kept=everything)) == (0, False)
    loss, changed = _step(replace(batch, kept=~everything))
    assert loss > 0.1
    assert changed
    alone, _ = _step(replace(batch, kept=None))
    assert loss == alone
    some = everything.clone()
    some[1:] = False
    part, _ = _step(replace(batch, kept=some))
    assert 0 < part < loss


def test_what_was_answered_before_needs_a_start(tmp_path: Path) -> None:
    from liif_core.lab.training.schedule import Schedule
    from liif_core.lab.training.train import Settings, train

    with pytest.raises(LiifError, match="answers of a model"):
        train(Settings("detail", [tmp_path], tmp_path / "out", Schedule(1)))


def test_keeping_is_not_ignored_in_silence(tmp_path: Path) -> None:
    from liif_core.lab.training.schedule import Schedule
    from liif_core.lab.training.train import Settings, train

    with pytest.raises(LiifError, match="only detail can keep"):
        train(Settings("fast", [tmp_path], tmp_path / "out", Schedule(1), kept=[tmp_path]))
