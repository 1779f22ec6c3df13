# SPDX-License-Identifier: GPL-3.0-or-later
"""EXIF: every value comes back as it was, of its type, and what it says of the pixels is true."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import ExifTags, Image

from liif_core.pictures import Picture, read_picture, write_picture
from liif_core.pictures.exif import build_kept_block, complete_block
from tests.unit.pictures.files import (
    INSIDE,
    LONG,
    NOTES,
    SHORT,
    UNDEFINED,
    Block,
    Value,
    camera_exif,
    read_block,
    smooth,
    write_jpeg,
)

ORDERS = pytest.mark.parametrize("order", ["<", ">"])
WITH_EXIF = (".jpg", ".png", ".webp", ".avif", ".heic", ".jxl")


def written(path: Path) -> bytes:
    """The block in a file of ours, as it stands there."""
    data = path.read_bytes()
    start = min(at for mark in (b"II*\0", b"MM\0*") if (at := data.find(mark)) > 0)
    return data[start:]


def enlarged(path: Path) -> Picture:
    picture = read_picture(path)
    return replace(picture, samples=picture.samples.repeat(2, 0).repeat(2, 1))


@ORDERS
@pytest.mark.parametrize("suffix", WITH_EXIF)
def test_values_keep_their_types(tmp_path: Path, suffix: str, order: str) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / f"out{suffix}"
    write_jpeg(source, exif=camera_exif(order))
    write_picture(target, enlarged(source))
    before, after = read_block(camera_exif(order)), read_block(written(target))
    assert after.order == order
    assert not after.damaged
    changed = {0xA002, 0xA003, 0x9214}
    assert {tag: value for tag, value in after.photo.items() if tag not in changed} == {
        tag: value for tag, value in before.photo.items() if tag not in changed
    }
    assert (after.gps, after.interop) == (before.gps, before.interop)
    for tag in (0x010F, 0x0110, 0x013B):
        assert after.first[tag] == before.first[tag]
    assert after.numbers(after.photo, 0xA002) == (96,)
    assert after.numbers(after.photo, 0xA003) == (64,)
    assert after.numbers(after.photo, 0x9214) == (48, 32, 20, 16)
    assert b"thumbs!" not in target.read_bytes()


@ORDERS
@pytest.mark.parametrize("suffix", [*WITH_EXIF, ".tif"])
def test_the_notes_of_a_camera_still_point_into_themselves(
    tmp_path: Path, suffix: str, order: str
) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / f"out{suffix}"
    write_jpeg(source, exif=camera_exif(order))
    write_picture(target, enlarged(source))
    # In a TIFF, the file itself is the block.
    block = target.read_bytes() if suffix == ".tif" else written(target)
    notes = read_block(block).photo[0x927C].data
    assert notes.startswith(NOTES)
    (place,) = struct.unpack_from(f"{order}L", notes, len(NOTES))
    assert block[place : place + len(INSIDE)] == INSIDE


@ORDERS
def test_a_tiff_has_the_directories_that_it_can_have(tmp_path: Path, order: str) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / "out.tif"
    write_jpeg(source, exif=camera_exif(order))
    write_picture(target, enlarged(source))
    with tifffile.TiffFile(target) as file:
        tags = file.pages.first.aspage().tags
        assert len(file.pages) == 1
        assert list(tags.keys()) == sorted(tags.keys())
        assert tags["ExifTag"].value["ISOSpeedRatings"] == 200
        assert tags["ExifTag"].value["ExposureTime"] == (1, 250)
        assert tags["GPSTag"].value["GPSLatitude"] == (52, 1, 31, 1, 123, 10)
        # A file without such compression has none of these, and its size stands elsewhere.
        assert {"PixelXDimension", "ComponentsConfiguration"}.isdisjoint(tags["ExifTag"].value)
        np.testing.assert_array_equal(file.asarray(), enlarged(source).samples)
    again = read_picture(target)
    assert again.resolution == (300, 300)
    assert again.exif is not None
    assert read_block(again.exif).photo[0x9204] == read_block(camera_exif(order)).photo[0x9204]


@pytest.mark.parametrize("bigtiff", [False, True])
def test_exif_of_a_tiff_goes_into_a_jpeg(tmp_path: Path, bigtiff: bool) -> None:
    source, target = tmp_path / "in.tif", tmp_path / "out.jpg"
    with tifffile.TiffWriter(source, bigtiff=bigtiff) as file:
        tags = [(269, 2, 5, "Scan", True), (33432, 2, 8, "me, 2020", True)]
        file.write(smooth(), photometric="rgb", extratags=tags, resolution=(200, 200))
    write_picture(target, enlarged(source))
    with Image.open(target) as image:
        assert image.getexif()[269] == "Scan"
        assert image.getexif()[33432] == "me, 2020"
        assert image.info["dpi"] == (200, 200)


def test_a_jpeg_has_all_that_the_standard_demands(tmp_path: Path) -> None:
    block = Block()
    block.first = {0x010F: Value(2, 6, b"Maker\0")}
    block.gps = {1: Value(2, 2, b"N\0")}
    target = tmp_path / "out.jpg"
    write_picture(target, Picture(smooth(), exif=block.to_bytes()))
    found = read_block(written(target))
    assert found.photo == {
        0x9000: Value(UNDEFINED, 4, b"0232"),
        0x9101: Value(UNDEFINED, 4, b"\1\2\3\0"),
        0xA000: Value(UNDEFINED, 4, b"0100"),
        0xA001: Value(SHORT, 1, b"\0\1"),
        0xA002: Value(LONG, 1, b"\0\0\0\x30"),
        0xA003: Value(LONG, 1, b"\0\0\0\x20"),
    }
    assert found.numbers(found.first, 0x0213) == (1,)
    assert found.numbers(found.first, 0x0128) == (1,)
    assert found.gps[0].data == b"\2\3\0\0"


def test_sides_are_turned_with_the_picture(tmp_path: Path) -> None:
    source = tmp_path / "in.jpg"
    write_jpeg(source, exif=camera_exif(orientation=6))
    picture = read_picture(source)
    assert picture.size == (32, 48)
    assert picture.exif is not None
    block = read_block(complete_block(picture.exif, (64, 96), None) or b"")
    assert block.numbers(block.photo, 0xA002) == (64,)
    assert block.numbers(block.first, 0x0112) == (1,)
    # Where the subject is now would have to be computed; nobody misses it.
    assert 0x9214 not in block.photo


def test_pixels_on_the_sensor_are_counted_anew() -> None:
    block = Block("<")
    block.put(block.photo, 0xA002, LONG, 100)
    block.put(block.photo, 0xA003, LONG, 50)
    for tag in (0xA20E, 0xA20F):
        block.put(block.photo, tag, 5, 4000, 2)
    done = read_block(complete_block(block.to_bytes(), (250, 125), None) or b"")
    assert done.numbers(done.photo, 0xA20E) == (5000,)
    assert done.numbers(done.photo, 0xA20F) == (5000,)


def test_what_described_the_old_compression_is_left_out() -> None:
    block = Block("<")
    block.put(block.photo, 0x9102, 5, 4, 1)
    block.put(block.photo, 0x8827, SHORT, 100)
    block.put(block.first, 0x0103, SHORT, 6)
    kept = read_block(build_kept_block(block) or b"")
    assert set(kept.photo) == {0x8827}
    assert set(kept.first) == {0x0112}


def test_damage_costs_only_what_is_damaged() -> None:
    block = Block("<")
    block.first = {0x010F: Value(2, 6, b"Maker\0"), 0x0110: Value(2, 6, b"Model\0")}
    whole = bytearray(block.to_bytes())
    struct.pack_into("<L", whole, 8 + 2 + 12 + 8, 1 << 20)
    found = read_block(bytes(whole))
    assert found.damaged
    assert set(found.first) == {0x010F}


def test_directories_in_a_circle_end() -> None:
    table = struct.pack("<HHHLLL", 1, 0x8769, LONG, 1, 8, 0)
    assert read_block(b"II*\0\x08\0\0\0" + table).photo == {}


def test_a_block_made_to_fill_the_memory_does_not() -> None:
    number, length = 2000, 60_000
    rows = b"".join(
        struct.pack("<HHLL", 0x9000 + each, UNDEFINED, length, 0) for each in range(number)
    )
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", number) + rows
    found = read_block(block.ljust(length, b"\0"))
    assert found.damaged
    assert sum(len(value.data) for value in found.first.values()) <= length


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_pillow_reads_the_same(tmp_path: Path, suffix: str) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / f"out{suffix}"
    write_jpeg(source, exif=camera_exif())
    write_picture(target, enlarged(source))
    with Image.open(target) as image:
        exif = image.getexif()
        photo, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert exif[ExifTags.Base.Make] == "Maker"
    assert float(photo[ExifTags.Base.ExposureTime]) == pytest.approx(1 / 250)
    assert [float(part) for part in gps[ExifTags.GPS.GPSLatitude]] == [52, 31, 12.3]
