# SPDX-License-Identifier: GPL-3.0-or-later
"""What files say about their colours, and what counts where they say it twice."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from liif_core.colour import curves, primaries
from liif_core.colour.box_colour import read_box_colour
from liif_core.colour.curves import Parametric
from liif_core.colour.icc_building import build_gray_profile
from liif_core.colour.meaning import Meaning, build_profile
from liif_core.colour.png_colour import read_png_colour
from liif_core.errors import LiifError
from liif_core.pictures import read_picture
from tests.colours import (
    ADOBE_POINTS,
    BT2020_POINTS,
    P3_POINTS,
    Floats,
    camera_exif,
    chromaticities,
    chunk,
    codes,
    decode,
    encode,
    gamma,
    profile,
    save_avif,
    save_png,
    seen,
    shown,
    srgb_icc,
)

PATCHES = np.array([[[200, 90, 60], [90, 160, 90], [70, 80, 170], [128, 128, 128]]], np.uint8)
UNIT = PATCHES / 255
SRGB_CHUNK = chunk(b"sRGB", b"\0")


def icc_of(meaning: Meaning) -> bytes:
    icc = build_profile(meaning, gray=False)
    assert icc is not None
    return icc


ADOBE_ICC = icc_of(Meaning(primaries.ADOBE_RGB, Parametric(563 / 256)))
AS_ADOBE = seen(UNIT ** (563 / 256), ADOBE_POINTS)
AS_P3 = seen(decode(UNIT), P3_POINTS)
AS_P3_GAMMA = seen(UNIT**2.2, P3_POINTS)
AS_SRGB = PATCHES.astype(float)


def look(path: Path, warned: list[str] | None = None) -> Floats:
    """The file's pixels, as they are read, in a viewer."""
    notes: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = read_picture(path, (notes if warned is None else warned).append)
    assert notes == []
    samples = picture.samples
    if samples.dtype != np.uint8:
        largest = 1 if samples.dtype == np.float32 else np.iinfo(samples.dtype).max
        samples = np.rint(samples / largest * 255).astype(np.uint8)
    return shown(samples, picture.icc).astype(float)


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ([], AS_SRGB),
        ([SRGB_CHUNK], AS_SRGB),
        ([gamma(1 / 2.2)], seen(UNIT**2.2)),
        ([gamma(1 / 1.8)], seen(UNIT**1.8)),
        ([gamma(1.0)], seen(UNIT)),
        ([chromaticities(P3_POINTS)], AS_P3),
        ([gamma(1 / 2.2), chromaticities(P3_POINTS)], AS_P3_GAMMA),
        ([codes(12, 13)], AS_P3),
        ([codes(9, 13)], seen(decode(UNIT), BT2020_POINTS)),
        ([codes(1, 8)], seen(UNIT)),
        ([codes(12, 4)], AS_P3_GAMMA),
        ([codes(1, 13)], AS_SRGB),
        ([profile(ADOBE_ICC)], AS_ADOBE),
        # What counts where two of them are there.
        ([codes(12, 13), profile(ADOBE_ICC)], AS_P3),
        ([codes(1, 13), profile(ADOBE_ICC)], AS_SRGB),
        ([codes(12, 13), SRGB_CHUNK, gamma(1.0)], AS_P3),
        ([profile(ADOBE_ICC), SRGB_CHUNK], AS_ADOBE),
        ([profile(ADOBE_ICC), gamma(1.0), chromaticities(P3_POINTS)], AS_ADOBE),
        ([SRGB_CHUNK, gamma(1.0), chromaticities(P3_POINTS)], AS_SRGB),
        # What says nothing, or no sense.
        ([codes(2, 2), profile(ADOBE_ICC)], AS_ADOBE),
        ([codes(12, 13, matrix=1)], AS_SRGB),
        ([gamma(0.0)], AS_SRGB),
        ([chromaticities(((0, 0), (0, 0), (0, 0))), gamma(1 / 1.8)], seen(UNIT**1.8)),
        ([chunk(b"cICP", b"\x0c")], AS_SRGB),
    ],
)
def test_png_is_shown_as_its_chunks_say(
    tmp_path: Path, chunks: list[bytes], expected: Floats
) -> None:
    found = look(save_png(tmp_path / "picture.png", PATCHES, *chunks))
    assert np.abs(found - expected).max() <= 1.5


