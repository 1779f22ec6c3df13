# SPDX-License-Identifier: GPL-3.0-or-later
"""The smallest JPEG: not worse than asked for, and not better than needed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.pictures import Picture
from liif_core.smallest_jpeg.jpeg import Trial, find_smallest_jpeg
from liif_core.smallest_jpeg.msssim import Reference

THRESHOLD = 0.98


def soft_photo() -> Picture:
    """Waves of brightness with grain, in two slowly changing colours."""
    y, x = np.mgrid[:64, :80]
    grain = np.random.default_rng(2).normal(0, 9, (64, 80))
    luma = 120 + 60 * np.sin(x / 5.0) * np.cos(y / 7.0) + grain
    tint = 30 * np.sin(x / 40.0)
    return Picture(np.clip(np.stack([luma + tint, luma, luma - tint], -1), 0, 255).astype(np.uint8))


def coloured_lines() -> Picture:
    """The same brightness in red and blue lines, three pixels wide."""
    samples = soft_photo().samples.astype(np.int16)
    lines = np.arange(samples.shape[1]) % 6 < 3
    samples[:, lines] += np.array([90, -40, -40], np.int16)
    samples[:, ~lines] += np.array([-45, 0, 90], np.int16)
    return Picture(np.clip(samples, 0, 255).astype(np.uint8))


def luma_of(image: Image.Image) -> Reference:
    return Reference(np.asarray(image.convert("YCbCr"))[..., 0])


def similarity(picture: Picture, data: bytes) -> float:
    """Found by another decoder than the one that is used."""
    original, shown = Image.fromarray(picture.samples), Image.open(io.BytesIO(data))
    plane = np.asarray(shown.convert("RGB").convert("YCbCr"))[..., 0]
    return luma_of(original).compare(plane)


def saved(picture: Picture, quality: int, subsampling: int) -> bytes:
    file = io.BytesIO()
    image = Image.fromarray(picture.samples)
    image.save(file, "JPEG", quality=quality, subsampling=subsampling, progressive=True)
    return file.getvalue()


@pytest.fixture(scope="module")
def result() -> tuple[Trial, Trial]:
    return find_smallest_jpeg(soft_photo(), THRESHOLD)


def test_the_file_is_as_alike_as_asked_for(result: tuple[Trial, Trial]) -> None:
    best, _ = result
    found = similarity(soft_photo(), best.data)
    assert found >= THRESHOLD
    assert found == pytest.approx(best.similarity, abs=1e-4)


def test_the_next_lower_quality_in_full_colour_is_not(result: tuple[Trial, Trial]) -> None:
    best, _ = result
    picture = soft_photo()
    passing = [q for q in range(1, 101) if similarity(picture, saved(picture, q, 0)) >= THRESHOLD]
    # The lowest quality in full colour is the most that the file may take.
    assert len(best.data) <= len(saved(picture, passing[0], 0))
    assert best.subsampled or best.quality == passing[0]


def test_beside_it_stands_quality_90(result: tuple[Trial, Trial]) -> None:
    best, fixed = result
    assert fixed.quality == 90
    assert fixed.subsampled
    assert fixed.data == saved(soft_photo(), 90, 2)
    assert len(best.data) < len(fixed.data)


def test_soft_colours_are_stored_at_half_size(result: tuple[Trial, Trial]) -> None:
    best, _ = result
    assert best.subsampled


def test_fine_colours_are_not() -> None:
    best, _ = find_smallest_jpeg(coloured_lines(), THRESHOLD)
    assert not best.subsampled


def test_a_gray_picture_has_no_colours_to_store() -> None:
    gray = Picture(np.ascontiguousarray(soft_photo().samples[..., :1]))
    best, fixed = find_smallest_jpeg(gray, THRESHOLD)
    assert not best.subsampled
    assert not fixed.subsampled
    assert Image.open(io.BytesIO(best.data)).mode == "L"
    assert best.similarity >= THRESHOLD


def test_a_stricter_threshold_takes_a_higher_quality() -> None:
    qualities = [find_smallest_jpeg(soft_photo(), t)[0].quality for t in (0.9, 0.97, 0.995)]
    assert qualities == sorted(set(qualities))


def test_what_cannot_be_reached_is_said() -> None:
    with pytest.raises(LiifError, match="even at quality 100"):
        find_smallest_jpeg(soft_photo(), 1.0)


def test_what_a_jpeg_cannot_keep_is_told_once() -> None:
    notes: list[str] = []
    exif = Image.Exif()
    exif[0x010E] = "x" * 70_000
    picture = Picture(soft_photo().samples, exif=exif.tobytes().removeprefix(b"Exif\0\0"))
    best, _ = find_smallest_jpeg(picture, 0.9, notes.append)
    assert len(notes) == 1
    assert "EXIF" in notes[0]
    assert len(best.data) < 10_000
