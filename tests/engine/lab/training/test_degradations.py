# SPDX-License-Identifier: GPL-3.0-or-later
"""The damages of the training: as strong as they are said to be, and labelled rightly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.engine.pictures import photo

if TYPE_CHECKING:
    from torch import Tensor

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

SIDE = 80


def _truth(side: int = 240, count: int = 6) -> Tensor:
    crops = [photo()[:side, 30 * i : 30 * i + side] for i in range(count)]
    return torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float()


def test_noise_has_the_deviation_it_is_given() -> None:
    from liif_core.lab.training.degradations import noise

    flat = torch.full((3, 3, 60, 60), 128.0)
    sigma = torch.tensor([0.0, 2.0, 8.0])
    noisy = noise(flat, sigma, np.random.default_rng(0))
    assert torch.equal(noisy[0], flat[0])
    found = (noisy - flat).std((1, 2, 3))
    # Rounding to whole levels adds 1/12 of a level squared.
    assert torch.allclose(found[1:], (sigma[1:] ** 2 + 1 / 12).sqrt(), rtol=0.03)


def test_blur_is_the_gaussian_it_is_given() -> None:
    from liif_core.lab.training.degradations import blur

    points = torch.zeros(3, 2, 41, 41)
    points[..., 20, 20] = 1
    sigma = torch.tensor([0.0, 1.0, 2.5])
    blurred = blur(points, sigma)
    assert torch.allclose(blurred[0], points[0])
    assert torch.allclose(blurred.sum((2, 3)), torch.ones(3, 2), atol=1e-5)
    distance = torch.arange(-20.0, 21.0) ** 2
    for axis in (2, 3):
        spread = (blurred.sum(axis) * distance).sum(-1)[1:, 0]
        assert torch.allclose(spread.sqrt(), sigma[1:], rtol=0.02)


@pytest.mark.parametrize("kind", ["blur", "noise"])
def test_optional_damages_are_drawn_as_often_as_asked(kind: str) -> None:
    from liif_core.lab.training.degradations import Mixture, damage

    plain = Mixture(clean=1, twice=0, same_size=0)
    some = {"blur": replace(plain, blur=0.5), "noise": replace(plain, noise=0.5)}[kind]
    hit = 0
    for seed in range(12):
        pair = [damage(_truth(), SIDE, m, np.random.default_rng(seed)) for m in (plain, some)]
        assert torch.equal(pair[1].strength, torch.zeros(6, 1))
        # Windows may differ, the mean of the differences of neighbours hardly does.
        rough = [item.pixels.diff(dim=3).abs().mean((1, 2, 3)) for item in pair]
        hit += int(((rough[1] / rough[0] - 1).abs() > 0.2).sum())
    assert 12 < hit < 50


def test_reduced_again_the_artifacts_are_weaker_and_so_is_the_strength() -> None:
    from liif_core.lab.training.degradations import GRID, Mixture, damage

    once = Mixture(clean=0, twice=0, same_size=0)
    again = Mixture(clean=0, twice=0, same_size=0, reduced=1)
    errors, strengths = [], []
    for mixture in (once, again):
        found = [damage(_truth(), SIDE, mixture, np.random.default_rng(seed)) for seed in range(8)]
        small = damage(_truth(), SIDE, mixture.undamaged(), np.random.default_rng(0))
        assert small.pixels.shape == (6, 3, SIDE - GRID, SIDE - GRID)
        strengths.append(float(torch.cat([item.strength for item in found]).mean()))
        errors.append(np.mean([_error(item.pixels, item.top, item.left) for item in found]))
    assert errors[1] < 0.9 * errors[0]
    assert strengths[1] < 0.8 * strengths[0]


def _error(pixels: Tensor, top: int, left: int) -> float:
    from liif_core.lab.training.degradations import reduce

    clean = reduce(_truth(), SIDE)[..., top:, left:][..., : pixels.shape[2], : pixels.shape[3]]
    return float((pixels - clean).abs().mean())


def test_compressed_twice_is_as_strong_as_the_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    from liif_core.lab.training import degradations as module

    seen: list[Tensor] = []

    def noted(pixels: Tensor, quality: Tensor, _: bool) -> Tensor:
        seen.append(quality)
        return pixels

    monkeypatch.setattr(module, "jpeg", noted)
    mixture = module.Mixture(clean=0, twice=1, same_size=0)
    found = module.damage(_truth(), SIDE, mixture, np.random.default_rng(0))
    worst = torch.minimum(*seen)
    assert torch.allclose(found.strength[:, 0], 1 - worst / 100)
