# SPDX-License-Identifier: Apache-2.0
"""How each model is trained, and what its manifest entry says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from liif_core.errors import LiifError
from liif_core.networks.architectures import build
from liif_core.networks.fast import FastNetwork
from liif_core.training.critic import Critic
from liif_core.training.state import TrainingState
from liif_core.training.steps import DetailStep, FaithfulStep


@dataclass(frozen=True)
class Recipe:
    """One model's."""

    architecture: str
    description: str
    peak: float
    """Highest learning rate."""
    state: Callable[[str, torch.device], TrainingState]
    step: type[FaithfulStep] | type[DetailStep] = FaithfulStep
    judges: bool = False
    """Whether the estimator learns along."""
    crisper_than: str = ""
    """See :class:`liif_core.models.ModelEntry`."""
    compact: bool = False
    """Whether the weights are rounded to half precision, for files of half the size."""
    samples: int | None = None
    """Rows and columns answered for each picture; None for all."""


def _whole(architecture: str, device: torch.device) -> TrainingState:
    return TrainingState(build(architecture), device)


def _encoder_and_critic(architecture: str, device: torch.device) -> TrainingState:
    network = build(architecture)
    assert isinstance(network, FastNetwork)
    network.decoder.requires_grad_(False)
    network.estimator.requires_grad_(False)
    return TrainingState(network, device, critic=Critic())


RECIPES = {
    "fast": Recipe(
        "fast",
        "The default: compressed or clean photos, any factor, fastest.",
        1e-3,
        _whole,
        judges=True,
    ),
    # LIIF has 2,304 pixels answered (section 4.1); 32 x 32 halve the time of a step.
    "edsr-liif": Recipe(
        "edsr-liif",
        "LIIF as published on EDSR-baseline, trained on compressed photos.",
        4e-4,
        _whole,
        compact=True,
        samples=32,
    ),
    "rdn-liif": Recipe(
        "rdn-liif",
        "LIIF as published on RDN, trained on compressed photos.",
        2e-4,
        _whole,
        compact=True,
        samples=48,
    ),
    "detail": Recipe(
        "fast",
        "Crisper than fast, at a loss of fidelity; the other end of the slider.",
        1e-4,
        _encoder_and_critic,
        DetailStep,
        crisper_than="fast",
    ),
}


def recipe(model: str) -> Recipe:
    """The recipe of ``model``. Raises :class:`LiifError` when there is none."""
    if model not in RECIPES:
        raise LiifError(
            f"there is no training for {model!r}", f"choose one of {', '.join(RECIPES)}"
        )
    return RECIPES[model]
