# SPDX-License-Identifier: GPL-3.0-or-later
"""Training of ``detail``: what its losses punish, what learns, and that it resumes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.engine.pictures import photo

if TYPE_CHECKING:
    from torch import Tensor

    from liif_core.training.state import TrainingState

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def _truth() -> Tensor:
    return torch.from_numpy(photo()[:64, :64]).permute(2, 0, 1)[None].float() / 255


def test_invented_texture_costs_more_than_blur() -> None:
    from liif_core.training.critic import artifacts

    truth = _truth()
    smooth = torch.linspace(-1, 1, 64).expand_as(truth)
    texture = torch.randn(truth.shape, generator=torch.Generator().manual_seed(0))
    patch = torch.zeros_like(truth)
    patch[..., 20:40, 20:40] = 1
    # Errors of one size, smooth nearly everywhere, or restless in one place.
    errors = {"smooth": smooth, "restless": texture * patch}
    errors = {key: value / value.abs().mean() * 0.02 for key, value in errors.items()}
    costs = {key: float(artifacts(truth + value, truth)) for key, value in errors.items()}
    assert costs["restless"] > 3 * costs["smooth"]
    assert float(artifacts(truth, truth)) == 0


def test_what_is_asked_of_network_and_critic_is_opposed() -> None:
    from liif_core.training.critic import relativistic

    high, low = torch.full((2, 1, 3, 3), 2.0), torch.full((2, 1, 3, 3), -1.0)
    assert relativistic(high, low) < relativistic(low, low) < relativistic(low, high)


def _state() -> TrainingState:
    from liif_core.networks.fast import FastNetwork
    from liif_core.training import recipes

    torch.manual_seed(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipes, "build", lambda _: FastNetwork(channels=6, blocks=1))
        how = recipes.recipe("detail")
        return how.state(how.architecture, torch.device("cpu"))


def _run(state: TrainingState, steps: int) -> None:
    from liif_core.training.batches import Batches
    from liif_core.training.degradations import MIXED
    from liif_core.training.steps import DetailStep
    from liif_core.training.workers import Workers

    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    batches = Batches([torch.from_numpy(picture).permute(2, 0, 1)], 2, state.rng)
    step = DetailStep(state, Workers(0, 1), compiled=False)
    for _ in range(steps):
        state.rate = 1e-3
        assert torch.isfinite(step(batches.draw(MIXED)))
        state.step += 1
        state.update_average()


def test_encoder_and_critic_learn_and_nothing_else() -> None:
    state = _state()
    assert state.critic is not None
    network = {k: v.clone() for k, v in state.network.state_dict().items()}
    critic = {k: v.clone() for k, v in state.critic.named_parameters()}
    _run(state, 3)
    changed = {k for k, v in state.network.state_dict().items() if not torch.equal(v, network[k])}
    assert changed == {key for key in network if key.startswith("encoder.")}
    assert all(not torch.equal(v, critic[k]) for k, v in state.critic.named_parameters())


def test_a_resumed_run_is_the_run(tmp_path: Path) -> None:
    whole = _state()
    _run(whole, 4)
    first = _state()
    _run(first, 2)
    first.save(tmp_path / "resume.pt")
    second = _state()
    second.load(tmp_path / "resume.pt")
    _run(second, 2)
    for key, value in whole.network.state_dict().items():
        assert torch.equal(value, second.network.state_dict()[key]), key
    assert whole.critic is not None
    assert second.critic is not None
    for key, value in whole.critic.state_dict().items():
        assert torch.equal(value, second.critic.state_dict()[key]), key
