# SPDX-License-Identifier: GPL-3.0-or-later
"""Training of ``crisp``: what its losses punish, what learns, and that it resumes."""

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


def _views(shift: tuple[int, int], pattern: Tensor | float = 0.0) -> Tensor:
    """A scene (2, 3, 96, 96) and the same moved, with a pattern in place in both."""
    scene = torch.from_numpy(photo()[:104, :104]).permute(2, 0, 1).float()[None] / 255
    down, across = shift
    moved = scene[..., down : down + 96, across : across + 96]
    return torch.cat([scene[..., :96, :96], moved]) + pattern


def _cost(views: Tensor, shift: tuple[int, int], scale: float, texture: float = 0.0) -> float:
    """What the ``views`` cost beside truths with so much noise."""
    from liif_core.lab.training.steadiness import unsteadiness

    rng = torch.Generator().manual_seed(1)
    truth = 0.5 + texture * torch.randn(views.shape, generator=rng)
    return float(unsteadiness(views, truth, shift, scale))


@pytest.mark.parametrize("scale", [2.0, 3.0, 3.7, 4.0])
@pytest.mark.parametrize("cycles", [0.5, 0.7, 1.0, 1.3])
def test_a_grid_of_any_period_costs_what_it_is_high_whatever_the_scene(
    scale: float, cycles: float
) -> None:
    lines = 0.02 * torch.cos(2 * torch.pi * cycles / scale * torch.arange(96.0))
    without, with_it = (
        _cost(_views((1, 1), pattern), (1, 1), scale)
        for pattern in (0.0, lines.expand(2, 3, 96, 96))
    )
    assert without < 0.001
    # The two views differ by so much of it. A window sees some of it beside its wave, and the
    # finest one, of two output pixels, doubly.
    differs = 0.04 * abs(np.sin(np.pi * cycles / scale))
    assert 0.9 * differs < with_it < 2.2 * differs


def test_noise_costs_less_than_a_grid_as_strong() -> None:
    noise, grid = _noise_and_grid()
    assert _cost(_views((2, 2), noise), (2, 2), 4.0) < _cost(_views((2, 2), grid), (2, 2), 4.0) / 3


def test_texture_is_free_where_the_truth_has_some_and_a_grid_is_not() -> None:
    noise, grid = _noise_and_grid()
    costs = [
        _cost(_views((2, 2), pattern), (2, 2), 4.0, texture)
        for pattern in (noise, grid)
        for texture in (0.0, 0.05)
    ]
    assert costs[1] < costs[0] / 5
    assert costs[3] > costs[2] / 2


def _noise_and_grid() -> tuple[Tensor, Tensor]:
    """Patterns (2, 3, 96, 96) of one strength."""
    rng = torch.Generator().manual_seed(0)
    noise = 0.02 * torch.randn((2, 3, 96, 96), generator=rng) / 2**0.5
    grid = 0.02 * torch.cos(2 * torch.pi / 4 * torch.arange(96.0)).expand(2, 3, 96, 96)
    return noise, grid


def test_the_critic_learns_to_tell_and_pulls_towards_what_it_finds_real() -> None:
    from liif_core.lab.training.critic import Critic, discernment, pull

    torch.manual_seed(0)
    critic = Critic((4, 6))
    real = [torch.randn(2, count, 12, 12) + 1 for count in (4, 6)]
    made = [(each - 1).requires_grad_() for each in real]
    optimiser = torch.optim.Adam(critic.parameters(), 1e-2)
    costs = []
    for _ in range(30):
        optimiser.zero_grad()
        cost = discernment(critic, [each.detach() for each in made], real)
        cost.backward()
        optimiser.step()
        costs.append(cost.item())
    assert costs[-1] < costs[0] / 4
    critic.requires_grad_(requires_grad=False)
    pull(critic, made, [0.5, 0.25]).backward()
    for each, norm in zip(made, (0.5, 0.25), strict=True):
        assert each.grad is not None
        assert float(each.grad.norm()) == pytest.approx(norm, rel=1e-4)
    pulled = [each - 0.1 * each.grad for each in made if each.grad is not None]
    for before, after in zip(critic(made), critic(pulled), strict=True):
        assert after.mean() > before.mean()


