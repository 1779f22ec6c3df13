# SPDX-License-Identifier: GPL-3.0-or-later
"""What a picture file holds comes back after writing it in each format."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import ExifTags, Image, ImageCms

from liif_core.pictures import Picture, read_picture, write_picture
from liif_core.pictures.depth import to_depth
from liif_core.pictures.picture import Samples

ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
CHANNELS = pytest.mark.parametrize("channels", [1, 2, 3, 4])


def noise(dtype: type, channels: int, size: tuple[int, int] = (19, 13)) -> Samples:
    random = np.random.default_rng(1)
    shape = (size[1], size[0], channels)
    if dtype is np.float32:
        return random.uniform(-0.5, 2, shape).astype(np.float32)
    return random.integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)


def photo_exif() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Model] = "Model 1"
    exif[ExifTags.Base.ImageDescription] = "A photo"
    exif[ExifTags.Base.Artist] = "Jörg Müller".encode()
    exif[ExifTags.Base.XPTitle] = "Titel".encode("utf-16-le")
    exif[ExifTags.Base.Software] = "Firmware 2"
    exif[ExifTags.Base.DateTime] = "last summer"
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.ISOSpeedRatings: 200,
            ExifTags.Base.FNumber: 2.8,
            ExifTags.Base.ExifImageWidth: 5,
            ExifTags.Base.ExifImageHeight: 5,
            ExifTags.Base.MakerNote: b"\0\1\2\3 private",
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return exif.tobytes().removeprefix(b"Exif\0\0")


@CHANNELS
@pytest.mark.parametrize(
    ("suffix", "dtype"),
    [
        (".png", np.uint8),
        (".png", np.uint16),
        (".tif", np.uint8),
        (".tif", np.uint16),
        (".tiff", np.float32),
    ],
)
def test_lossless_formats_keep_every_sample(
    tmp_path: Path, suffix: str, dtype: type, channels: int
) -> None:
    samples = noise(dtype, channels)
    path = tmp_path / f"päth with spaces{suffix}"
    write_picture(path, Picture(samples))
    again = read_picture(path)
    assert again.samples.dtype == dtype
    np.testing.assert_array_equal(again.samples, samples)
    assert (again.icc, again.exif, again.resolution) == (None, None, None)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_profile_exif_and_resolution_are_kept(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(noise(np.uint8, 3), ICC, photo_exif(), (300.0, 150.0)))
    again = read_picture(path)
    assert again.icc == ICC
    assert again.resolution == pytest.approx((300, 150), abs=0.02)
    with Image.open(path) as image:
        exif = image.getexif()
        assert exif[ExifTags.Base.Make] == "Maker"
        assert exif[ExifTags.Base.Software] == "Firmware 2"
        assert exif[ExifTags.Base.Artist].encode("latin-1").decode() == "Jörg Müller"
        assert exif[ExifTags.Base.XPTitle] == "Titel".encode("utf-16-le")
        assert exif[ExifTags.Base.ImageDescription] == "A photo"
        assert exif[ExifTags.Base.DateTime] == "last summer"
        photo = exif.get_ifd(ExifTags.IFD.Exif)
        assert photo[ExifTags.Base.ISOSpeedRatings] == 200
        assert float(photo[ExifTags.Base.FNumber]) == pytest.approx(2.8)
        assert photo[ExifTags.Base.MakerNote] == b"\0\1\2\3 private"
        # In a TIFF the sides stand elsewhere, and the standard forbids these.
        sides = photo.get(ExifTags.Base.ExifImageWidth), photo.get(ExifTags.Base.ExifImageHeight)
        assert sides == ((None, None) if suffix == ".tif" else (19, 13))
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        assert gps[ExifTags.GPS.GPSLatitudeRef] == "N"


def test_the_resolution_survives_where_only_exif_can_hold_it(tmp_path: Path) -> None:
    path = tmp_path / "picture.webp"
    write_picture(path, Picture(noise(np.uint8, 3), resolution=(240.0, 240.0)))
    assert read_picture(path).resolution == pytest.approx((240, 240))


def test_jpeg_is_near_and_has_full_colour_resolution(tmp_path: Path) -> None:
    samples = np.zeros((16, 16, 3), np.uint8)
    samples[:, ::2, 0] = 255
    path = tmp_path / "picture.jpg"
    write_picture(path, Picture(samples))
    assert np.abs(read_picture(path).samples.astype(int) - samples).mean() < 8
    with Image.open(path) as image:
        assert image.mode == "RGB"
        assert [component[1:3] for component in image.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]


def test_gray_stays_gray_in_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "picture.JPG"
    write_picture(path, Picture(noise(np.uint8, 1)))
    assert read_picture(path).samples.shape == (13, 19, 1)


def test_an_alpha_that_hides_nothing_is_no_reason_to_refuse_jpeg(tmp_path: Path) -> None:
    samples = noise(np.uint16, 4)
    samples[..., 3] = 0xFFFF
    path = tmp_path / "picture.jpg"
    write_picture(path, Picture(samples))
    assert read_picture(path).samples.shape == (13, 19, 3)


def test_float_becomes_16_bit_in_png(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    samples = np.array([[[-1.0], [0.0], [0.5], [1.0], [7.0], [np.nan]]], np.float32)
    write_picture(path, Picture(samples))
    assert read_picture(path).samples[0, :, 0].tolist() == [0, 0, 32768, 65535, 65535, 0]


def test_16_bit_are_rounded_to_the_nearest_of_8() -> None:
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    expected = np.rint(values / 65535 * 255).astype(np.uint8)
    np.testing.assert_array_equal(to_depth(values, np.uint8), expected)


def test_8_bit_are_never_widened() -> None:
    assert to_depth(noise(np.uint8, 3), np.uint16).dtype == np.uint8


def test_other_programs_can_read_our_tiff_without_complaint(tmp_path: Path) -> None:
    path = tmp_path / "picture.tif"
    write_picture(path, Picture(noise(np.uint16, 3), ICC, photo_exif(), (72.0, 72.0)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with tifffile.TiffFile(path) as file:
            tags = file.pages.first.aspage().tags
            exif = tags["ExifTag"].value
            assert len(file.pages) == 1
    assert exif["ISOSpeedRatings"] == 200
    assert list(tags.keys()) == sorted(tags.keys())


def test_a_gray_profile_is_not_put_on_the_colours_of_webp(tmp_path: Path) -> None:
    warned: list[str] = []
    gray = ICC[:16] + b"GRAY" + ICC[20:]
    write_picture(tmp_path / "picture.webp", Picture(noise(np.uint8, 1), gray), warned.append)
    assert len(warned) == 1
    assert read_picture(tmp_path / "picture.webp").icc is None


def test_exif_too_long_for_jpeg_is_left_out_with_a_note(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "long " * 20_000
    warned: list[str] = []
    path = tmp_path / "picture.jpg"
    block = exif.tobytes().removeprefix(b"Exif\0\0")
    write_picture(path, Picture(noise(np.uint8, 3), exif=block), warned.append)
    assert len(warned) == 1
    assert read_picture(path).exif is None
