# SPDX-License-Identifier: Apache-2.0
"""Training pairs: a photo's crop, and the small damaged picture that it must be made from.

The 8x8 grid has a random phase ALWAYS (JPEG on a larger picture, then a crop at a random
offset): with the grid at the border the network would learn to read the phase off its own zero
padding, and fail on real pictures and on tiles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from liif_core.coordinates import Taps, positions, taps
from liif_core.lab.training.degradations import GRID, JUDGED, Damaged, Mixture, damage, reduce
from liif_core.lab.training.growing import BLIND
from liif_core.lab.training.harms import Harm
from liif_core.runtime.strength import PIECE

INPUT = 48
"""Side of a training input, in pixels."""
FIRST = INPUT + 2 * GRID
"""Side of the small picture that the first compression sees."""
MAX_SCALE = 4.0
LARGEST_CROP = math.ceil(FIRST * MAX_SCALE)
MISJUDGED = 0.05
"""Standard deviation of what the network is told about the strength, from the truth: at run
time it is told what the estimator or a person finds."""


@dataclass(frozen=True)
class Batch:
    """``source`` (n, 3, INPUT, INPUT) and ``truth`` (n, 3, rows, columns) in 0..1, aligned by
    ``rows`` and ``columns``; ``scale`` the factor; and what the encoder is ``told`` about the
    strength (n, 1) of the compression, in 0..1. If there is a ``shift``, the second half shows
    the scenes of the first again, moved up and left by so many rows and columns of the truth.
    What is judged begins at ``corner``, a row and a column of the enlarged source; how roughly
    each picture was treated is its ``roughness`` (n, 1), see ``damage/history.py``; and of those
    that are ``kept`` (n,) the answers are to stay.
    """

    source: Tensor
    truth: Tensor
    told: Tensor
    rows: Taps
    columns: Taps
    scale: float
    shift: tuple[int, int] = (0, 0)
    corner: tuple[int, int] = (0, 0)
    roughness: Tensor | None = None
    kept: Tensor | None = None

    def to(self, device: torch.device) -> Batch:
        """The same, on ``device``."""
        source, truth, told = (each.to(device) for each in (self.source, self.truth, self.told))
        return replace(self, source=source, truth=truth, told=told)

    def chosen(self, pictures: Tensor) -> Batch:
        """Of the pictures those that are marked in (n,)."""
        source, truth, told = (each[pictures] for each in (self.source, self.truth, self.told))
        return replace(self, source=source, truth=truth, told=told, roughness=None, kept=None)

    def with_truth(self, truth: Tensor) -> Batch:
        """The same, with another one."""
        return replace(self, truth=truth)

    def blind(self) -> Batch:
        """The same, but told :data:`liif_core.lab.training.growing.BLIND`."""
        return replace(self, told=torch.full_like(self.told, BLIND))

    def sampled(self, count: int, rng: np.random.Generator) -> Batch:
        """At most ``count`` random rows and as many columns: enough for a costly decoder."""
        rows, columns = (
            np.sort(rng.choice(length, min(count, length), replace=False))
            for length in self.truth.shape[2:]
        )
        return replace(
            self,
            truth=self.truth[:, :, rows][..., columns],
            rows=self.rows.chosen(rows),
            columns=self.columns.chosen(columns),
        )


HARMED = Mixture(clean=0.5, twice=0.1, same_size=0.0)
"""For repairs, of pictures that were harmed before."""


class Batches:
    """Endless random batches from ``photos``, cut and degraded on the device they lie on."""

    def __init__(
        self,
        photos: list[Tensor],
        size: int,
        rng: np.random.Generator,
        largest_scale: float = MAX_SCALE,
    ) -> None:
        self.photos = photos
        self.size = size
        self.rng = rng
        self.largest_scale = largest_scale

    def draw(self, mixture: Mixture) -> Batch:
        """One batch, all of one factor, each picture with a degradation of its own."""
        rng = self.rng
        same = rng.random() < mixture.same_size
        crop = FIRST if same else round(FIRST * rng.uniform(1, self.largest_scale))
        truth = self._crops(crop)
        # At factor 1 an undamaged picture would teach nothing.
        damaged = damage(truth, FIRST, mixture.without_clean() if same else mixture, rng)
        return self._aligned(damaged, truth)

    def harmed(self, harm: Harm) -> Batch:
        """One batch at factor 1, of pictures that ``harm`` changed before their compression."""
        # Reduced, the photos' own noise and softness is less.
        truth = reduce(self._crops(round(FIRST * self.rng.uniform(1, 2))), FIRST)
        return self._aligned(damage(harm(truth, self.rng), FIRST, HARMED, self.rng), truth)

    def _aligned(self, damaged: Damaged, truth: Tensor) -> Batch:
        """A part of ``damaged`` at a random phase of the grid, and of ``truth`` what lies there."""
        rng, crop = self.rng, truth.shape[-1]
        scale = crop / FIRST
        offset = rng.integers(0, GRID, 2)
        row, column = damaged.top + int(offset[0]), damaged.left + int(offset[1])
        source = damaged.pixels[..., offset[0] :, offset[1] :][..., :INPUT, :INPUT]
        (top, bottom), (left, right) = (_covered(start, scale) for start in (row, column))
        return Batch(
            source / 255,
            truth[..., top:bottom, left:right] / 255,
            self._told(damaged),
            taps(positions(FIRST, crop, top, bottom) - row, INPUT),
            taps(positions(FIRST, crop, left, right) - column, INPUT),
            scale,
        )

    def judged(self) -> Damaged:
        """Pictures alone, as large as the pieces that are judged at run time."""
        first = PIECE + GRID
        largest = max(min(photo.shape[1:]) for photo in self.photos)
        crop = min(round(first * self.rng.uniform(1, MAX_SCALE)), largest)
        return damage(self._crops(crop), first, JUDGED, self.rng)

    def _told(self, damaged: Damaged) -> Tensor:
        error = self.rng.standard_normal(damaged.strength.shape, dtype=np.float32) * MISJUDGED
        return (damaged.strength + torch.from_numpy(error).to(damaged.strength.device)).clamp(0, 1)

    def _crops(self, side: int) -> Tensor:
        """A batch (size, 3, side, side) in 0..255."""
        photos = [photo for photo in self.photos if min(photo.shape[1:]) >= side]
        return torch.stack([self._crop(photos, side) for _ in range(self.size)]).float()

    def _crop(self, photos: list[Tensor], side: int) -> Tensor:
        rng = self.rng
        photo = photos[rng.integers(len(photos))]
        top, left = (int(rng.integers(0, length - side + 1)) for length in photo.shape[1:])
        crop = photo[:, top : top + side, left : left + side]
        if rng.random() < 0.5:
            crop = crop.transpose(1, 2)
        return crop.flip([axis for axis in (1, 2) if rng.random() < 0.5])


def _covered(start: int, scale: float) -> tuple[int, int]:
    """Output pixels whose whole area lies over inputs ``start`` to ``start + INPUT``."""
    return math.ceil(start * scale - 1e-9), math.floor((start + INPUT) * scale + 1e-9)
