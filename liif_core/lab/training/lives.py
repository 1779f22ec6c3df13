# SPDX-License-Identifier: Apache-2.0
"""Batches of pictures that had a life, made by processes of their own beside the training."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from liif_core.coordinates import positions, taps
from liif_core.lab.training.batches import FIRST, INPUT, LARGEST_CROP, MAX_SCALE, MISJUDGED, Batch
from liif_core.lab.training.damage.history import MOSTLY_SOFT, Shares, live
from liif_core.lab.training.degradations import GRID

BORDER = 8
"""Source pixels at the sides that are mostly not judged: their answers feel the padding most."""
AT_BORDER = 0.25
"""Share of the batches in which they are: at the border of a picture people see them."""
STEPS = 8
"""What the sides of what is judged are multiples of: its features are halved three times."""
LARGEST_SCENE = LARGEST_CROP + round(MAX_SCALE)
"""Side in pixels that a photo must have."""
KEPT = 0.5
"""Share of the scenes whose answers are to stay, where there are such photos."""
AHEAD = 6
"""Batches that are made ahead."""


@dataclass(frozen=True)
class Lives(Dataset[Batch]):
    """Batch number k is made of the seed and k alone: a run goes on where it stopped, and two of
    one seed see the same.
    """

    photos: list[Tensor]
    size: int
    seed: int = 0
    shares: Shares = MOSTLY_SOFT
    factors: tuple[int, ...] = ()
    """Those that are trained; all where there is none."""
    twice: bool = True
    """Whether each scene is seen twice."""
    kept: list[Tensor] = field(default_factory=list)
    """More photos, whose answers are to stay."""

    def __len__(self) -> int:
        return 2**31

    def __getitem__(self, number: int) -> Batch:
        """All of one factor and one place, each scene with a history of its own, and if seen
        twice, moved by less than a source pixel, with the same history."""
        rng = np.random.default_rng((self.seed, number))
        factor = float(rng.choice(self.factors)) if self.factors else _scale(rng)
        crop = round(FIRST * factor)
        scale = crop / FIRST
        corner = (int(rng.integers(0, GRID)), int(rng.integers(0, GRID)))
        inside = rng.integers(0, GRID, 2)
        row, column = corner[0] + int(inside[0]), corner[1] + int(inside[1])
        border = 0 if rng.random() < AT_BORDER else BORDER
        side = math.floor((INPUT - 2 * border) * scale / STEPS) * STEPS
        top, left = (math.ceil((start + border) * scale - 1e-9) for start in (row, column))
        window = np.s_[inside[0] : inside[0] + INPUT, inside[1] : inside[1] + INPUT]
        most = max(2, round(scale))
        shift = (int(rng.integers(1, most)), int(rng.integers(1, most)))
        views = ((0, 0), shift) if self.twice else ((0, 0),)
        scenes = [
            (*self._scene(crop + most, rng), rng.integers(2**62))
            for _ in range(max(1, self.size // len(views)))
        ]
        sources, truths, told, rough, kept = [], [], [], [], []
        for down, across in views:
            for scene, keeps, seed in scenes:
                history = np.random.default_rng(seed)
                truth = scene[down : down + crop, across : across + crop]
                pixels, strength, roughness = live(truth, FIRST, corner, self.shares, history)
                sources.append(_planes(pixels[window]))
                truths.append(_planes(truth[top : top + side, left : left + side]))
                rough.append(roughness)
                kept.append(keeps)
                told.append(np.clip(strength + MISJUDGED * history.standard_normal(), 0, 1))
        return Batch(
            torch.stack(sources),
            torch.stack(truths),
            torch.tensor(told, dtype=torch.float32)[:, None],
            taps(positions(FIRST, crop, top, top + side) - row, INPUT),
            taps(positions(FIRST, crop, left, left + side) - column, INPUT),
            scale,
            shift if self.twice else (0, 0),
            # Meant for whole factors: of others the source has no whole row there.
            (top - round(row * scale), left - round(column * scale)),
            torch.tensor(rough, dtype=torch.float32)[:, None],
            torch.tensor(kept) if self.kept else None,
        )

    def _scene(self, side: int, rng: np.random.Generator) -> tuple[NDArray[np.uint8], bool]:
        """(side, side, 3), and whether it is kept."""
        keeps = bool(self.kept) and rng.random() < KEPT
        return _crop(self.kept if keeps else self.photos, side, rng), keeps


def _crop(photos: list[Tensor], side: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """(side, side, 3), from any of ``photos`` that is large enough, turned at random."""
    while min((photo := photos[rng.integers(len(photos))]).shape[1:]) < side:
        pass
    top, left = (int(rng.integers(0, length - side + 1)) for length in photo.shape[1:])
    crop = photo[:, top : top + side, left : left + side].permute(1, 2, 0).numpy()
    if rng.random() < 0.5:
        crop = crop.transpose(1, 0, 2)
    turned = crop[:: rng.choice((-1, 1)), :: rng.choice((-1, 1))]
    return np.ascontiguousarray(turned)


def batches(lives: Lives, first: int, processes: int) -> DataLoader[Batch]:
    """Those from number ``first`` on, made by so many ``processes``; 0 for in this one."""
    return DataLoader(
        lives,
        batch_size=None,
        sampler=range(first, len(lives)),
        num_workers=processes,
        prefetch_factor=AHEAD if processes else None,
        collate_fn=_as_it_is,
    )


def _as_it_is(batch: Any) -> Any:  # noqa: ANN401 - torch's own type
    return batch


def _scale(rng: np.random.Generator) -> float:
    """Whole factors more often than others: people ask for them most, and a grid shows there."""
    kind = rng.random()
    if kind < 0.45:
        return rng.uniform(2, MAX_SCALE)
    if kind < 0.57:
        return rng.uniform(1, 2)
    return float(rng.choice((2.0, 3.0, 4.0), p=(0.25, 0.2, 0.55)))


def _planes(pixels: NDArray[np.uint8]) -> Tensor:
    """(3, h, w) in 0..1."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1).float() / 255
