# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of picture it is, and what is proposed for it: the strength that is used as well."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from liif_core.diagnosis import Diagnosis, describe, diagnose
from tests.engine.damage import photos, resized
from tests.engine.pictures import Bytes, compressed, photo, psnr
from tests.engine.running import compute, enlarge

WORDS = "The quick brown fox jumps over the lazy dog, and then sleeps for a long while."


def page() -> Bytes:
    """Dark text on white, (300, 440, 3)."""
    image = Image.new("RGB", (440, 300), (250, 250, 246))
    draw = ImageDraw.Draw(image)
    for line in range(14):
        start = 11 * line % 40
        draw.text((14, 12 + 20 * line), WORDS[start:] + WORDS, font_size=14, fill=(25, 25, 30))
    return np.array(image)


def one_bit(picture: Bytes) -> Bytes:
    return np.array(Image.fromarray(picture).convert("1", dither=Image.Dither.NONE).convert("RGB"))


def sprite() -> Bytes:
    """Pixel art, (32, 32, 3)."""
    random = np.random.default_rng(5)
    colours = random.integers(0, 255, (6, 3), np.uint8)
    left = random.integers(0, 6, (32, 16))
    left[random.random((32, 16)) < 0.55] = 0
    for row in range(0, 32, 4):
        left[row : row + 3, 6:12] = 1 + row % 5
    return colours[np.concatenate([left, left[:, ::-1]], 1)]


def chart() -> Bytes:
    """Smoothed lines and flat colours, (240, 320, 3)."""
    image = Image.new("RGB", (1280, 960), "white")
    draw = ImageDraw.Draw(image)
    for number, height in enumerate((300, 620, 480, 800, 200)):
        box = (100 + 220 * number, 900 - height, 250 + 220 * number, 900)
        draw.rectangle(box, fill=(40 + 40 * number, 90, 200 - 30 * number))
    draw.line([(60, 800), (400, 300), (800, 500), (1230, 90)], fill="black", width=12)
    return np.array(image.reduce(4))


def repeat(picture: Bytes, factor: int) -> Bytes:
    return picture.repeat(factor, 0).repeat(factor, 1)


def found(picture: Bytes, scale: float = 2) -> Diagnosis:
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    return diagnose(picture, size=size, timed=False)


@pytest.mark.parametrize("quality", [None, 75, 40, 10])
def test_photos_are_photos(quality: int | None) -> None:
    for name, picture in photos().items():
        made = picture if quality is None else compressed(picture, quality)
        assert found(made).kind == "photo", name


@pytest.mark.parametrize(
    ("quality", "inverted"), [(None, False), (85, False), (50, False), (None, True), (85, True)]
)
def test_pages_of_text(quality: int | None, inverted: bool) -> None:
    text = 255 - page() if inverted else page()
    made = text if quality is None else compressed(text, quality)
    result = found(made)
    assert result.kind == "page of text"
    assert "kind: page of text" in str(describe(result))
    assert result.task.startswith("enlarge ")
    assert "page of text" in result.task


def test_a_page_of_one_bit() -> None:
    result = found(one_bit(page()))
    assert result.kind == "page of text"
    assert result.proposal.strength == 0


@pytest.mark.parametrize("factor", [1, 3, 8])
def test_pixel_art(factor: int) -> None:
    result = found(repeat(sprite(), factor))
    assert result.kind == "pixel art"
    assert result.proposal.strength == 0
    # It stays as large as it is, as its squares are what it shows.
    assert [step.action for step in result.proposal.steps] == ["enlarge"]
    assert any("without interpolation" in reason for reason in result.proposal.reasons)
    if factor > 1:
        assert result.resolution is not None
        assert result.resolution.factor == factor


@pytest.mark.parametrize("quality", [None, 80])
def test_a_chart_is_a_drawing(quality: int | None) -> None:
    assert found(chart() if quality is None else compressed(chart(), quality)).kind == "drawing"


def test_a_photo_of_black_and_white_dots_is_no_pixel_art() -> None:
    dots = Image.fromarray(photo()).convert("1").convert("RGB")
    assert found(np.array(dots)).kind != "pixel art"


@pytest.mark.parametrize("picture", [sprite(), repeat(sprite(), 4), one_bit(page()), chart()])
def test_the_strength_that_is_proposed_is_used(picture: Bytes) -> None:
    size = 2 * picture.shape[1], 2 * picture.shape[0]
    info = compute(picture, np.empty((size[1], size[0], 3), np.uint8), size)
    assert info.strength == found(picture).proposal.strength == 0


def test_repeated_pixels_are_reduced_to_what_there_was() -> None:
    small = resized(photo(), 0.25)
    made = repeat(small, 4)
    result = found(made, scale=1)
    assert result.kind == "photo"
    assert result.resolution is not None
    assert (result.resolution.verdict, result.resolution.factor) == ("repeated", 4)
    reduce, last = result.proposal.steps
    assert (reduce.action, reduce.width, reduce.height) == ("reduce", *small.shape[1::-1])
    assert "by repeating its pixels" in str(describe(result))
    assert "without interpolation, in an editor" in str(describe(result))
    # That there are no blocks of a JPEG is seen only there.
    assert result.grid is None
    assert last.strength == 0
    better = enlarge(small, (last.width, last.height), strength=last.strength)
    plain = enlarge(made, (last.width, last.height))
    truth = photo()[: last.height, : last.width]
    assert psnr(better.astype(np.uint8), truth) > psnr(plain.astype(np.uint8), truth) + 1


def test_marks_of_a_jpeg_below_repeated_pixels_are_found() -> None:
    small = compressed(resized(photo(), 0.5), 40)
    result = found(repeat(small, 4))
    assert result.compression.quality is not None
    assert result.compression.quality.value == pytest.approx(40, abs=2)
    assert result.proposal.steps[-1].strength == pytest.approx(60, abs=2)
