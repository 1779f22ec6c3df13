# SPDX-License-Identifier: GPL-3.0-or-later
"""AVIF, HEIC and JPEG XL: pixels of every depth, colours, how they lie, and what cannot be read."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import OpenImageIO
import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageOps

from liif_core.colour.curves import Parametric
from liif_core.colour.icc_building import build_gray_profile
from liif_core.colour.meaning import Meaning, build_profile
from liif_core.colour.primaries import ADOBE_RGB
from liif_core.errors import LiifError
from liif_core.forensics.file_facts import read_facts
from liif_core.pictures import Encoding, Picture, read_picture, write_picture
from liif_core.pictures.avif_items import read_items
from liif_core.pictures.boxes import build_box, read_boxes
from liif_core.pictures.picture import Samples
from tests.unit.pictures.files import camera_exif, packet, smooth

NEW = pytest.mark.parametrize("suffix", [".avif", ".heic", ".jxl"])
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LOSSLESS = Encoding(lossless=True)
XMP = packet("<xmp:Rating>5</xmp:Rating>")


def deep(bits: int, channels: int) -> Samples:
    """Every value of so many bits, as uint16 over its whole range, or as uint8."""
    peak = 2**bits - 1
    values = np.arange(64 * 64 * channels).reshape(64, 64, channels) * 37 % (peak + 1)
    if bits == 8:
        return values.astype(np.uint8)
    return np.rint(values * (65535 / peak)).astype(np.uint16)


@NEW
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("bits", [8, 10, 12])
def test_lossless_keeps_every_sample_of_its_depth(
    tmp_path: Path, suffix: str, bits: int, channels: int
) -> None:
    path = tmp_path / f"picture{suffix}"
    source = Picture(deep(bits, channels), bits=bits)
    write_picture(path, source, pytest.fail, encoding=LOSSLESS)
    again = read_picture(path, pytest.fail)
    expected = source.samples
    if channels == 2 and suffix != ".avif":
        expected = expected[..., [0, 0, 0, 1]]
    np.testing.assert_array_equal(again.samples, expected)
    assert again.samples.dtype == expected.dtype


@NEW
@pytest.mark.parametrize("bits", [8, 10, 12])
def test_the_depth_of_the_source_is_that_of_the_result(
    tmp_path: Path, suffix: str, bits: int
) -> None:
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(deep(bits, 3), bits=bits))
    if suffix == ".avif":
        assert read_items(path.read_bytes()).bits == bits
    elif suffix == ".heic":
        assert pillow_heif.open_heif(path).info["bit_depth"] == bits
    again = read_picture(path)
    assert again.samples.dtype == (np.uint8 if bits == 8 else np.uint16)
    # Over the whole range, as white is white.
    assert int(again.samples.max()) > 0.99 * np.iinfo(again.samples.dtype).max


def test_jpeg_xl_holds_16_bit_and_float(tmp_path: Path) -> None:
    path = tmp_path / "picture.jxl"
    floats = smooth().astype(np.float32) / 100
    for samples in (deep(16, 3), floats, floats[..., :1], deep(16, 4)):
        write_picture(path, Picture(samples), pytest.fail, encoding=LOSSLESS)
        again = read_picture(path)
        np.testing.assert_array_equal(again.samples, samples)
        assert again.samples.dtype == samples.dtype
        # Not light, as the library takes floats to be.
        assert again.light is None


@pytest.mark.parametrize("suffix", [".avif", ".heic"])
def test_what_is_deeper_than_12_bit_is_rounded_with_a_note(tmp_path: Path, suffix: str) -> None:
    told: list[str] = []
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(deep(16, 3)), told.append, encoding=LOSSLESS)
    assert len(told) == 1
    assert "holds 12 bits" in told[0]
    difference = read_picture(path).samples.astype(int) - deep(16, 3)
    assert np.abs(difference).max() <= 65535 / 4095 / 2 + 1


@NEW
def test_colours_have_their_full_resolution(tmp_path: Path, suffix: str) -> None:
    samples = np.zeros((32, 32, 3), np.uint8)
    samples[:, ::2, 0] = 255
    samples[:, 1::2, 2] = 255
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(samples))
    # At half the resolution, red and blue columns would become violet.
    assert np.abs(read_picture(path).samples.astype(int) - samples).mean() < 12


@NEW
def test_quality_is_heeded(tmp_path: Path, suffix: str) -> None:
    random = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    sizes = []
    for quality in (10, 50, 95):
        path = tmp_path / f"{quality}{suffix}"
        write_picture(path, Picture(random), encoding=Encoding(quality))
        sizes.append(path.stat().st_size)
    assert sizes[0] < sizes[1] < sizes[2]
    write_picture(tmp_path / f"plain{suffix}", Picture(random))
    assert (tmp_path / f"plain{suffix}").stat().st_size == sizes[2]


def test_gray_avif_is_lossless_and_says_so(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "gray.avif"
    write_picture(path, Picture(deep(8, 1)), told.append, encoding=Encoding(30))
    assert len(told) == 1
    assert "without loss" in told[0]
    np.testing.assert_array_equal(read_picture(path).samples, deep(8, 1))


@NEW
def test_profile_and_words_go_along(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(smooth(), ICC, camera_exif(), (300, 300), XMP), encoding=LOSSLESS)
    again = read_picture(path)
    assert (again.icc, again.xmp, again.resolution) == (ICC, XMP, (300, 300))
    np.testing.assert_array_equal(again.samples, smooth())


def test_other_readers_read_our_avif(tmp_path: Path) -> None:
    path = tmp_path / "picture.avif"
    write_picture(
        path, Picture(smooth(channels=4), ICC, camera_exif(), None, XMP), encoding=LOSSLESS
    )
    data = path.read_bytes()
    np.testing.assert_array_equal(imagecodecs.avif_decode(data), smooth(channels=4))
    with Image.open(path) as image:
        np.testing.assert_array_equal(np.asarray(image), smooth(channels=4))
        assert image.info["icc_profile"] == ICC
        assert image.info["xmp"] == XMP
        assert image.getexif()[0x010F] == "Maker"


def test_other_readers_read_our_heic(tmp_path: Path) -> None:
    path = tmp_path / "picture.heic"
    write_picture(path, Picture(smooth(), ICC, camera_exif(), None, XMP), encoding=LOSSLESS)
    file = pillow_heif.open_heif(path)
    assert file.info["icc_profile"] == ICC
    assert file.info["xmp"] == XMP
    assert b"Maker" in file.info["exif"]
    assert file.info["chroma"] == 444


def test_other_readers_read_our_jpeg_xl(tmp_path: Path) -> None:
    path = tmp_path / "picture.jxl"
    write_picture(path, Picture(smooth(), ICC, camera_exif(), None, XMP), encoding=LOSSLESS)
    np.testing.assert_array_equal(imagecodecs.jpegxl_decode(path.read_bytes()), smooth())
    kinds = [box.kind for box in read_boxes(path.read_bytes())]
    assert kinds[:4] == [b"JXL ", b"ftyp", b"Exif", b"xml "]
    assert kinds.count(b"Exif") == 1
    assert b"brob" not in kinds


@pytest.mark.parametrize("orientation", range(1, 9))
def test_avif_lies_as_its_own_boxes_say(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "turned.avif"
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker"
    # Pillow writes the boxes for it.
    Image.fromarray(smooth()).save(path, quality=100, subsampling="4:4:4", exif=exif)
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))
    again = read_picture(path)
    np.testing.assert_array_equal(again.samples, expected)
    assert b"Maker" in (again.exif or b"")


def test_heic_is_turned_once(tmp_path: Path) -> None:
    path = tmp_path / "turned.heic"
    exif = Image.Exif()
    exif[0x0112] = 6
    made = pillow_heif.from_pillow(Image.fromarray(smooth()))
    made.save(path, quality=-1, chroma=444, matrix_coefficients=0, exif=exif.tobytes())
    once = np.asarray(ImageOps.exif_transpose(_with_orientation(6)))
    np.testing.assert_array_equal(read_picture(path).samples, once)


def _with_orientation(orientation: int) -> Image.Image:
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    Image.fromarray(smooth()).save(file, "PNG", exif=exif)
    return Image.open(file)


def test_jpeg_xl_reads_bare_files_and_packed_boxes(tmp_path: Path) -> None:
    path = tmp_path / "bare.jxl"
    bare = bytes(imagecodecs.jpegxl_encode(smooth(), lossless=True, usecontainer=False))
    path.write_bytes(bare)
    assert bare[:2] == b"\xff\x0a"
    np.testing.assert_array_equal(read_picture(path).samples, smooth())
    packed = build_box(b"brob", b"xml ", bytes(imagecodecs.brotli_encode(XMP)))
    start = build_box(b"JXL ", b"\r\n\x87\n") + build_box(b"ftyp", b"jxl \0\0\0\0jxl ")
    exif = build_box(b"Exif", b"\0\0\0\2zz" + camera_exif(orientation=6))
    path.write_bytes(start + exif + packed + build_box(b"jxlc", bare))
    again = read_picture(path)
    assert again.xmp == XMP
    # The picture itself says how it lies; EXIF data is not asked.
    np.testing.assert_array_equal(again.samples, smooth())


@pytest.mark.parametrize("container", [False, True])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_jpeg_xl_of_one_colour_is_read_however_short(
    tmp_path: Path, channels: int, container: bool
) -> None:
    path = tmp_path / "flat.jxl"
    flat = np.full((64, 64, channels), 99, np.uint8)
    image = flat[..., 0] if channels == 1 else flat
    encoded = imagecodecs.jpegxl_encode(image, lossless=True, usecontainer=container)
    path.write_bytes(encoded)
    assert len(encoded) < 128
    np.testing.assert_array_equal(read_picture(path).samples, flat)


def test_jpeg_xl_colours_come_back_as_they_look(tmp_path: Path) -> None:
    path = tmp_path / "picture.jxl"
    adobe = build_profile(Meaning(ADOBE_RGB, Parametric(563 / 256)), gray=False)
    write_picture(path, Picture(smooth(), adobe))
    # With loss, the library decodes into a profile of its own.
    again = read_picture(path)
    difference = _shown(again.samples, again.icc) - _shown(smooth(), adobe)
    assert np.abs(difference).mean() < 3
    assert np.abs(_shown(smooth(), ICC) - _shown(smooth(), adobe)).mean() > 3


def _shown(samples: Samples, icc: bytes | None) -> Samples:
    """As a screen in sRGB shows it."""
    assert icc is not None
    screen = ImageCms.createProfile("sRGB")
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    shown = ImageCms.profileToProfile(Image.fromarray(samples), profile, screen)
    assert shown is not None
    return np.asarray(shown).astype(int)


def test_jpeg_xl_without_a_profile_is_srgb_and_hdr_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.jxl"
    write_picture(path, Picture(smooth()))
    assert read_picture(path).icc is None
    spec = OpenImageIO.ImageSpec(48, 32, 3, OpenImageIO.UINT16)
    spec.attribute("CICP", OpenImageIO.TypeDesc("int[4]"), (9, 16, 0, 1))
    file = OpenImageIO.ImageOutput.create("jxl")
    assert file is not None
    assert file.open(str(path), spec)
    assert file.write_image(smooth().astype(np.uint16) * 257)
    assert file.close()
    with pytest.raises(LiifError, match=r"HDR picture \(PQ\)"):
        read_picture(path)


@pytest.mark.parametrize("suffix", [".webp", ".jxl", ".heic"])
def test_gray_that_becomes_colour_looks_the_same(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture{suffix}"
    gray = build_gray_profile(Parametric(1.8), "gray")
    write_picture(path, Picture(smooth(channels=2), gray), pytest.fail, encoding=LOSSLESS)
    again = read_picture(path)
    np.testing.assert_array_equal(again.samples, smooth(channels=2)[..., [0, 0, 0, 1]])
    assert again.icc is not None
    assert again.icc[16:20] == b"RGB "


def test_of_a_heic_with_several_pictures_the_main_one_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "two.heic"
    other = smooth()[::-1].copy()
    made = pillow_heif.from_pillow(Image.fromarray(smooth()))
    made.add_from_pillow(Image.fromarray(other))
    made.save(path, primary_index=1, quality=-1)
    told: list[str] = []
    main = read_picture(path, told.append).samples.astype(int)
    assert np.abs(main - other).mean() < 3
    assert told == [f"{path}: picture 2 of 2 is taken; 'liif upscale --page N' takes another"]
    assert np.abs(read_picture(path, page=1).samples.astype(int) - smooth()).mean() < 3


@NEW
@pytest.mark.parametrize("cut", [0.2, 0.9])
def test_files_cut_off_are_told_in_one_line(tmp_path: Path, suffix: str, cut: float) -> None:
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(smooth(128, 128)))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(LiifError) as caught:
        read_picture(path)
    assert "\n" not in str(caught.value)


@NEW
def test_sides_beyond_the_limit_are_refused_before_pixels_are_decoded(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(smooth()))
    monkeypatch.setattr("liif_core.pictures.limits.MAX_SIDE", 40)
    with pytest.raises(LiifError, match="48 x 32 pixels"):
        read_picture(path)


@pytest.mark.parametrize(("suffix", "module"), [(".heic", "pillow_heif"), (".jxl", "OpenImageIO")])
def test_a_missing_library_is_named_before_the_work(
    tmp_path: Path, suffix: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"picture{suffix}"
    write_picture(path, Picture(smooth()))
    find: Callable[[str], object] = __import__("importlib.util").util.find_spec
    monkeypatch.setattr(
        "liif_core.packages.importlib.util.find_spec",
        lambda name: None if name == module else find(name),
    )
    with pytest.raises(LiifError, match=r"for which (pillow-heif|OpenImageIO) is needed\. "):
        read_picture(path)
    with pytest.raises(LiifError, match="a package is missing"):
        write_picture(tmp_path / f"other{suffix}", Picture(smooth()))
    assert not (tmp_path / f"other{suffix}").exists()


def test_what_it_is_does_not_depend_on_the_name(tmp_path: Path) -> None:
    for suffix, name in ((".avif", "AVIF"), (".heic", "HEIC"), (".jxl", "JPEG XL")):
        write_picture(tmp_path / f"a{suffix}", Picture(smooth()))
        path = (tmp_path / f"a{suffix}").rename(tmp_path / "photo.jpg")
        assert read_picture(path).samples.shape == smooth().shape
        assert read_facts(path).format == name


def test_alpha_and_odd_sides(tmp_path: Path) -> None:
    samples = smooth(33, 17, 4)
    for suffix in (".avif", ".heic", ".jxl"):
        path = tmp_path / f"picture{suffix}"
        write_picture(path, Picture(samples), encoding=LOSSLESS)
        np.testing.assert_array_equal(read_picture(path).samples, samples)


def test_an_avif_whose_items_are_split_or_inside_is_read() -> None:
    """As other programs may lay them out: in parts, and within the box that describes them."""
    head = struct.pack(">L", 0)
    data = build_box(b"idat", head + b"MM\0*")
    info = build_box(b"infe", struct.pack(">LHH4s", 2 << 24, 2, 0, b"Exif"), b"\0")
    infos = build_box(b"iinf", bytes(4), struct.pack(">H", 1), info)
    row = struct.pack(">HHHH", 2, 1, 0, 2) + struct.pack(">LLLL", 0, 4, 4, 4)
    places = build_box(b"iloc", b"\1\0\0\0", b"\x44\0", struct.pack(">H", 1), row)
    primary = build_box(b"pitm", bytes(4), struct.pack(">H", 1))
    meta = build_box(b"meta", bytes(4), primary, infos, places, data)
    file = build_box(b"ftyp", b"avif\0\0\0\0avif") + meta
    assert read_items(file).exif == b"MM\0*"
