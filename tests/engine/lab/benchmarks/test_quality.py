# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped network on a real photo: better than bicubic, and the strength does what it says."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.registry.folders import shipped_models_dir
from liif_core.registry.models import MODELS
from tests.engine.pictures import Bytes, bicubic, compressed, photo, psnr, reduced
from tests.engine.running import enlarge


def _gain(source: Bytes, truth: Bytes, model: str = "fast") -> float:
    grid = (truth.shape[1], truth.shape[0])
    result = enlarge(source, grid, model=model).astype(np.uint8)
    return psnr(result, truth) - psnr(bicubic(source, grid), truth)


def test_a_clean_photo_by_4() -> None:
    truth = photo()
    assert _gain(reduced(truth, 4), truth) > 0.35


@pytest.mark.parametrize("model", [each.name for each in MODELS.read(shipped_models_dir())])
def test_factors_that_differ_a_little(model: str) -> None:
    """As rounding to whole pixels has them."""
    truth = photo()[:170, 100:300]
    small = reduced(truth, 2)
    for height in (84, 80):
        source = bicubic(small, (100, height))
        assert _gain(source, truth, model) > 0, height


def test_a_compressed_photo_by_2() -> None:
    truth = photo()
    assert _gain(compressed(reduced(truth, 2), 30), truth) > 0.2


def test_cleaning_brings_a_compressed_photo_nearer_to_the_truth() -> None:
    truth = photo()[:160, 100:340]
    damaged = compressed(truth, 20)
    cleaned = enlarge(damaged, (240, 160)).astype(np.uint8)
    assert psnr(cleaned, truth) > psnr(damaged, truth) + 0.4


def _blockiness(picture: Bytes) -> float:
    """Mean step over the borders of the 8x8 blocks, less that within blocks."""
    steps = np.abs(np.diff(picture.astype(np.float64), axis=1)).mean((0, 2))
    border = np.arange(1, len(steps) + 1) % 8 == 0
    return float(steps[border].mean() - steps[~border].mean())


def test_strength_decides_how_much_is_removed() -> None:
    truth = photo()[:160, 100:340]
    damaged = compressed(truth, 15)
    results = {
        strength: enlarge(damaged, (240, 160), strength=strength).astype(np.uint8)
        for strength in (0, 50, 100, None)
    }
    change = {
        strength: np.abs(result.astype(int) - damaged).mean()
        for strength, result in results.items()
    }
    assert change[0] < 0.5 * change[50] < 0.5 * change[100]
    blocks = {strength: _blockiness(result) for strength, result in results.items()}
    assert _blockiness(damaged) > 0.1
    assert blocks[100] < blocks[50] < blocks[0] <= _blockiness(damaged)
    # Left alone, the network finds out by itself that this photo needs much.
    quality = {strength: psnr(result, truth) for strength, result in results.items()}
    assert quality[None] > quality[0] + 0.2
    assert quality[None] > max(quality[50], quality[100]) - 0.2
