# SPDX-License-Identifier: GPL-3.0-or-later
"""How the new file is written: its format, its quality, and what it says of the photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.pictures import Picture, read_picture, write_picture
from tests.unit.pictures.files import IPTC, camera_exif, packet, smooth, write_jpeg

from .conftest import Liif


@pytest.fixture
def said(tmp_path: Path) -> Path:
    """A JPEG that says a lot of itself."""
    path = tmp_path / "said.jpg"
    write_jpeg(
        path, exif=camera_exif(orientation=6), xmp=packet("<xmp:Rating>5</xmp:Rating>"),
        iptc=IPTC, comments=(b"hello",),
    )  # fmt: skip
    return path


@pytest.mark.parametrize("suffix", [".avif", ".heic", ".jxl"])
def test_new_formats_go_in_and_out(liif: Liif, said: Path, suffix: str) -> None:
    first, second = said.with_suffix(suffix), said.with_name(f"again{suffix}")
    outcome = liif("upscale", said, first, "--scale", "2")
    assert outcome.status == 0, outcome.errors
    outcome = liif("clean", first, second)
    assert outcome.status == 0, outcome.errors
    assert outcome.errors == ""
    picture = read_picture(second)
    assert picture.size == (64, 96)
    assert b"<xmp:Rating>5" in (picture.xmp or b"")
    # The printed size stays the same.
    assert picture.resolution == (600, 600)


def test_what_a_photo_says_goes_along(liif: Liif, said: Path) -> None:
    target = said.with_name("out.jpg")
    outcome = liif("upscale", said, target, "--scale", "2")
    assert (outcome.status, outcome.errors) == (0, "")
    picture = read_picture(target)
    assert picture.iptc == IPTC
    assert [text.value for text in picture.texts] == ["hello"]
    with Image.open(target) as image:
        assert image.getexif().get_ifd(0x8769)[0xA002] == 64
        assert image.getexif().get_ifd(0x8769)[0xA003] == 96


def test_one_note_tells_what_the_format_cannot_hold(liif: Liif, said: Path) -> None:
    outcome = liif("clean", said, said.with_name("out.webp"))
    assert outcome.status == 0
    assert outcome.errors == (
        "liif: note: WebP has no place for the IPTC data and the text Comment; left out\n"
    )


@pytest.mark.parametrize("command", [("upscale", "--scale", "2"), ("clean",), ("export",)])
def test_strip(liif: Liif, said: Path, command: tuple[str, ...]) -> None:
    target = said.with_name("out.jpg")
    name, *options = command
    outcome = liif(name, said, target, *options, "--strip")
    assert outcome.status == 0, outcome.errors
    picture = read_picture(target)
    assert (picture.exif, picture.xmp, picture.iptc, picture.texts) == (None, None, None, ())
    assert picture.resolution is not None
    assert b"Maker" not in target.read_bytes()


def test_quality_and_lossless(liif: Liif, photo: Path) -> None:
    sizes = {}
    for options in ((), ("--quality", "30"), ("--lossless",)):
        target = photo.with_name(f"out{'-'.join(options)}.webp")
        outcome = liif("clean", photo, target, *options)
        assert (outcome.status, outcome.errors) == (0, "")
        sizes[options] = target.stat().st_size
    assert sizes["--quality", "30"] < sizes[()] < sizes["--lossless",]


@pytest.mark.parametrize(
    ("target", "options", "words"),
    [
        ("out.jpg", ("--lossless",), "JPEG is never lossless"),
        ("out.webp", ("--lossless", "--quality", "9"), "--quality or --lossless, not both"),
        ("out.jpg", ("--quality", "0"), "--quality"),
        ("out.jpg", ("--quality", "101"), "--quality"),
        ("out.gif", (), ".avif, .heic or .jxl"),
    ],
)
def test_what_cannot_be_is_refused_before_the_work(
    liif: Liif, photo: Path, target: str, options: tuple[str, ...], words: str
) -> None:
    outcome = liif("upscale", photo, photo.with_name(target), "--scale", "2", *options)
    assert outcome.status == 2
    assert words in outcome.errors
    assert not photo.with_name(target).exists()


def test_a_quality_that_changes_nothing_is_told(liif: Liif, photo: Path) -> None:
    outcome = liif("clean", photo, photo.with_name("out.png"), "--quality", "30")
    assert outcome.status == 0
    assert "PNG is always lossless; the quality changes nothing" in outcome.errors


def test_a_lossless_webp_stays_one(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "in.webp", tmp_path / "out.webp"
    Image.fromarray(smooth()).save(source, lossless=True)
    assert liif("upscale", source, target, "--scale", "2").status == 0
    assert b"VP8L" in target.read_bytes()


def test_ten_bits_stay_ten_bits(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "in.avif", tmp_path / "out.avif"
    write_picture(source, Picture(smooth().astype(np.uint16) * 257, bits=10))
    outcome = liif("upscale", source, target, "--scale", "2")
    assert (outcome.status, outcome.errors) == (0, "")
    picture = read_picture(target)
    assert picture.bits == 10
    assert picture.samples.dtype == np.uint16
    assert len(np.unique(picture.samples)) > 256


@pytest.mark.parametrize("suffix", [".avif", ".heic", ".jxl"])
def test_diagnose_takes_them_too(liif: Liif, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_picture(path, Picture(smooth(96, 64)))
    outcome = liif("diagnose", path)
    assert (outcome.status, outcome.errors) == (0, "")


def test_batch(liif: Liif, said: Path, photo: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "photos", tmp_path / "large"
    source.mkdir()
    said.rename(source / "said.jpg")
    write_picture(source / "new.heic", Picture(smooth()))
    command = ("batch", source, target, "--clean", "--workers", "1", "--format", "avif")
    outcome = liif(*command, "--strip")
    assert outcome.status == 0, outcome.errors
    assert sorted(path.name for path in target.glob("*.avif")) == ["new.avif", "said.avif"]
    assert read_picture(target / "said.avif").xmp is None
    # Another quality is another file.
    before = (target / "said.avif").stat().st_size
    assert liif(*command, "--strip", "--quality", "20").status == 0
    assert (target / "said.avif").stat().st_size < before


def test_a_batch_that_cannot_be_lossless_is_refused_at_once(
    liif: Liif, photo: Path, tmp_path: Path
) -> None:
    outcome = liif("batch", photo.parent, tmp_path / "out", "--clean", "--lossless")
    assert outcome.status == 2
    assert "cannot be made: JPEG is never lossless" in outcome.errors
    assert not (tmp_path / "out").exists()