def test_a_chunk_with_a_bad_checksum_says_nothing(tmp_path: Path) -> None:
    damaged = chunk(b"gAMA", struct.pack(">I", 100_000), damaged=True)
    path = save_png(tmp_path / "picture.png", PATCHES, damaged, chromaticities(P3_POINTS))
    found = read_png_colour(path).meaning
    assert found is not None
    assert found.curve == curves.SRGB
    assert found.primaries.red == P3_POINTS[0]


@pytest.mark.parametrize("chunks", [[gamma(1 / 1.8)], [codes(9, 4)], [gamma(1.0)]])
def test_gray_png_has_the_curve_of_its_chunks(tmp_path: Path, chunks: list[bytes]) -> None:
    exponent = {gamma(1 / 1.8): 1.8, codes(9, 4): 2.2, gamma(1.0): 1.0}[chunks[0]]
    gray = np.arange(20, 250, 5).astype(np.uint8)[None, :, None]
    found = look(save_png(tmp_path / "picture.png", gray, *chunks))
    assert np.abs(found - encode((gray / 255) ** exponent) * 255).max() <= 1.5


@pytest.mark.parametrize(("transfer", "name"), [(16, "PQ"), (18, "HLG")])
def test_hdr_is_refused_by_name(tmp_path: Path, transfer: int, name: str) -> None:
    for path in (
        save_png(tmp_path / "picture.png", PATCHES, codes(9, transfer), SRGB_CHUNK),
        save_avif(tmp_path / "picture.avif", np.tile(PATCHES, (4, 4, 1)), 9, transfer),
    ):
        with pytest.raises(LiifError, match=rf"HDR picture \({name}\).*Save it as SDR"):
            read_picture(path)


def test_the_narrow_range_of_video_is_refused_by_name(tmp_path: Path) -> None:
    path = save_png(tmp_path / "picture.png", PATCHES, codes(1, 13, full=0))
    with pytest.raises(LiifError, match=r"narrow range of video.*full range"):
        read_picture(path)


def test_a_number_that_nobody_knows_is_told(tmp_path: Path) -> None:
    warned: list[str] = []
    path = save_png(tmp_path / "picture.png", PATCHES, codes(77, 13))
    assert np.abs(look(path, warned) - AS_SRGB).max() == 0
    assert len(warned) == 1
    assert "not known (77)" in warned[0]


@pytest.mark.parametrize(
    ("numbers", "light", "points"),
    [
        ((12, 13), decode, P3_POINTS),
        ((9, 13), decode, BT2020_POINTS),
        ((1, 13), decode, primaries.SRGB[1:4]),
        ((2, 2), decode, primaries.SRGB[1:4]),
        ((12, 2), decode, P3_POINTS),
        ((1, 8), lambda values: values, primaries.SRGB[1:4]),
        ((9, 14), curves.Parametric(1 / 0.45, 1 / 1.0993, 0.0993 / 1.0993, 1 / 4.5, 0.0812).light,
         BT2020_POINTS),
    ],
)  # fmt: skip
def test_avif_is_shown_as_its_codes_say(
    tmp_path: Path,
    numbers: tuple[int, int],
    light: Callable[[Floats], Floats],
    points: tuple[tuple[float, float], ...],
) -> None:
    path = save_avif(tmp_path / "picture.avif", np.repeat(PATCHES, 8, 0).repeat(8, 1), *numbers)
    with Image.open(path) as image:
        stored = np.asarray(image.convert("RGB"))
    assert np.abs(look(path) - seen(light(stored / 255), points)).max() <= 1.5


