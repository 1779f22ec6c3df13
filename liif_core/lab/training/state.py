# SPDX-License-Identifier: Apache-2.0
"""All that a training run needs to go on exactly where it stopped, in one file."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from liif_core.atomic import replacing
from liif_core.errors import LiifError
from liif_core.lab.training.critic import Critic
from liif_core.lab.training.masters import Masters

See = Callable[[torch.Tensor], list[torch.Tensor]]
"""Finds the features of pictures (n, 3, h, w), finest first."""
EMA_DECAY = 0.999


class TrainingState:
    """Network, its exponential moving average, optimiser, random state, steps and seconds;
    with a critic that and its optimiser as well.
    """

    def __init__(
        self,
        network: nn.Module,
        device: torch.device,
        seed: int = 0,
        critic: Critic | None = None,
    ) -> None:
        self.device = device
        self.network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.optimiser = _optimiser(self.network, (0.9, 0.99))
        self.critic = None if critic is None else critic.to(device)
        # With less momentum: what the critic judges moves away under it.
        self.critic_optimiser = None if critic is None else _optimiser(critic, (0.5, 0.99))
        self.features: See | None = None
        """What a critic looks at; it learns nothing, and is no part of what is saved."""
        self.masters: Masters | None = None
        """Who answers in place of the truth; no part of what is saved."""
        self.before: nn.Module | None = None
        """The network of the start, whose answers to some pictures stay; likewise."""
        self.rng = np.random.default_rng(seed)
        self.step = 0
        self.seconds = 0.0

    def start_from(self, weights: dict[str, torch.Tensor]) -> None:
        """Begin with ``weights`` instead of random ones."""
        self.network.load_state_dict(weights)
        self.average.load_state_dict(weights)

    @property
    def rate(self) -> float:
        """The learning rate of all optimisers."""
        return float(self.optimiser.param_groups[0]["lr"])

    @rate.setter
    def rate(self, value: float) -> None:
        for optimiser in filter(None, (self.optimiser, self.critic_optimiser)):
            for group in optimiser.param_groups:
                group["lr"] = value

    @torch.no_grad()
    def update_average(self) -> None:
        decay = min(EMA_DECAY, (1 + self.step) / (10 + self.step))
        means, values = (list(n.parameters()) for n in (self.average, self.network))
        torch._foreach_lerp_(means, values, 1 - decay)

    def save(self, path: Path) -> None:
        """Write beside, then rename: an interruption leaves the previous file."""
        values: dict[str, Any] = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "torch": torch.get_rng_state(),
            "numpy": self.rng.bit_generator.state,
            "step": self.step,
            "seconds": self.seconds,
        }
        if self.critic is not None and self.critic_optimiser is not None:
            values["critic"] = self.critic.state_dict()
            values["critic_optimiser"] = self.critic_optimiser.state_dict()
        with replacing(path) as staged:
            torch.save(values, staged)

    def load(self, path: Path) -> None:
        """Go on from ``path``. Raises :class:`LiifError` when it is not such a file."""
        try:
            values = torch.load(path, map_location="cpu", weights_only=True)
            self.network.load_state_dict(values["network"])
            self.average.load_state_dict(values["average"])
            self.optimiser.load_state_dict(values["optimiser"])
            if self.critic is not None and self.critic_optimiser is not None:
                self.critic.load_state_dict(values["critic"])
                self.critic_optimiser.load_state_dict(values["critic_optimiser"])
            torch.set_rng_state(values["torch"])
            self.rng.bit_generator.state = values["numpy"]
            self.step, self.seconds = values["step"], values["seconds"]
        except Exception as error:  # a foreign or damaged file makes torch raise nearly anything
            why = (str(error).splitlines() or [type(error).__name__])[0]
            raise LiifError(
                f"{path} is not a state of this training run ({why})",
                "start without --resume, or name the file that an earlier run wrote",
            ) from error


def _optimiser(network: nn.Module, betas: tuple[float, float]) -> torch.optim.AdamW:
    # No weight decay: networks of this size underfit, they never overfit.
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    return torch.optim.AdamW(learning, betas=betas, weight_decay=0)
