# SPDX-License-Identifier: GPL-3.0-or-later
"""Picture files of every kind, as other programs write them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import ExifTags, Image, ImageCms, ImageOps

from liif_core.colour.curves import Parametric
from liif_core.colour.icc_building import build_gray_profile
from liif_core.errors import LiifError
from liif_core.pictures import Picture, read_picture, write_picture
from liif_core.pictures.picture import Samples


def gradient(width: int = 8, height: int = 4) -> Image.Image:
    samples = np.zeros((height, width, 3), np.uint8)
    samples[..., 0] = np.arange(width) * 20
    samples[..., 1] = np.arange(height)[:, None] * 40
    return Image.fromarray(samples)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_applied_once(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Maker"
    path = tmp_path / "photo.png"
    gradient().save(path, exif=exif, dpi=(100, 200))
    picture = read_picture(path)
    # Pillow's own transposition as the judge.
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))
    np.testing.assert_array_equal(picture.samples, expected)
    assert picture.resolution == pytest.approx(
        (200, 100) if orientation >= 5 else (100, 200), abs=0.02
    )
    assert picture.exif is not None
    kept = Image.Exif()
    kept.load(picture.exif)
    assert kept[ExifTags.Base.Orientation] == 1
    assert kept[ExifTags.Base.Make] == "Maker"


def test_the_old_preview_is_not_carried_over(tmp_path: Path) -> None:
    # Two directories, the second of which describes a thumbnail.
    thumbnail = b"\xff\xd8thumbnail"
    first = struct.pack("<HHHII", 1, 0x010F, 2, 4, 0x00434241) + struct.pack("<I", 26)
    second = struct.pack("<HHHIIHHII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(thumbnail))
    block = b"II*\0\x08\0\0\0" + first + second + struct.pack("<I", 0) + thumbnail
    path = tmp_path / "photo.jpg"
    gradient().save(path, exif=b"Exif\0\0" + block)
    picture = read_picture(path)
    assert picture.exif is not None
    assert b"ABC" in picture.exif
    assert b"thumbnail" not in picture.exif


def test_damaged_exif_is_left_out_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    gradient().save(path, exif=b"Exif\0\0" + b"II*\0\x08\0\0\0\xff\xff\0")
    warned: list[str] = []
    picture = read_picture(path, warned.append)
    assert picture.samples.shape == (4, 8, 3)
    assert picture.exif is None
    assert warned == [f"the EXIF data of {path} is damaged and left out"]


@pytest.mark.parametrize(
    ("mode", "shape"),
    [("1", (4, 8, 1)), ("L", (4, 8, 1)), ("LA", (4, 8, 2)), ("P", (4, 8, 3)), ("RGBA", (4, 8, 4))],
)
def test_modes_become_channels(tmp_path: Path, mode: str, shape: tuple[int, ...]) -> None:
    path = tmp_path / "picture.png"
    gradient().convert(mode).save(path)
    assert read_picture(path).samples.shape == shape


def test_a_palette_with_a_transparent_colour_becomes_rgba(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    image = gradient().quantize(8)
    image.putpixel((0, 0), 3)
    image.save(path, transparency=3)
    samples = read_picture(path).samples
    assert samples.shape == (4, 8, 4)
    assert samples[0, 0, 3] == 0
    assert (samples[..., 3] == 255).any()


def test_a_palette_keeps_its_colours(tmp_path: Path) -> None:
    path = tmp_path / "picture.gif"
    image = gradient().quantize(64)
    image.save(path)
    np.testing.assert_array_equal(read_picture(path).samples, np.asarray(image.convert("RGB")))


def test_16_bit_gray_by_pillow(tmp_path: Path) -> None:
    values = np.linspace(0, 65535, 32).astype(np.uint16).reshape(4, 8)
    path = tmp_path / "picture.png"
    Image.fromarray(values).save(path)
    picture = read_picture(path)
    assert picture.samples.dtype == np.uint16
    np.testing.assert_array_equal(picture.samples[..., 0], values)


def cmyk_profile() -> bytes | None:
    for path in Path("/usr/share/color/icc").rglob("*.icc"):
        data = path.read_bytes()
        if data[12:20] == b"prtrCMYK":
            return data
    return None


def test_cmyk_without_a_profile_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "print.jpg"
    gradient().convert("CMYK").save(path)
    with pytest.raises(LiifError, match=r"CMYK without a colour profile.*Convert it to RGB"):
        read_picture(path)


def test_cmyk_with_an_unusable_profile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "print.jpg"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    gradient().convert("CMYK").save(path, icc_profile=srgb)
    with pytest.raises(LiifError, match="its colour profile cannot be used"):
        read_picture(path)


@pytest.mark.skipif(cmyk_profile() is None, reason="this system has no CMYK profile")
def test_cmyk_becomes_srgb_by_its_profile(tmp_path: Path) -> None:
    path = tmp_path / "print.jpg"
    Image.new("CMYK", (8, 8), (0, 0, 0, 0)).save(path, icc_profile=cmyk_profile())
    picture = read_picture(path)
    assert picture.samples.shape == (8, 8, 3)
    assert picture.samples.min() > 240
    assert picture.icc is not None
    assert picture.icc[16:20] == b"RGB "


def test_a_second_picture_inside_a_photo_is_no_animation(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    gradient().save(path, format="MPO", save_all=True, append_images=[gradient(4, 2)])
    assert read_picture(path).size == (8, 4)


def rgb16() -> Samples:
    return np.random.default_rng(2).integers(0, 65536, (4, 8, 3), np.uint16)


def test_a_planar_tiff(tmp_path: Path) -> None:
    path = tmp_path / "planar.tif"
    samples = rgb16()
    tifffile.imwrite(path, np.moveaxis(samples, -1, 0), photometric="rgb", planarconfig="separate")
    np.testing.assert_array_equal(read_picture(path).samples, samples)


def test_premultiplied_alpha_is_undone(tmp_path: Path) -> None:
    samples = np.array([[[20000, 10000, 0, 32768], [0, 0, 0, 0]]], np.uint16)
    path = tmp_path / "premultiplied.tif"
    tifffile.imwrite(path, samples, photometric="rgb", extrasamples=["assocalpha"])
    read = read_picture(path).samples
    assert read[0, 0].tolist() == pytest.approx([40000, 20000, 0, 32768], abs=1)
    assert read[0, 1].tolist() == [0, 0, 0, 0]


def test_inverted_gray_tiff(tmp_path: Path) -> None:
    path = tmp_path / "inverted.tif"
    values = np.array([[0, 1000, 65535]], np.uint16)
    tifffile.imwrite(path, values, photometric="miniswhite")
    assert read_picture(path).samples[0, :, 0].tolist() == [65535, 64535, 0]


def test_double_precision_becomes_float32(tmp_path: Path) -> None:
    path = tmp_path / "double.tif"
    tifffile.imwrite(path, np.full((4, 8, 3), 1.5), photometric="rgb")
    picture = read_picture(path)
    assert picture.samples.dtype == np.float32
    assert (picture.samples == 1.5).all()


def huge_png(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + name
            + content
            + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_a_side_above_the_limit_is_refused_before_decoding(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(huge_png(20_001, 1))
    with pytest.raises(LiifError, match=r"20001 x 1 pixels.*20,000"):
        read_picture(path)
    path.write_bytes(huge_png(2**31 - 1, 2**31 - 1))
    with pytest.raises(LiifError, match="pixels"):
        read_picture(path)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_a_damaged_file_is_one_clear_error(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    Image.fromarray(noise).save(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(LiifError, match=r"is damaged: .* missing|not a picture"):
        read_picture(path)


def test_a_damaged_16_bit_png_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    write_picture(path, Picture(rgb16()))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(LiifError, match=r"is damaged: .* missing"):
        read_picture(path)


def test_files_that_are_no_pictures(tmp_path: Path) -> None:
    with pytest.raises(LiifError, match="is not there"):
        read_picture(tmp_path / "none.jpg")
    with pytest.raises(LiifError, match="is a folder"):
        read_picture(tmp_path)
    text = tmp_path / "text.jpg"
    text.write_text("no picture")
    with pytest.raises(LiifError, match="not a picture"):
        read_picture(text)
    text.write_bytes(b"")
    with pytest.raises(LiifError, match="not a picture"):
        read_picture(text)


def test_a_profile_of_another_kind_of_colour_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    gray = build_gray_profile(Parametric(1.8), "gray")
    gradient().save(path, icc_profile=gray)
    warned: list[str] = []
    assert read_picture(path, warned.append).icc is None
    assert "does not fit" in warned[0]


def test_an_unknown_resolution_is_none(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    gradient().save(path)
    assert read_picture(path).resolution is None
