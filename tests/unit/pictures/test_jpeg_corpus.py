# SPDX-License-Identifier: GPL-3.0-or-later
"""JPEG files of every kind that Pillow and imagecodecs write, and JPEG 2000 of every depth."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms

from liif_core.errors import LiifError
from liif_core.forensics.file_facts import read_facts
from liif_core.pictures import read_picture
from liif_core.pictures.picture import Samples

from .files import camera_exif, smooth
from .print_profile import build_cmyk_profile
from .tiff_files import reduced, spread


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"subsampling": "4:4:4"},
        {"subsampling": "4:2:2"},
        {"subsampling": "4:2:0"},
        {"progressive": True},
        {"optimize": True},
        {"restart_marker_blocks": 2},
        {"keep_rgb": True},
    ],
    ids=str,
)
def test_every_kind_of_jpeg(tmp_path: Path, mode: str, options: dict[str, Any]) -> None:
    path = tmp_path / "photo.jpg"
    Image.fromarray(smooth()).convert(mode).save(path, quality=90, **options)
    samples = read_picture(path).samples
    assert samples.dtype == np.uint8
    other = imagecodecs.jpeg_decode(path.read_bytes()).reshape(samples.shape)
    # Two builds of one library may differ in how they make colours finer.
    assert np.abs(samples.astype(int) - other).max() <= 2


def test_cmyk_with_a_profile(tmp_path: Path) -> None:
    path, profile = tmp_path / "print.jpg", build_cmyk_profile()
    image = Image.fromarray(smooth(channels=4), "CMYK")
    image.save(path, quality=95, icc_profile=profile)
    with Image.open(path) as stored:
        judge = ImageCms.profileToProfile(
            stored, ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )  # fmt: skip
    assert judge is not None
    assert np.abs(read_picture(path).samples.astype(int) - np.asarray(judge)).max() <= 1


def encode(samples: Samples, bits: int, *, lossless: bool) -> bytes:
    return bytes(
        imagecodecs.jpeg8_encode(
            np.ascontiguousarray(samples), level=98, bitspersample=bits, lossless=lossless
        )
    )


@pytest.mark.parametrize("gray", [True, False])
@pytest.mark.parametrize(
    ("bits", "lossless"), [(12, False), (8, True), (10, True), (12, True), (16, True)]
)
def test_jpeg_of_more_than_8_bits_or_without_loss(
    tmp_path: Path, bits: int, lossless: bool, gray: bool
) -> None:
    path = tmp_path / "photo.jpg"
    stored = reduced(smooth()[..., 0] if gray else smooth(), bits)
    path.write_bytes(encode(stored, bits, lossless=lossless))
    shown = spread(stored, bits).reshape(*stored.shape[:2], -1)
    picture = read_picture(path)
    assert (picture.samples.shape, picture.samples.dtype) == (shown.shape, shown.dtype)
    off = np.abs(picture.samples.astype(int) - shown)
    assert off.max() == 0 if lossless else off.mean() < 400
    assert (picture.bits, picture.lossless) == (bits if 8 < bits < 16 else None, lossless)
    assert read_facts(path).format == "deep JPEG"


def test_what_a_deep_jpeg_says_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    block = b"Exif\0\0" + camera_exif(orientation=6)
    segment = b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block
    plain = encode(reduced(smooth(), 12), 12, lossless=False)
    path.write_bytes(plain[:2] + segment + plain[2:])
    picture = read_picture(path)
    assert picture.size == (32, 48)
    assert picture.exif is not None
    exif = Image.Exif()
    exif.load(picture.exif)
    assert exif[ExifTags.Base.Make] == "Maker"


def test_a_damaged_deep_jpeg_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encode(reduced(smooth(), 12), 12, lossless=True)[:200])
    with pytest.raises(LiifError, match="damaged or incomplete"):
        read_picture(path)


@pytest.mark.parametrize("codec", ["jp2", "j2k"])
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("bits", [1, 2, 4, 8, 10, 12, 14, 16])
def test_jpeg_2000_of_every_depth(tmp_path: Path, bits: int, channels: int, codec: str) -> None:
    path = tmp_path / "photo.jp2"
    stored = reduced(smooth(channels=channels), bits)
    data = imagecodecs.jpeg2k_encode(
        stored if channels > 1 else stored[..., 0],
        level=0, reversible=True, bitspersample=bits, codecformat=codec,
    )  # fmt: skip
    path.write_bytes(data)
    picture = read_picture(path)
    np.testing.assert_array_equal(picture.samples, spread(stored, bits))
    assert picture.bits == (bits if 8 < bits < 16 else None)


def test_signed_jpeg_2000(tmp_path: Path) -> None:
    path = tmp_path / "photo.jp2"
    stored = (reduced(smooth(), 15) - 9000).astype(np.int16)
    path.write_bytes(imagecodecs.jpeg2k_encode(stored, level=0, reversible=True))
    samples = read_picture(path).samples
    assert samples.dtype == np.float32
    np.testing.assert_allclose(samples, stored / 32767, atol=1e-6)
