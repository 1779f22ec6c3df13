# SPDX-License-Identifier: Apache-2.0
"""One step of training, in the ways there are."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from liif_core.lab.training.batches import Batch
from liif_core.lab.training.degradations import Damaged
from liif_core.lab.training.objective import (
    Crisp,
    Discernment,
    Distance,
    Fidelity,
    Judgement,
    Renderer,
    mean_distance,
    rms_distance,
)
from liif_core.lab.training.precision import autocast
from liif_core.lab.training.state import TrainingState
from liif_core.lab.training.workers import Workers
from liif_core.networks.fast import FastNetwork

CLIP = 0.5
"""Largest norm of a gradient."""


class FaithfulStep:
    """Towards the truth."""

    distance: Distance = staticmethod(rms_distance)

    def __init__(self, state: TrainingState, team: Workers, compiled: bool) -> None:
        self.state = state
        self.objective = team.wrap(Fidelity(state.network, compiled, self.distance))

    def __call__(self, batch: Batch) -> Tensor:
        """The loss (), not waited for."""
        network = self.state.network
        if isinstance(network, FastNetwork) and network.decoder.learns:
            network.balance()
        with autocast(batch.source.device):
            loss = self.objective(batch)
        _descend(loss, self.state.optimiser)
        return loss.detach()


class KeepingStep(FaithfulStep):
    """Towards the truth, and where pictures are kept towards what was answered before (learning
    without forgetting, arXiv 1606.09282); of ``fast`` only the encoder learns, see `CrispStep`.
    """

    distance: Distance = staticmethod(mean_distance)

    def __init__(self, state: TrainingState, team: Workers, compiled: bool) -> None:
        super().__init__(state, team, compiled)
        assert state.before is not None
        self.answer = Renderer(state.before, compiled)

    def __call__(self, batch: Batch) -> Tensor:
        """The loss (), not waited for."""
        if batch.kept is not None and batch.kept.any():
            truth = batch.truth.clone()
            with torch.no_grad(), autocast(batch.source.device):
                truth[batch.kept] = self.answer(batch.chosen(batch.kept))
            batch = batch.with_truth(truth)
        return super().__call__(batch)


class TaughtStep:
    """Towards what the masters answer; of ``fast`` only the encoder learns, see `CrispStep`."""

    def __init__(self, state: TrainingState, team: Workers, compiled: bool) -> None:
        assert state.masters is not None
        self.masters = state.masters
        self.learn = FaithfulStep(state, team, compiled)

    def __call__(self, batch: Batch) -> Tensor:
        """The loss (), not waited for."""
        return self.learn(self.masters(batch))


class JudgingStep:
    """Towards the strength of the compression, for the estimator alone."""

    def __init__(self, state: TrainingState, team: Workers) -> None:
        assert isinstance(state.network, FastNetwork)
        self.state = state
        self.objective = team.wrap(Judgement(state.network.estimator))

    def __call__(self, damaged: Damaged) -> None:
        # In full precision: a faint grid is a small difference of large means.
        _descend(self.objective(damaged), self.state.optimiser)


UNHEARD, LISTENING = 50, 200
"""Steps in which a new critic only learns, and then those until its word has its full weight."""


class CrispStep:
    """Towards what looks like the truth, or like what masters answer if there are any, to features
    and a critic; and the critic's own step.

    Only the encoder of ``fast`` learns: with one decoder, weights between the two networks make
    a network between them.
    """

    def __init__(self, state: TrainingState, team: Workers, compiled: bool) -> None:
        assert isinstance(state.network, FastNetwork)
        assert state.critic is not None
        assert state.critic_optimiser is not None
        assert state.features is not None
        self.critic, self.critic_optimiser = state.critic, state.critic_optimiser
        self.state = state
        self.masters = state.masters
        self.objective = team.wrap(Crisp(state.network, state.features, state.critic, compiled))
        self.discernment = team.wrap(Discernment(state.critic))

    def __call__(self, batch: Batch) -> Tensor:
        """The network's loss (), not waited for."""
        if self.masters is not None:
            batch = self.masters(batch)
        heard = min(1.0, max(0.0, (self.state.step - UNHEARD) / LISTENING))
        self.critic.requires_grad_(False)
        with autocast(batch.source.device):
            loss, made, true = self.objective(batch, heard)
        _descend(loss, self.state.optimiser)
        self.critic.requires_grad_(True)
        with autocast(batch.source.device):
            doubt = self.discernment(made, true)
        _descend(doubt, self.critic_optimiser)
        return loss.detach()


def _descend(loss: Tensor, optimiser: torch.optim.Optimizer) -> None:
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    for group in optimiser.param_groups:
        nn.utils.clip_grad_norm_(group["params"], CLIP)
    optimiser.step()
