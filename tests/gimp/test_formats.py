# SPDX-License-Identifier: GPL-3.0-or-later
"""16 bits, a wide colour space and transparency, in photos; the rest is in :mod:`test_kinds`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from . import pictures
from .conftest import SIZE, Outcome, Run
from .runner import Gimp
from .sandbox import HOME

WIDTH, HEIGHT = SIZE


def tone_error(outcome: Outcome) -> float:
    """How far the mean colour of the photo's pixels moved, at most, of a range of 1."""
    before = outcome.pixels(outcome.before["layers"][0])
    after = pictures.reduced(outcome.pixels(), WIDTH, HEIGHT)
    return float(np.abs((after - before).mean(axis=(0, 1))).max())


def test_sixteen_bits_are_really_used(run: Run) -> None:
    values = np.round(run("upscale", scale=2.0, scene="sixteen_bit").pixels() * 65535)
    assert np.mean(values % 257 == 0) < 0.1  # an 8-bit value fills 16 bits as a multiple of 257


@pytest.fixture(scope="module")
def wide_photo(gimp: Gimp) -> str:
    """A JPEG in Adobe RGB, whose pure green lies far outside sRGB."""
    made = gimp.call("tasks:adobe_rgb")
    path = gimp.sandbox.home / "wide.jpg"
    profile = (Path(made["folder"]) / "profile.icc").read_bytes()
    pictures.save_photo(path, WIDTH, HEIGHT, profile=profile, green_square=True)
    gimp.sandbox.own(path)
    return f"{HOME}/wide.jpg"


def test_the_colours_of_a_wide_colour_space_are_kept(run: Run, wide_photo: str) -> None:
    outcome = run("upscale", scale=2.0, file=wide_photo)
    assert outcome.before["profile"]
    assert outcome.after["profile"] == outcome.before["profile"]
    assert tone_error(outcome) < 0.01
    square = outcome.pixels()[30:50, 30:50].mean(axis=(0, 1))
    assert square == pytest.approx([0, 1, 0], abs=0.03)


def test_transparency_is_enlarged_without_a_halo(gimp: Gimp, run: Run) -> None:
    """A disc of one colour, cut out of an image that is black where it is transparent."""
    colour = (200, 170, 60)
    path = gimp.sandbox.home / "flat.png"
    Image.new("RGB", SIZE, colour).save(path)
    gimp.sandbox.own(path)
    outcome = run("upscale", scale=4.0, scene="transparent", file=f"{HOME}/flat.png")
    before, result = outcome.pixels(outcome.before["layers"][0]), outcome.pixels()
    assert np.median(before[before[:, :, 3] == 0]) == 0, "nothing black is hidden"
    alpha = result[:, :, 3]
    rows, columns = np.mgrid[0 : HEIGHT * 4, 0 : WIDTH * 4] + 0.5
    distance = np.hypot(columns - WIDTH * 2, rows - HEIGHT * 2) - HEIGHT  # from the disc's edge
    assert alpha[distance < -6].min() > 0.98
    assert alpha[distance > 6].max() < 0.02
    # Between 0 and 1 the edge passes through many levels: it is smooth, not a staircase.
    edge = np.unique(np.round(alpha[np.abs(distance) < 4], 2))
    assert len(edge) > 20
    seen = result[:, :, :3][alpha > 0.05]
    assert np.abs(seen - np.array(colour) / 255).max() < 0.03
    assert not outcome.after["layers"][1]["visible"]  # or it would darken the edge from below
