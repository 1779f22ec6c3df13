# SPDX-License-Identifier: Apache-2.0
"""All that a training run needs to go on exactly where it stopped, in one file."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from liif_core.errors import LiifError

EMA_DECAY = 0.999


class TrainingState:
    """Network, its exponential moving average, optimiser, random state, steps and seconds."""

    def __init__(self, network: nn.Module, device: torch.device, seed: int = 0) -> None:
        self.network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        # No weight decay: networks of this size underfit, they never overfit.
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), betas=(0.9, 0.99), weight_decay=0
        )
        self.rng = np.random.default_rng(seed)
        self.step = 0
        self.seconds = 0.0

    def start_from(self, weights: dict[str, torch.Tensor]) -> None:
        """Begin with ``weights`` instead of random ones."""
        self.network.load_state_dict(weights)
        self.average.load_state_dict(weights)

    @torch.no_grad()
    def update_average(self) -> None:
        decay = min(EMA_DECAY, (1 + self.step) / (10 + self.step))
        for mean, new in zip(self.average.parameters(), self.network.parameters(), strict=True):
            mean.lerp_(new, 1 - decay)

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
        beside = path.with_name(path.name + ".part")
        torch.save(values, beside)
        os.replace(beside, path)  # noqa: PTH105 - the one atomic call

    def load(self, path: Path) -> None:
        """Go on from ``path``. Raises :class:`LiifError` when it is not such a file."""
        try:
            values = torch.load(path, map_location="cpu", weights_only=True)
            self.network.load_state_dict(values["network"])
            self.average.load_state_dict(values["average"])
            self.optimiser.load_state_dict(values["optimiser"])
            torch.set_rng_state(values["torch"])
            self.rng.bit_generator.state = values["numpy"]
            self.step, self.seconds = values["step"], values["seconds"]
        except Exception as error:  # a foreign or damaged file makes torch raise nearly anything
            why = (str(error).splitlines() or [type(error).__name__])[0]
            raise LiifError(
                f"{path} is not a state of this training run ({why})",
                "start without --resume, or name the file that an earlier run wrote",
            ) from error
