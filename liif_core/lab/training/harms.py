# SPDX-License-Identifier: Apache-2.0
"""What repairs undo besides compression: noise, blur and haze, made on the training device.

Each takes pictures (n, 3, h, w) in 0..255 and gives them harmed, every one to a degree of its own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from liif_core.lab.training.degradations import blur, noise

Harm = Callable[[Tensor, np.random.Generator], Tensor]
UNHARMED = 0.15
"""Share of pictures that nothing is done to, so that a repair also learns to keep its hands off."""
NOISE = (3.0, 50.0)
"""Standard deviation in levels of 255."""
BLUR = (0.5, 2.5)
"""Standard deviation in pixels."""
BLURRED_NOISE = 2.0
"""Levels of noise that a blurred picture has at most: a camera adds it after its lens."""
TRANSMISSION = (0.25, 1.0)
"""Share of the light that comes through the haze."""
AIRLIGHT = (0.7, 1.0)
"""Brightness of the haze itself."""
TINT = 0.05
"""How far one colour of the haze is off from its brightness."""
UNEVEN = 0.15
"""How much the transmission changes from one side of a picture to the other."""


def noisy(pixels: Tensor, rng: np.random.Generator) -> Tensor:
    """Noise of a sensor, in half of the pictures of a brightness only."""
    sigma = _uniform(pixels, rng, *NOISE)
    harmed = noise(pixels, sigma, rng)
    gray = (harmed - pixels).mean(1, keepdim=True) * 3**0.5
    harmed = torch.where(_chosen(pixels, rng, 0.5), pixels + gray, harmed)
    return _most(pixels, harmed.round().clamp(0, 255), rng)


def blurred(pixels: Tensor, rng: np.random.Generator) -> Tensor:
    """Out of focus, as a Gaussian has it, and a little noise."""
    soft = blur(pixels, _uniform(pixels, rng, *BLUR))
    return _most(pixels, noise(soft, _uniform(pixels, rng, 0, BLURRED_NOISE), rng), rng)


def hazy(pixels: Tensor, rng: np.random.Generator) -> Tensor:
    """The atmospheric scattering model, picture * t + airlight * (1 - t), with a t that changes
    slowly from side to side (He et al., Single Image Haze Removal, 2009)."""
    count, _, height, width = pixels.shape
    light = 255 * (
        _uniform(pixels, rng, *AIRLIGHT)[:, None] + _random(rng, (count, 3), -TINT, TINT, pixels)
    )
    ramps = [torch.linspace(-0.5, 0.5, length, device=pixels.device) for length in (height, width)]
    steep = _random(rng, (2, count), -UNEVEN, UNEVEN, pixels)[:, :, None, None]
    share = _uniform(pixels, rng, *TRANSMISSION)[:, None, None]
    share = (share + steep[0] * ramps[0][:, None] + steep[1] * ramps[1]).clamp(0.1, 1)[:, None]
    harmed = pixels * share + light[:, :, None, None] * (1 - share)
    return _most(pixels, harmed.round().clamp(0, 255), rng)


HARMS: dict[str, Harm] = {"noise": noisy, "blur": blurred, "haze": hazy}


def _most(pixels: Tensor, harmed: Tensor, rng: np.random.Generator) -> Tensor:
    return torch.where(_chosen(pixels, rng, UNHARMED), pixels, harmed)


def _chosen(pixels: Tensor, rng: np.random.Generator, share: float) -> Tensor:
    chosen = torch.from_numpy(rng.random(len(pixels)) < share).to(pixels.device)
    return chosen[:, None, None, None]


def _uniform(pixels: Tensor, rng: np.random.Generator, low: float, high: float) -> Tensor:
    return _random(rng, (len(pixels),), low, high, pixels)


def _random(
    rng: np.random.Generator, shape: tuple[int, ...], low: float, high: float, like: Tensor
) -> Tensor:
    values = rng.uniform(low, high, shape).astype(np.float32)
    return torch.from_numpy(values).to(like.device)
