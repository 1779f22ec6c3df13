# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-restore: noise, blur and haze undone, each as far as it is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from . import pictures
from .conftest import SIZE, Run
from .runner import Gimp
from .sandbox import HOME


@pytest.fixture(scope="module")
def bad_photo(gimp: Gimp) -> str:
    """The photo in haze that lets 60 % through, with noise of 15 levels; its name inside."""
    hazy = 0.6 * pictures.truth(*SIZE) + 0.4 * 0.9
    noisy = hazy + np.random.default_rng(5).normal(0, 15 / 255, hazy.shape)
    path = gimp.sandbox.home / "bad.png"
    Image.fromarray(np.uint8(np.rint(noisy.clip(0, 1) * 255))).save(path)
    gimp.sandbox.own(path)
    return f"{HOME}/bad.png"


def test_the_restored_photo_is_nearer_to_the_truth(run: Run, bad_photo: str) -> None:
    truth = pictures.truth(*SIZE)
    outcome = run("restore", file=bad_photo, noise=100, haze=100)
    assert [each["name"] for each in outcome.after["layers"]] == [
        "Background (LIIF restored)",
        "Background",
    ]
    one = run("restore", file=bad_photo, noise=100)
    values = [
        pictures.psnr(picture, truth)
        for picture in (
            outcome.pixels(outcome.before["layers"][0]),
            one.pixels(),
            outcome.pixels(),
        )
    ]
    # The haze is the larger harm by far; with it alone undone, the noise would grow.
    assert values[0] + 0.1 < values[1] < values[2] - 3, values


def test_an_amount_is_a_share_of_the_whole(run: Run, bad_photo: str) -> None:
    nothing, half, whole = (
        run("restore", file=bad_photo, noise=noise).pixels() for noise in (0, 50, 100)
    )
    changed = [float(np.abs(each - nothing).mean()) for each in (half, whole)]
    assert 0 < changed[0] < changed[1]


def test_nothing_asked_for_is_cleaning(run: Run) -> None:
    assert np.array_equal(run("restore").pixels(), run("clean").pixels())
