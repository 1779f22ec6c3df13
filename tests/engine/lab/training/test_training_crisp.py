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


def _views(shift: tuple[int, int], pattern: Tensor | float = 0.0) -> Tensor:
    """A scene (2, 3, 96, 96) and the same moved, with a pattern in place in both."""
    scene = torch.from_numpy(photo()[:104, :104]).permute(2, 0, 1).float()[None] / 255
    down, across = shift
    moved = scene[..., down : down + 96, across : across + 96]
    return torch.cat([scene[..., :96, :96], moved]) + pattern


@pytest.mark.parametrize("scale", [2.0, 3.0, 3.7, 4.0])
@pytest.mark.parametrize("cycles", [0.5, 0.7, 1.0, 1.3])
def test_a_grid_of_any_period_costs_what_it_is_high_whatever_the_scene(
    scale: float, cycles: float
) -> None:
    from liif_core.lab.training.steadiness import unsteadiness

    lines = 0.02 * torch.cos(2 * torch.pi * cycles / scale * torch.arange(96.0))
    without, with_it = (
        float(unsteadiness(_views((1, 1), pattern), (1, 1), scale))
        for pattern in (0.0, lines.expand(2, 3, 96, 96))
    )
    assert without < 0.001
    # The two views differ by so much of it. A window sees some of it beside its wave, and the
    # finest one, of two output pixels, doubly.
    differs = 0.04 * abs(np.sin(np.pi * cycles / scale))
    assert 0.9 * differs < with_it < 2.2 * differs


def test_noise_costs_less_than_a_grid_as_strong() -> None:
    from liif_core.lab.training.steadiness import unsteadiness

    rng = torch.Generator().manual_seed(0)
    noise = 0.02 * torch.randn((2, 3, 96, 96), generator=rng) / 2**0.5
    grid = 0.02 * torch.cos(2 * torch.pi / 4 * torch.arange(96.0)).expand(2, 3, 96, 96)
    costs = [float(unsteadiness(_views((2, 2), each), (2, 2), 4.0)) for each in (noise, grid)]
    assert costs[0] < costs[1] / 3


def test_the_critic_scores_every_pixel_and_sees_the_finest_detail() -> None:
    from liif_core.lab.training.critic import Critic

    torch.manual_seed(0)
    critic = Critic()
    flat = torch.full((1, 3, 32, 40), 0.5)
    checks = flat + 0.2 * (-1.0) ** (torch.arange(32)[:, None] + torch.arange(40))
    with torch.no_grad():
        scores = [critic(each) for each in (flat, checks)]
    assert scores[0].shape == (1, 4, 16, 20)
    assert (scores[0] - scores[1]).abs().mean() > 1e-3


def test_what_is_asked_of_network_and_critic_is_opposed() -> None:
    from liif_core.lab.training.critic import discernment, doubt

    def brightness(pixels: Tensor) -> Tensor:
        return 4 * (pixels.mean((1, 2, 3)) - 0.5)

    dark, light = (torch.full((1, 3, 8, 8), value) for value in (0.1, 0.9))
    assert doubt(brightness, light) < doubt(brightness, dark)
    assert discernment(brightness, dark, light) < discernment(brightness, light, dark)


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
    from liif_core.networks.fast import FastNetwork

    torch.manual_seed(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipes, "build", lambda _: FastNetwork(channels=6, blocks=1))
        how = recipes.recipe("crisp")
        state = how.state(how.architecture, torch.device("cpu"))
    state.features = _colours
    return state


def _colours(output: Tensor, truth: Tensor) -> Tensor:
    """In place of a network whose weights are not ours to have here."""
    return (output.mean((2, 3)) - truth.mean((2, 3))).abs().mean()


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
