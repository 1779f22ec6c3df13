# SPDX-License-Identifier: Apache-2.0
"""Training pairs: a photo's crop, and the small damaged picture that it must be made from.

What users have was reduced, compressed, often moved by a few pixels or reduced again, and
compressed again. The 8x8 grid has a random phase ALWAYS (JPEG on a larger picture, then a crop
at a random offset): with the grid at the border the network would learn to read the phase off
its own zero padding, and fail on real pictures and on tiles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from liif_core.coordinates import Taps, positions, taps
from liif_core.training.jpeg import jpeg

INPUT = 48
"""Side of a training input, in pixels."""
GRID = 16
"""Period of the JPEG grid with 4:2:0 chroma; a crop at 0..15 gives every phase."""
FIRST = INPUT + 2 * GRID
"""Side of the small picture that the first compression sees."""
MAX_SCALE = 4.0
LARGEST_CROP = math.ceil(FIRST * MAX_SCALE)


@dataclass(frozen=True)
class Mixture:
    """Shares of the degradations; the rest of 1 is JPEG once."""

    clean: float
    twice: float
    same_size: float
    """Share of batches at factor 1, where only artifacts are removed."""


CLEAN = Mixture(clean=1.0, twice=0.0, same_size=0.0)
MIXED = Mixture(clean=0.3, twice=0.2, same_size=0.2)


@dataclass(frozen=True)
class Batch:
    """``source`` (n, 3, INPUT, INPUT) and ``truth`` (n, 3, rows, columns) in 0..1, aligned by
    ``rows`` and ``columns``; ``strength`` (n, 2) as the encoder takes it; ``scale`` the factor.
    """

    source: Tensor
    truth: Tensor
    strength: Tensor
    rows: Taps
    columns: Taps
    scale: float


class Batches:
    """Endless random batches from ``photos``, cut on the CPU, degraded on ``device``."""

    def __init__(
        self, photos: list[Tensor], size: int, device: torch.device, rng: np.random.Generator
    ) -> None:
        self.photos = photos
        self.size = size
        self.device = device
        self.rng = rng

    def draw(self, mixture: Mixture) -> Batch:
        """One batch, all of one factor, each picture with a degradation of its own."""
        rng = self.rng
        wanted = 1.0 if rng.random() < mixture.same_size else rng.uniform(1, MAX_SCALE)
        crop = round(FIRST * wanted)
        scale = crop / FIRST
        truth = torch.stack([self._crop(crop) for _ in range(self.size)]).to(self.device).float()
        # At factor 1 an undamaged picture would teach nothing.
        clean = 0.0 if wanted == 1.0 and mixture.clean < 1 else mixture.clean
        source, strength, corner = self._degrade(truth, mixture.twice, clean)
        row, column = (offset + int(rng.integers(0, GRID)) for offset in corner)
        source = source[..., row - corner[0] :, column - corner[1] :][..., :INPUT, :INPUT]
        (top, bottom), (left, right) = (_covered(start, scale) for start in (row, column))
        return Batch(
            source / 255,
            truth[..., top:bottom, left:right] / 255,
            strength,
            taps(positions(FIRST, crop, top, bottom) - row, INPUT),
            taps(positions(FIRST, crop, left, right) - column, INPUT),
            scale,
        )

    def _crop(self, side: int) -> Tensor:
        rng = self.rng
        photo = self.photos[rng.integers(len(self.photos))]
        top, left = (int(rng.integers(0, length - side + 1)) for length in photo.shape[1:])
        crop = photo[:, top : top + side, left : left + side]
        if rng.random() < 0.5:
            crop = crop.transpose(1, 2)
        return crop.flip([axis for axis in (1, 2) if rng.random() < 0.5])

    def _degrade(
        self, truth: Tensor, twice: float, clean: float
    ) -> tuple[Tensor, Tensor, tuple[int, int]]:
        """The damaged small pictures, their strengths, and the corner that was cut off them."""
        count = len(truth)
        small = reduce(truth, FIRST)
        first, second = self._quality(count), self._quality(count)
        subsample = bool(self.rng.random() < 0.7)
        damaged = jpeg(small, first, subsample)
        top, left = (int(self.rng.integers(0, GRID)) for _ in range(2))
        window = np.s_[..., top : top + FIRST - GRID, left : left + FIRST - GRID]
        kind = self._uniform(count)
        is_clean, is_twice = kind < clean, kind >= 1 - twice
        pixels = torch.where(is_clean[:, None, None, None], small[window], damaged[window])
        if is_twice.any():
            pixels[is_twice] = jpeg(pixels[is_twice], second[is_twice], subsample)
        worst = torch.where(is_twice, torch.minimum(first, second), first)
        value = torch.where(is_clean, 0.0, 1 - worst / 100)
        known = (self._uniform(count) < 0.5).float()
        return pixels, torch.stack([known, known * value], 1), (top, left)

    def _quality(self, count: int) -> Tensor:
        """Qualities as users meet them: mostly 10 to 70, sometimes anything."""
        common = 10 + 60 * self._uniform(count)
        return torch.where(self._uniform(count) < 0.75, common, 8 + 87 * self._uniform(count))

    def _uniform(self, count: int) -> Tensor:
        return torch.from_numpy(self.rng.random(count, dtype=np.float32)).to(self.device)


def reduce(pixels: Tensor, side: int) -> Tensor:
    """``pixels`` (n, 3, s, s) in 0..255 by antialiased bicubic to ``side``, rounded as a file."""
    if pixels.shape[-1] == side:
        return pixels
    small = functional.interpolate(
        pixels, size=(side, side), mode="bicubic", antialias=True, align_corners=False
    )
    return small.round().clamp(0, 255)


def _covered(start: int, scale: float) -> tuple[int, int]:
    """Output pixels whose whole area lies over inputs ``start`` to ``start + INPUT``."""
    return math.ceil(start * scale - 1e-9), math.floor((start + INPUT) * scale + 1e-9)
