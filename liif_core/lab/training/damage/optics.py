# SPDX-License-Identifier: Apache-2.0
"""What a lens, a sensor and a camera's own sharpening do to a picture of 0..255."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

Pixels = NDArray[np.float32]
"""(h, w, 3) in 0..255."""


def blur(pixels: Pixels, sigmas: tuple[float, float], angle: float = 0.0) -> Pixels:
    """Through a Gaussian of two standard deviations in pixels, the first along ``angle``."""
    reach = max(1, int(3 * max(sigmas) + 0.5))
    steps = np.arange(-reach, reach + 1, dtype=np.float32)
    down, across = np.meshgrid(steps, steps, indexing="ij")
    along = np.cos(angle) * across + np.sin(angle) * down
    beside = np.cos(angle) * down - np.sin(angle) * across
    first, second = (max(sigma, 1e-3) for sigma in sigmas)
    kernel = np.exp(-0.5 * ((along / first) ** 2 + (beside / second) ** 2))
    weight = torch.from_numpy((kernel / kernel.sum()).astype(np.float32))
    planes = torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)[:, None]
    padded = functional.pad(planes, (reach,) * 4, mode="reflect")
    return functional.conv2d(padded, weight[None, None])[:, 0].permute(1, 2, 0).numpy()


def sharpen(pixels: Pixels, amount: float, sigma: float) -> Pixels:
    """Unsharp masking, which leaves halos; ``amount`` 1 adds what a blur takes away."""
    return pixels + np.float32(amount) * (pixels - blur(pixels, (sigma, sigma)))


def add_noise(
    pixels: Pixels, levels: float, shot: float, gray: bool, rng: np.random.Generator
) -> Pixels:
    """A sensor's noise: a standard deviation of ``levels``, of which the share ``shot`` of the
    variance grows with the light (Poisson); ``gray`` has all colours the same.
    """
    shape = (*pixels.shape[:2], 1) if gray else pixels.shape
    values = rng.standard_normal(shape, dtype=np.float32)
    light = pixels.mean(2, keepdims=True) if gray else pixels
    variance = 1 - shot + shot * np.clip(light, 0, 255) / 127.5
    return pixels + np.float32(levels) * np.sqrt(variance, dtype=np.float32) * values
