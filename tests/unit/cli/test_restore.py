# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif restore``: plain words, and what the network then does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from tests.unit.cli.conftest import Liif

Pixels = NDArray[np.uint8]


@pytest.fixture
def noisy(tmp_path: Path) -> tuple[Path, Pixels]:
    """A photo with strong noise, as a file, and as it was."""
    truth = data.astronaut()[60:220, 150:310]
    noise = np.random.default_rng(1).normal(0, 25, truth.shape)
    path = tmp_path / "noisy.png"
    Image.fromarray(np.clip(truth + noise, 0, 255).astype(np.uint8)).save(path)
    return path, truth


def _error(path: Path, truth: Pixels) -> float:
    return float(np.abs(np.asarray(Image.open(path)).astype(float) - truth).mean())


def test_noise_goes(liif: Liif, noisy: tuple[Path, Pixels], tmp_path: Path) -> None:
    source, truth = noisy
    target = tmp_path / "out.png"
    outcome = liif("restore", source, target, "--task", "please denoise this")
    assert outcome.status == 0, outcome.errors
    assert "understood: undo noise, compression as found\n" in outcome.output
    whole = _error(target, truth)
    assert whole < 0.5 * _error(source, truth)
    half = tmp_path / "half.png"
    assert liif("restore", source, half, "--task", "a little noise").status == 0
    assert whole < _error(half, truth) < _error(source, truth)


def test_two_repairs(liif: Liif, noisy: tuple[Path, Pixels], tmp_path: Path) -> None:
    source, truth = noisy
    hazy = np.asarray(Image.open(source)) * 0.6 + 90
    Image.fromarray(hazy.astype(np.uint8)).save(source)
    target = tmp_path / "out.png"
    outcome = liif("restore", source, target, "--task", "remove noise and haze, keep the blocks")
    assert outcome.status == 0, outcome.errors
    assert "strength 0" in outcome.output
    assert _error(target, truth) < 0.7 * _error(source, truth)


def test_words_without_a_task_are_bad_input(
    liif: Liif, noisy: tuple[Path, Pixels], tmp_path: Path
) -> None:
    outcome = liif("restore", noisy[0], tmp_path / "out.png", "--task", "make it nice")
    assert outcome.status == 2
    assert outcome.errors.count("\n") == 1
    assert "Name some of: noise, blur, haze, compression" in outcome.errors
    assert not (tmp_path / "out.png").exists()


def test_other_models_have_no_repairs(
    liif: Liif, noisy: tuple[Path, Pixels], tmp_path: Path
) -> None:
    outcome = liif(
        "restore", noisy[0], tmp_path / "out.png", "--task", "denoise", "--model", "edsr-liif"
    )
    assert outcome.status == 1
    assert "repair noise was not made for this edsr-liif" in outcome.errors
    assert not (tmp_path / "out.png").exists()
