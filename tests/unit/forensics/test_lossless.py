# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawings that were never compressed with loss are told from those that were, and from photos."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from skimage import data

from liif_core.forensics.excerpts import compute_luma, cut_excerpts
from liif_core.forensics.lossless import is_lossless


def _screen() -> Image.Image:
    """Windows, buttons and smoothed text."""
    image = Image.new("RGB", (320, 240), (236, 236, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 300, 50), (45, 90, 160))
    for row in range(4):
        draw.rectangle((30, 70 + 40 * row, 120, 96 + 40 * row), (210, 60, 40), (20, 20, 20))
        text = "Save as, quit, undo"
        draw.text((140, 72 + 40 * row), text, (10, 10, 10), ImageFont.load_default(14))
    return image


def _sprites() -> Image.Image:
    """Pixel art: few colours, each at random, twice as large."""
    rng = np.random.default_rng(3)
    colours = rng.integers(0, 256, (6, 3), np.uint8)
    small = colours[rng.integers(0, 6, (24, 32))]
    return Image.fromarray(small.repeat(8, 0).repeat(8, 1))


def _map() -> Image.Image:
    """Saturated colours that reach the border."""
    image = Image.new("RGB", (200, 160), (255, 0, 255))
    ImageDraw.Draw(image).polygon([(0, 20), (120, 60), (90, 159), (0, 159)], (0, 255, 0))
    return image


def _lossless(image: Image.Image) -> bool:
    return is_lossless([compute_luma(window) for window in cut_excerpts(np.asarray(image))])


def _after(image: Image.Image, codec: str, quality: int) -> Image.Image:
    file = io.BytesIO()
    image.save(file, codec, quality=quality)
    return Image.open(file).convert("RGB")


@pytest.mark.parametrize("draw", [_screen, _sprites, _map])
def test_drawings_are_lossless_until_they_are_compressed(draw: object) -> None:
    image = draw()  # type: ignore[operator]
    assert _lossless(image)
    for codec, quality in (("JPEG", 95), ("JPEG", 75), ("JPEG", 30), ("WEBP", 60)):
        harmed = _after(image, codec, quality)
        assert not _lossless(harmed), (codec, quality)
        smaller = harmed.resize((image.width * 2 // 3, image.height * 2 // 3))
        assert not _lossless(smaller), (codec, quality, "reduced")


@pytest.mark.parametrize("photo", [data.astronaut, data.chelsea, data.coffee])
def test_photos_are_not_called_lossless_drawings(photo: object) -> None:
    assert not _lossless(Image.fromarray(photo()))  # type: ignore[operator]


def test_flat_fields_and_smooth_ramps_need_nothing_but_their_steps_do() -> None:
    rows, columns = np.mgrid[:120, :200]
    ramps = [np.full((120, 200), 90), columns * 255 / 200, (rows + columns) * 0.4, rows * 0.2 + 50]
    for ramp in ramps[:1] + ramps[2:]:
        assert _lossless(Image.fromarray(ramp.astype(np.uint8)).convert("RGB"))
    steps = (rows // 8 * 3 + 40).astype(np.uint8)
    assert not _lossless(Image.fromarray(steps).convert("RGB"))
