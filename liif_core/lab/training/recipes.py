# SPDX-License-Identifier: Apache-2.0
"""How each model is trained, and what its manifest entry says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from liif_core.errors import LiifError
from liif_core.lab.training.critic import Critic
from liif_core.lab.training.damage.history import MOSTLY_SHARP, MOSTLY_SOFT, Shares
from liif_core.lab.training.harms import HARMS, Harm
from liif_core.lab.training.state import TrainingState
from liif_core.lab.training.steps import CrispStep, FaithfulStep, KeepingStep, TaughtStep
from liif_core.networks.architectures import build
from liif_core.networks.fast import FastNetwork
from liif_core.networks.low_rank import learn_repair

EDSR_CHANNELS, EDSR_BLOCKS = 64, 16


@dataclass(frozen=True)
class Recipe:
    """One model's."""

    architecture: str
    description: str
    peak: float
    """Highest learning rate."""
    state: Callable[[str, torch.device], TrainingState]
    step: type[FaithfulStep] | type[TaughtStep] | type[CrispStep] = FaithfulStep
    judges: bool = False
    """Whether the estimator learns along."""
    crisper_than: str = ""
    refocuses: str = ""
    """See :class:`liif_core.registry.models.ModelEntry`."""
    compact: bool = False
    """Whether the weights are rounded to half precision, for files of half the size."""
    blind: bool = False
    """Whether a network that could be told the strength is not, and must find it out."""
    published: bool = True
    """Whether the result is a model, not only weights to start another from."""
    samples: int | None = None
    """Rows and columns answered for each picture; None for all."""
    histories: Shares | None = None
    """What the world did to the pictures that it sees; None for compression alone."""
    harm: Harm | None = None
    """What a repair learns to undo, see :mod:`liif_core.registry.repairs`; None for a model."""


def _whole(architecture: str, device: torch.device) -> TrainingState:
    return TrainingState(build(architecture), device)


def _edsr_encoder(_: str, device: torch.device) -> TrainingState:
    network = FastNetwork(EDSR_CHANNELS, EDSR_BLOCKS)
    network.estimator.requires_grad_(False)
    return TrainingState(network, device)


def _encoder(
    architecture: str, device: torch.device, critic: Critic | None = None
) -> TrainingState:
    network = build(architecture)
    assert isinstance(network, FastNetwork)
    network.decoder.requires_grad_(False)
    network.estimator.requires_grad_(False)
    return TrainingState(network, device, critic=critic)


def _encoder_and_critic(architecture: str, device: torch.device) -> TrainingState:
    return _encoder(architecture, device, Critic())


def _changes(architecture: str, device: torch.device) -> TrainingState:
    network = build(architecture)
    assert isinstance(network, FastNetwork)
    learn_repair(network, network.encoder)
    return TrainingState(network, device)


def _repair(description: str, harm: Harm) -> Recipe:
    return Recipe("fast", description, 2e-3, _changes, published=False, harm=harm)


RECIPES = {
    "fast": Recipe(
        "fast",
        "The default: compressed or clean photos, any factor, fastest.",
        1e-3,
        _whole,
        judges=True,
    ),
    # By the decoder of fast, which costs next to nothing, the encoder learns twice as fast.
    "edsr-encoder": Recipe(
        "fast",
        "The encoder of edsr-liif, to start that from.",
        1e-3,
        _edsr_encoder,
        compact=True,
        blind=True,
        published=False,
    ),
    # LIIF has 2,304 pixels answered (section 4.1); 32 x 32 halve the time of a step.
    "edsr-liif": Recipe(
        "edsr-liif",
        "LIIF as published (EDSR), trained on compressed photos: a reference, far slower.",
        1e-4,
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
    "crisp-start": Recipe(
        "fast",
        "What crisp is started from.",
        1e-3,
        _encoder,
        TaughtStep,
        compact=True,
        published=False,
        histories=MOSTLY_SOFT,
    ),
    "crisp": Recipe(
        "fast",
        "What fast learned besides, of photos that are soft, noisy or were enlarged before.",
        4e-4,
        _encoder_and_critic,
        CrispStep,
        refocuses="fast",
        histories=MOSTLY_SOFT,
    ),
    # From what it was before, made with a critic; see models/training.
    "detail": Recipe(
        "fast",
        "Crisper than fast, at a loss of fidelity; the other end of the slider.",
        2e-4,
        _encoder,
        KeepingStep,
        crisper_than="fast",
        histories=MOSTLY_SHARP,
    ),
    "noise": _repair("Noise of a sensor.", HARMS["noise"]),
    "blur": _repair("Photos slightly out of focus.", HARMS["blur"]),
    "haze": _repair("Haze and fog.", HARMS["haze"]),
}


def recipe(model: str) -> Recipe:
    """The recipe of ``model``. Raises :class:`LiifError` when there is none."""
    if model not in RECIPES:
        raise LiifError(
            f"there is no training for {model!r}", f"choose one of {', '.join(RECIPES)}"
        )
    return RECIPES[model]