def test_batches_depend_on_seed_and_number_alone_and_fit_their_truths() -> None:
    from liif_core.lab.training.lives import Lives, batches

    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    lives = Lives([torch.from_numpy(picture).permute(2, 0, 1)], 2, seed=3)
    apart = iter(batches(lives, 5, processes=1))
    for number in (5, 6):
        made, again = next(apart), lives[number]
        assert torch.equal(made.source, again.source)
        assert torch.equal(made.truth, again.truth)
        assert made.scale == again.scale
        assert made.truth.shape[2:] == (made.rows.index.shape[1], made.columns.index.shape[1])


def test_undamaged_pairs_lie_on_each_other() -> None:
    from liif_core.lab.training.damage.history import Shares
    from liif_core.lab.training.lives import Lives
    from liif_core.lab.training.objective import decode
    from liif_core.networks.fast import FastNetwork

    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    photos = [torch.from_numpy(picture).permute(2, 0, 1)]
    lives = Lives(photos, 4, shares=Shares(none=1, jpeg=0, mild=0))
    plain = FastNetwork(channels=4, blocks=1)  # untrained it interpolates
    errors = []
    for number in range(6):
        batch = lives[number]
        with torch.no_grad():
            features = plain.encoder(batch.source, batch.told)
            output = decode(plain.decoder, features, batch.rows, batch.columns, batch.scale)
        for shift in (-1, 0, 1):
            moved = torch.roll(output, shift, -1)
            errors.append((shift, float((moved - batch.truth)[..., 2:-2].abs().mean())))
    before, here, behind = (np.mean([e for s, e in errors if s == shift]) for shift in (-1, 0, 1))
    assert here < 0.9 * min(before, behind)
    assert max(before, behind) < 1.1 * min(before, behind)


def test_the_second_half_shows_the_same_scenes_moved() -> None:
    from liif_core.lab.training.lives import Lives

    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    lives = Lives([torch.from_numpy(picture).permute(2, 0, 1)], 4)
    for number in range(4):
        batch = lives[number]
        down, across = batch.shift
        assert min(down, across) >= 1
        first, second = batch.truth.chunk(2)
        assert torch.equal(first[..., down:, across:], second[..., :-down, :-across])
        assert not torch.equal(*batch.source.chunk(2))


def _state() -> TrainingState:
    from liif_core.lab.training import recipes
    from liif_core.lab.training.critic import Critic
    from liif_core.networks.fast import FastNetwork

    torch.manual_seed(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipes, "build", lambda _: FastNetwork(channels=6, blocks=1))
        how = recipes.recipe("crisp")
        patch.setattr(recipes, "Critic", lambda: Critic((3, 3, 3)))
        state = how.state(how.architecture, torch.device("cpu"))
    state.features = _see
    return state


def _see(pixels: Tensor) -> list[Tensor]:
    """In place of a network whose weights are not ours to have here."""
    return [torch.nn.functional.avg_pool2d(pixels, 2**level) for level in range(4)]


def _run(state: TrainingState, steps: int) -> None:
    from liif_core.lab.training import steps as module
    from liif_core.lab.training.lives import Lives
    from liif_core.lab.training.workers import Workers

    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    lives = Lives([torch.from_numpy(picture).permute(2, 0, 1)], 2)
    step = module.CrispStep(state, Workers(0, 1), compiled=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "UNHEARD", 0)
        for _ in range(steps):
            state.rate = 1e-3
            assert torch.isfinite(step(lives[state.step]))
            state.step += 1
            state.update_average()


def test_encoder_and_critic_learn_and_nothing_else() -> None:
    from liif_core.runtime.blending import BALANCE

    state = _state()
    assert state.critic is not None
    network = {k: v.clone() for k, v in state.network.state_dict().items()}
    critic = {k: v.clone() for k, v in state.critic.named_parameters()}
    _run(state, 3)
    changed = {k for k, v in state.network.state_dict().items() if not torch.equal(v, network[k])}
    assert changed == {key for key in network if key.startswith("encoder.")} - {BALANCE}
    weights = {k: v for k, v in state.critic.named_parameters() if k.endswith("weight")}
    assert all(not torch.equal(v, critic[k]) for k, v in weights.items())


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
