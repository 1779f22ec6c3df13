# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif export`` on real files."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from liif_core.pictures import Picture, read_picture, write_picture

from .conftest import Liif


def test_a_photo_with_all_that_belongs_to_it(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.jpg"
    exif = Image.Exif()
    exif[0x013B] = "A. Photographer"
    y, x = np.mgrid[:180, :200]
    samples = np.stack([x + y, 200 - x, 60 + y], -1).clip(0, 255).astype(np.uint8)
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    block = exif.tobytes().removeprefix(b"Exif\0\0")
    write_picture(source, Picture(samples, icc, block, (240.0, 240.0)))
    outcome = liif("export", source, target, "--min-msssim", "0.98")
    assert outcome.status == 0, outcome.errors
    said = re.fullmatch(
        r".*out\.jpg: ([\d.]+) KiB at quality (\d+) \(4:[24]:[04], MS-SSIM 0\.9[89]\d\d\);"
        r" ([\d.]+) KiB at quality 90 \(4:2:0, MS-SSIM 0\.\d{4}\) for comparison\n",
        outcome.output,
    )
    assert said is not None, outcome.output
    assert float(said[1]) == pytest.approx(target.stat().st_size / 1024, abs=0.06)
    result = read_picture(target)
    assert result.size == (200, 180)
    assert result.icc == icc
    assert result.resolution == pytest.approx((240, 240))
    with Image.open(target) as image:
        assert image.getexif()[0x013B] == "A. Photographer"


def test_a_small_picture_is_judged_at_fewer_sizes_and_that_is_said(liif: Liif, photo: Path) -> None:
    outcome = liif("export", photo, photo.with_name("out.jpg"))
    assert outcome.status == 0
    assert "compared it at 1 of 5 sizes" in outcome.errors


def test_a_source_that_is_smaller_already_is_mentioned(liif: Liif, photo: Path) -> None:
    outcome = liif("export", photo, photo.with_name("out.jpg"), "--min-msssim", "0.9995")
    assert outcome.status == 0
    assert f"{photo} itself is smaller" in outcome.errors


def test_nothing_is_written_where_it_cannot_be(liif: Liif, photo: Path) -> None:
    there = photo.with_name("there.jpg")
    there.write_bytes(b"mine")
    for target, option, problem in (
        (photo.with_name("out.png"), "0.9", "end in .jpg"),
        (photo.with_name("out.jpg"), "1.5", "--min-msssim"),
        (photo.with_name("out.jpg"), "1", "even at quality 100"),
        (there, "0.9", "exists already"),
        (photo, "0.9", "is the picture itself"),
    ):
        outcome = liif("export", photo, target, "--min-msssim", option)
        assert outcome.status == 2
        assert problem in outcome.errors
        assert outcome.errors.count("\n") == 1
    assert there.read_bytes() == b"mine"
    assert sorted(path.name for path in photo.parent.iterdir()) == [photo.name, there.name]
