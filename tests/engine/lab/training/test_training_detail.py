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

    from liif_core.lab.training.state import TrainingState

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def _truth() -> Tensor:
    return torch.from_numpy(photo()[:64, :64]).permute(2, 0, 1)[None].float() / 255


def test_invented_texture_costs_more_than_blur() -> None:
    from liif_core.lab.training.critic import artifacts

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


def test_faint_lines_cost_most_where_nothing_hides_them() -> None:
    from liif_core.lab.training.critic import ripples

    lines = 0.01 * (torch.arange(64) % 4 - 1.5).expand(1, 3, 64, 64)
    texture = torch.rand((1, 3, 64, 64), generator=torch.Generator().manual_seed(0))
    flat = torch.full_like(texture, 0.5)
    assert ripples(flat + lines, flat) > 10 * ripples(texture + lines, texture)
    # A tint has no lines.
    assert float(ripples(flat + 0.01, flat)) == pytest.approx(0, abs=1e-7)


def test_the_critic_has_no_say_on_flat_ground() -> None:
    from liif_core.lab.training.critic import Critic, at_edges

    torch.manual_seed(0)
    truth = (torch.arange(64) > 31).float().expand(1, 3, 64, 64)
    output = (0.8 * truth + 0.1).requires_grad_()
    Critic()(at_edges(output, truth)).sum().backward()
    assert output.grad is not None
    pull = output.grad.abs().sum((0, 1, 2))
    assert pull[28:36].max() > 0
    assert pull[:24].max() == pull[40:].max() == 0


def test_what_is_asked_of_network_and_critic_is_opposed() -> None:
    from liif_core.lab.training.critic import relativistic

    high, low = torch.full((2, 1, 3, 3), 2.0), torch.full((2, 1, 3, 3), -1.0)
    all_over = torch.ones_like(high)
    losses = [relativistic(*pair, all_over) for pair in ((high, low), (low, low), (low, high))]
    assert losses == sorted(losses)
    assert losses[0] < losses[1] < losses[2]


def test_the_critic_is_listened_to_at_edges_only() -> None:
    from liif_core.lab.training.critic import PATCH, edges

    rng = torch.Generator().manual_seed(0)
    step = (torch.arange(64) > 31).float().expand(1, 3, 64, 64)
    noise = torch.rand((1, 3, 64, 64), generator=rng)
    slope = torch.linspace(0.45, 0.55, 64).expand(1, 3, 64, 64)  # as a sky
    weights = {"across": edges(step), "down": edges(step.mT), "noise": edges(noise)}
    assert weights["across"].shape == (1, 1, 64 // PATCH, 64 // PATCH)
    assert weights["across"][..., 3:5].min() > 0.9
    assert weights["across"][..., :2].max() == 0
    assert torch.equal(weights["across"], weights["down"].mT)
    assert weights["noise"].mean() < 0.1
    assert edges(slope)[..., 1:-1].max() < 0.1


def test_the_critic_is_listened_to_less_after_strong_compression() -> None:
    from liif_core.lab.training.batches import Batch
    from liif_core.lab.training.objective import trusted

    truth = (torch.arange(64) > 31).float().expand(2, 3, 64, 64)
    told = torch.tensor([[0.0], [0.9]])
    batch = Batch(truth, truth, told, rows=None, columns=None, scale=1.0)  # type: ignore[arg-type]
    mild, strong = trusted(batch)
    assert strong.sum() == pytest.approx(0.1 * float(mild.sum()))


def _state() -> TrainingState:
    from liif_core.lab.training import recipes
    from liif_core.networks.fast import FastNetwork

    torch.manual_seed(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipes, "build", lambda _: FastNetwork(channels=6, blocks=1))
        how = recipes.recipe("detail")
        return how.state(how.architecture, torch.device("cpu"))


def _run(state: TrainingState, steps: int) -> None:
    from liif_core.lab.training.batches import Batches
    from liif_core.lab.training.degradations import MIXED
    from liif_core.lab.training.steps import DetailStep
    from liif_core.lab.training.workers import Workers

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