def test_a_profile_goes_before_the_codes_of_avif(tmp_path: Path) -> None:
    path = tmp_path / "picture.avif"
    large = np.repeat(PATCHES, 8, 0).repeat(8, 1)
    Image.fromarray(large).save(path, quality=100, subsampling="4:4:4", icc_profile=ADOBE_ICC)
    data = bytearray(path.read_bytes())
    place = data.index(b"colrnclx") + 8
    data[place : place + 4] = struct.pack(">HH", 9, 16)
    path.write_bytes(data)
    assert read_picture(path).icc == ADOBE_ICC


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def test_the_profile_of_jpeg_2000_is_found(tmp_path: Path) -> None:
    path = tmp_path / "picture.jp2"
    Image.fromarray(np.repeat(PATCHES, 8, 0).repeat(8, 1)).save(path, irreversible=False)
    data = path.read_bytes()
    old = box(b"colr", b"\1\0\0" + (16).to_bytes(4, "big"))
    new = box(b"colr", b"\2\0\0" + ADOBE_ICC)
    start = data.index(b"jp2h") - 4
    length = int.from_bytes(data[start : start + 4], "big") + len(new) - len(old)
    data = data.replace(old, new)
    path.write_bytes(data[:start] + length.to_bytes(4, "big") + data[start + 4 :])
    assert np.abs(look(path)[:, 4::8] - AS_ADOBE).max() <= 2


ADOBE_TAGS: dict[str, Any] = {
    "WhitePoint": (0.313, 0.329),
    "PrimaryChromaticities": tuple(number for point in ADOBE_POINTS for number in point),
}


def point_to_index(path: Path, index: bytes) -> None:
    """Give a TIFF the interoperability index whose place Pillow writes wrongly."""
    data = path.read_bytes()
    entry = struct.pack("<HHI", 0xA005, 4, 1)
    place = data.index(entry) + len(entry)
    directory = struct.pack("<HHHI4sI", 1, 1, 2, 4, index + b"\0", 0)
    path.write_bytes(data[:place] + struct.pack("<I", len(data)) + data[place + 4 :] + directory)


@pytest.mark.parametrize(
    ("exif", "expected"),
    [
        (camera_exif(0xFFFF, "R03"), AS_ADOBE),
        (camera_exif(0xFFFF, "R03", **ADOBE_TAGS), AS_ADOBE),
        (camera_exif(2), AS_ADOBE),
        (camera_exif(1, "R98"), AS_SRGB),
        (camera_exif(1, "R98", **ADOBE_TAGS), AS_SRGB),
        (camera_exif(0xFFFF, "R98"), AS_SRGB),
        (camera_exif(0xFFFF), AS_SRGB),
        (camera_exif(0xFFFF, **ADOBE_TAGS), seen(decode(UNIT), ADOBE_POINTS)),
    ],
)
@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".webp"])
def test_exif_tells_colours_where_nothing_else_does(
    tmp_path: Path, suffix: str, exif: bytes, expected: Floats
) -> None:
    path = tmp_path / f"picture{suffix}"
    image = Image.fromarray(np.repeat(PATCHES, 16, 0).repeat(16, 1))
    # Of these, each takes what it knows.
    options: dict[str, Any] = {"quality": 100, "subsampling": 0, "lossless": True}
    image.save(path, exif=exif, **options)
    if suffix == ".tif" and b"R03" in exif:
        point_to_index(path, b"R03")
    found = look(path)[8, 8::16]
    assert np.abs(found - expected).max() <= (3 if suffix == ".jpg" else 1.5)
    image.save(path, exif=exif, icc_profile=ADOBE_ICC, **options)
    assert read_picture(path).icc == ADOBE_ICC


