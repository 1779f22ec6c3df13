# SPDX-License-Identifier: Apache-2.0
"""What happens to a photo before a user has it: reduced, blurred, noisy, compressed, often twice.

All on the training device, a batch at a time, each picture with a quality of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from liif_core.lab.training.jpeg import jpeg

GRID = 16
"""Period of the JPEG grid with 4:2:0 chroma, and of WebP's; a crop at 0..15 gives every phase."""
LARGEST_BLUR = 1.0
"""Standard deviation in pixels of the small picture."""
LARGEST_NOISE = 10.0
"""Standard deviation in levels of 255."""


@dataclass(frozen=True)
class Mixture:
    """Shares of the degradations; the rest of 1 is JPEG once."""

    clean: float
    twice: float
    """JPEG, a shift against the grid, and JPEG again."""
    same_size: float
    """Share of batches at factor 1, where only artifacts are removed."""
    reduced: float = 0.0
    """Share of batches that are reduced once more after the first compression."""
    blur: float = 0.0
    """Share of pictures blurred slightly before all else."""
    noise: float = 0.0
    """Share of pictures with noise as of a sensor before they are compressed."""
    common: float = 0.75
    """Share of qualities of 10 to 70, as users mostly meet them; the others are of 8 to 95."""
    qualities: tuple[int, ...] = ()
    """The only qualities there are, each as often as it stands here; by default those above."""

    def undamaged(self) -> Mixture:
        """Only clean pictures, and no batch at factor 1: the first stage of a training."""
        return Mixture(clean=1.0, twice=0.0, same_size=0.0)

    def without_clean(self) -> Mixture:
        return replace(self, clean=0.0)


MIXED = Mixture(clean=0.3, twice=0.2, same_size=0.2, reduced=0.1)
JUDGED = Mixture(
    clean=0.15, twice=0.35, same_size=0.0, reduced=0.15, blur=0.15, noise=0.3, common=0.5
)
"""For the estimator: more of what is hard to tell."""


@dataclass(frozen=True)
class Damaged:
    """``pixels`` (n, 3, side - GRID, side - GRID) in 0..255 whose first pixel was ``top`` and
    ``left`` in the small picture, and the ``strength`` (n, 1) of their compression in 0..1.
    """

    pixels: Tensor
    strength: Tensor
    top: int
    left: int


def damage(truth: Tensor, side: int, mixture: Mixture, rng: np.random.Generator) -> Damaged:
    """``truth`` (n, 3, s, s) in 0..255 reduced to ``side`` and degraded as ``mixture`` has it."""
    count, device = len(truth), truth.device

    def uniform() -> Tensor:
        return torch.from_numpy(rng.random(count, dtype=np.float32)).to(device)

    if mixture.blur:
        truth = _some(truth, blur(truth, uniform() * LARGEST_BLUR * truth.shape[-1] / side),
                      uniform() < mixture.blur)  # fmt: skip
    small = reduce(truth, side)
    subsample = bool(rng.random() < 0.7)
    first, second = (_quality(uniform, mixture) for _ in range(2))
    # The side at the first compression, when the picture is reduced once more after it.
    larger = range(side + GRID, min(2 * side, truth.shape[-1]) + 1, GRID)
    again = bool(rng.random() < mixture.reduced) and len(larger) > 0
    source = reduce(truth, int(rng.choice(larger))) if again else small
    if mixture.noise:
        noisy = uniform() < mixture.noise
        levels = uniform() * LARGEST_NOISE
        small = _some(small, noise(small, levels, rng), noisy)
        source = _some(source, noise(source, levels, rng), noisy)
    damaged = reduce(jpeg(source, first, subsample), side)
    top, left = (int(rng.integers(0, GRID)) for _ in range(2))
    window = np.s_[..., top : top + side - GRID, left : left + side - GRID]
    kind = uniform()
    is_clean, is_twice = kind < mixture.clean, kind >= 1 - mixture.twice
    pixels = _some(damaged[window], small[window], is_clean)
    if is_twice.any():
        pixels[is_twice] = jpeg(pixels[is_twice], second[is_twice], subsample)
    # Reducing takes away as much of the artifacts as of the picture.
    strength = (1 - first / 100) * side / source.shape[-1]
    strength = torch.where(is_twice, torch.maximum(strength, 1 - second / 100), strength)
    return Damaged(pixels, torch.where(is_clean, 0.0, strength)[:, None], top, left)


def reduce(pixels: Tensor, side: int) -> Tensor:
    """``pixels`` (n, 3, s, s) in 0..255 by antialiased bicubic to ``side``, rounded as a file."""
    if pixels.shape[-1] == side:
        return pixels
    small = functional.interpolate(
        pixels, size=(side, side), mode="bicubic", antialias=True, align_corners=False
    )
    return small.round().clamp(0, 255)


def blur(pixels: Tensor, sigma: Tensor) -> Tensor:
    """``pixels`` (n, c, h, w) through a Gaussian of standard deviation ``sigma`` (n,) pixels."""
    count, channels, height, width = pixels.shape
    reach = min(int(3 * float(sigma.max())) + 1, height - 1, width - 1)
    distance = torch.arange(-reach, reach + 1, device=pixels.device)
    weight = torch.exp(-0.5 * (distance / sigma.clamp(min=1e-3)[:, None]) ** 2)
    weight = weight / weight.sum(1, keepdim=True)
    kernels = weight.repeat_interleave(channels, 0)
    padded = functional.pad(pixels, (reach,) * 4, mode="reflect").flatten(0, 1)[None]
    rows = functional.conv2d(padded, kernels[:, None, :, None], groups=count * channels)
    both = functional.conv2d(rows, kernels[:, None, None, :], groups=count * channels)
    return both.view(count, channels, height, width)


def noise(pixels: Tensor, sigma: Tensor, rng: np.random.Generator) -> Tensor:
    """``pixels`` (n, c, h, w) with Gaussian noise of ``sigma`` (n,) levels, rounded as a file."""
    values = torch.from_numpy(rng.standard_normal(pixels.shape, dtype=np.float32))
    noisy = pixels + values.to(pixels.device) * sigma[:, None, None, None]
    return noisy.round().clamp(0, 255)


def _some(pixels: Tensor, others: Tensor, chosen: Tensor) -> Tensor:
    """``others`` where ``chosen`` (n,), elsewhere ``pixels``."""
    return torch.where(chosen[:, None, None, None], others, pixels)


def _quality(uniform: Callable[[], Tensor], mixture: Mixture) -> Tensor:
    """Qualities (n,), see :attr:`Mixture.common` and :attr:`Mixture.qualities`."""
    if mixture.qualities:
        known = torch.tensor(mixture.qualities, dtype=torch.float32)
        chosen = uniform()
        return known.to(chosen.device)[(chosen * len(known)).long()]
    typical = 10 + 60 * uniform()
    return torch.where(uniform() < mixture.common, typical, 8 + 87 * uniform())
