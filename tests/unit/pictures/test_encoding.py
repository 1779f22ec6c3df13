# SPDX-License-Identifier: GPL-3.0-or-later
"""Quality, and writing without loss."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from liif_core.errors import LiifError
from liif_core.pictures import Encoding, Picture, check_output, read_picture, write_picture
from liif_core.pictures.formats import FORMATS
from tests.unit.pictures.files import smooth

RANDOM = Picture(np.random.default_rng(1).integers(0, 256, (40, 40, 3), np.uint8))


def is_lossless_webp(path: Path) -> bool:
    return b"VP8L" in path.read_bytes()


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_a_lower_quality_makes_a_smaller_file(tmp_path: Path, suffix: str) -> None:
    sizes = []
    for quality in (20, 60, 95, None):
        path = tmp_path / f"{quality}{suffix}"
        write_picture(path, RANDOM, encoding=Encoding(quality))
        sizes.append(path.stat().st_size)
    assert sizes[0] < sizes[1] < sizes[2] == sizes[3]


def test_jpeg_has_the_quality_asked_for_and_full_colour_resolution(tmp_path: Path) -> None:
    write_picture(tmp_path / "ours.jpg", RANDOM, encoding=Encoding(70))
    Image.fromarray(RANDOM.samples).save(tmp_path / "other.jpg", quality=70, subsampling=0)
    with Image.open(tmp_path / "ours.jpg") as ours, Image.open(tmp_path / "other.jpg") as other:
        assert ours.quantization == other.quantization  # type: ignore[attr-defined]
        assert {layer[1:3] for layer in ours.layer} == {(1, 1)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.gif", "a.webp"])
def test_what_was_lossless_becomes_a_lossless_webp(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    Image.fromarray(smooth()).save(source, lossless=True)
    picture = read_picture(source)
    write_picture(tmp_path / "out.webp", picture)
    assert is_lossless_webp(tmp_path / "out.webp")
    np.testing.assert_array_equal(read_picture(tmp_path / "out.webp").samples, picture.samples)
    write_picture(tmp_path / "small.webp", picture, encoding=Encoding(80))
    assert not is_lossless_webp(tmp_path / "small.webp")


@pytest.mark.parametrize("name", ["a.jpg", "a.webp", "a.avif", "a.heic", "a.jp2", "a.tif"])
def test_what_had_lost_something_already_stays_small(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    if name in ("a.avif", "a.heic"):
        write_picture(source, RANDOM)
    elif name == "a.tif":
        tifffile.imwrite(source, smooth(), photometric="rgb", compression="jpeg")
    else:
        Image.fromarray(smooth()).save(source)
    assert not read_picture(source).lossless
    write_picture(tmp_path / "out.webp", read_picture(source))
    assert not is_lossless_webp(tmp_path / "out.webp")


@pytest.mark.parametrize("channels", [3, 4])
def test_lossless_webp_keeps_every_sample(tmp_path: Path, channels: int) -> None:
    samples = smooth(channels=channels)
    if channels == 4:
        samples[:, :8, 3] = 0  # whose colours are kept too
    write_picture(tmp_path / "out.webp", Picture(samples), encoding=Encoding(lossless=True))
    np.testing.assert_array_equal(read_picture(tmp_path / "out.webp").samples, samples)


def test_a_jpeg_is_never_lossless(tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.jpg"
    write_picture(source, RANDOM)
    wish = Encoding(lossless=True)
    with pytest.raises(LiifError, match=r"JPEG is never lossless\. Write a \.png"):
        check_output(source, target, overwrite=False, size=(9, 9), alpha=False, encoding=wish)
    with pytest.raises(LiifError, match="never lossless"):
        write_picture(target, RANDOM, encoding=wish)
    assert not target.exists()


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_a_quality_that_changes_nothing_is_told(tmp_path: Path, suffix: str) -> None:
    told: list[str] = []
    write_picture(tmp_path / f"a{suffix}", RANDOM, told.append, encoding=Encoding(50))
    assert len(told) == 1
    assert "always lossless; the quality changes nothing" in told[0]
    write_picture(tmp_path / f"a{suffix}", RANDOM, pytest.fail, encoding=Encoding(lossless=True))


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_samples_deeper_than_a_format_are_told(tmp_path: Path, kind: object) -> None:
    for each in FORMATS:
        if each is not kind:
            continue
        told: list[str] = []
        deep = replace(RANDOM, samples=RANDOM.samples.astype(np.float32) / 255)
        write_picture(tmp_path / f"a{each.endings[0]}", deep, told.append)
        assert bool(told) == (each.bits < 32)


def test_an_encoder_that_fails_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> bytes:
        raise RuntimeError("no memory for tiles")

    monkeypatch.setattr("imagecodecs.avif_encode", failing)
    with pytest.raises(LiifError, match=r"cannot be encoded as AVIF \(no memory for tiles\)"):
        write_picture(tmp_path / "a.avif", RANDOM)
    assert list(tmp_path.iterdir()) == []