def test_a_gamma_beside_chromaticities_counts(tmp_path: Path) -> None:
    path = tmp_path / "picture.tif"
    exif = camera_exif(0xFFFF, exponent=1.8, **ADOBE_TAGS)
    Image.fromarray(PATCHES).save(path, exif=exif)
    assert np.abs(look(path) - seen(UNIT**1.8, ADOBE_POINTS)).max() <= 1.5


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("tables", [1, 3])
def test_tiff_has_tables_of_its_own(
    tmp_path: Path, dtype: type[np.uint8 | np.uint16], tables: int
) -> None:
    largest = np.iinfo(dtype).max
    table = np.rint((np.arange(largest + 1) / largest) ** 1.5 * 65535).astype(np.uint16)
    values = np.tile(table, tables)
    path = tmp_path / "picture.tif"
    points = [number for point in P3_POINTS for number in point]
    fractions = [part for number in points for part in (round(number * 1000), 1000)]
    tifffile.imwrite(
        path,
        (PATCHES.astype(np.uint32) * (largest // 255)).astype(dtype),
        photometric="rgb",
        metadata=None,
        extratags=[
            (301, "H", values.size, values, True),
            (319, "2I", 6, fractions, True),
        ],
    )
    assert np.abs(look(path) - seen(UNIT**1.5, P3_POINTS)).max() <= 1.5


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
@pytest.mark.parametrize(
    "spoiled",
    [
        lambda icc: icc + b"\0\0",
        lambda icc: (len(icc) + 2).to_bytes(4, "big") + icc[4:],
        lambda icc: (len(icc) - 6).to_bytes(4, "big") + icc[4:],
    ],
)
def test_a_profile_whose_length_is_off_is_kept(
    tmp_path: Path, suffix: str, spoiled: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"picture{suffix}"
    Image.fromarray(PATCHES).save(path, icc_profile=spoiled(ADOBE_ICC))
    found = read_picture(path, pytest.fail).icc
    assert found is not None
    assert int.from_bytes(found[:4], "big") == len(found)
    assert np.abs(shown(PATCHES, found) - AS_ADOBE).max() <= 1.5


def test_a_large_profile_is_read(tmp_path: Path) -> None:
    """As those by tables are; Pillow takes no more than a million bytes for a PNG."""
    private = np.random.default_rng(1).bytes(3_000_000)
    count = int.from_bytes(ADOBE_ICC[128:132], "big")
    moved = bytearray(ADOBE_ICC[132 : 132 + 12 * count])
    for entry in range(count):
        place = 12 * entry + 4
        offset = int.from_bytes(moved[place : place + 4], "big") + 12
        moved[place : place + 4] = offset.to_bytes(4, "big")
    start = len(ADOBE_ICC) + 12
    index = bytes(moved) + struct.pack(">4sII", b"priv", start, len(private))
    body = ADOBE_ICC[132 + 12 * count :] + private
    head = (start + len(private)).to_bytes(4, "big") + ADOBE_ICC[4:128]
    icc = head + (count + 1).to_bytes(4, "big") + index + body
    path = save_png(tmp_path / "picture.png", PATCHES, profile(icc))
    assert read_picture(path, pytest.fail).icc == icc


def test_gray_takes_the_curve_of_a_profile_for_rgb(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    gray = np.full((16, 16), 100, np.uint8)
    Image.fromarray(gray).save(
        path, icc_profile=icc_of(Meaning(primaries.ADOBE_RGB, Parametric(1.8)))
    )
    assert np.abs(look(path) - encode((100 / 255) ** 1.8) * 255).max() <= 1.5


def test_what_cannot_be_used_gives_way_to_what_comes_after_it(tmp_path: Path) -> None:
    icc = build_gray_profile(Parametric(1.8), "gray")
    warned: list[str] = []
    path = save_png(tmp_path / "a.png", PATCHES, profile(icc), chromaticities(P3_POINTS))
    assert np.abs(look(path, warned) - AS_P3).max() <= 1.5
    assert "does not fit its pixels" in warned[0]


def test_a_profile_of_srgb_is_kept_as_it_is(tmp_path: Path) -> None:
    icc = srgb_icc()
    path = save_png(tmp_path / "picture.png", PATCHES, profile(icc))
    assert read_picture(path).icc == icc


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_masks_of_a_png_without_colours_are_left_alone(
    tmp_path: Path, dtype: type[np.uint8 | np.uint16]
) -> None:
    samples: NDArray[np.generic] = PATCHES.astype(dtype)
    picture = read_picture(save_png(tmp_path / "picture.png", samples))
    assert picture.icc is None
    np.testing.assert_array_equal(picture.samples, samples)


@pytest.mark.parametrize("kind", ["avif", "png"])
def test_nothing_in_a_head_is_believed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"picture.{kind}"
    if kind == "avif":
        whole = save_avif(path, np.tile(PATCHES, (4, 4, 1)), 12, 13).read_bytes()
    else:
        whole = save_png(path, PATCHES, codes(12, 13), gamma(1.0)).read_bytes()
    random = np.random.default_rng(5)
    for _ in range(600):
        spoiled = bytearray(whole)
        for place in random.integers(12, min(300, len(whole)), 3):
            spoiled[place] = random.choice([0, 1, 2, 0x7F, 0x80, 0xFF])
        path.write_bytes(spoiled[: random.integers(20, len(whole))])
        read_box_colour(path) if kind == "avif" else read_png_colour(path)
