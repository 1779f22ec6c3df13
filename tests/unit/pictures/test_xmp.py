# SPDX-License-Identifier: GPL-3.0-or-later
"""XMP: what it says of the new picture is true, everything else as it was."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from PIL import Image

from liif_core.pictures import Picture, read_picture, write_picture, xmp, xmp_jpeg
from tests.unit.pictures.files import camera_exif, packet, segment, smooth, write_jpeg

TIFF = 'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
RATING = "<xmp:Rating>5</xmp:Rating>"


def test_what_needs_no_change_is_not_touched() -> None:
    plain = packet(RATING + "<!-- a  remark -->")
    assert xmp.keep(plain, turned=False) == plain
    assert xmp.complete(plain, (10, 20), (300, 300)) == plain


@pytest.mark.parametrize(
    ("names", "properties"),
    [
        (TIFF, "<tiff:Orientation>6</tiff:Orientation><tiff:ImageWidth>5</tiff:ImageWidth>"
               "<exif:PixelYDimension>4</exif:PixelYDimension>"
               "<tiff:XResolution>72/1</tiff:XResolution>"),
        (f'{TIFF} tiff:Orientation="6" tiff:ImageWidth="5" exif:PixelYDimension="4"'
         ' tiff:XResolution="72/1"', ""),
    ],
)  # fmt: skip
def test_orientation_and_sizes_become_those_of_the_new_picture(names: str, properties: str) -> None:
    kept = xmp.keep(packet(RATING + properties, names=names), turned=True)
    done = (xmp.complete(kept, (100, 200), (300, 300)) or b"").decode()
    for name, value in (
        ("tiff:Orientation", "1"),
        ("tiff:ImageWidth", "100"),
        ("exif:PixelYDimension", "200"),
        ("tiff:XResolution", "300000/1000"),
    ):
        assert re.search(f'{name}(>|="){value}["<]', done), name
    assert RATING in done
    # What it did not say it does not say now.
    assert "ImageLength" not in done


def test_what_describes_a_gain_map_or_a_video_is_taken_out() -> None:
    names = (
        'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"'
        ' xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"'
        ' GCamera:PortraitVersion="2"'
        ' xmlns:Container="http://ns.google.com/photos/1.0/container/"'
    )
    properties = (
        "<Container:Directory><rdf:Seq><rdf:li/></rdf:Seq></Container:Directory>"
        "<xmp:Thumbnails><rdf:Alt/></xmp:Thumbnails>"
    )
    kept = (xmp.keep(packet(RATING + properties, names=names), turned=False) or b"").decode()
    assert RATING in kept
    assert 'GCamera:PortraitVersion="2"' in kept
    for gone in ("hdrgm:Version", "MotionPhoto", "Directory", "Thumbnails"):
        assert gone not in kept
    only = packet("", names=names.replace(' GCamera:PortraitVersion="2"', ""))
    assert xmp.keep(only, turned=False) is None


def test_a_panorama_counts_its_new_pixels() -> None:
    names = (
        'xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"'
        ' GPano:CroppedAreaImageWidthPixels="100" GPano:CroppedAreaImageHeightPixels="50"'
        ' GPano:FullPanoWidthPixels="200" GPano:CroppedAreaTopPixels="7"'
        ' GPano:PoseHeadingDegrees="90"'
    )
    done = (xmp.complete(packet("", names=names), (250, 125), None) or b"").decode()
    assert 'CroppedAreaImageWidthPixels="250"' in done
    assert 'FullPanoWidthPixels="500"' in done
    assert 'CroppedAreaTopPixels="18"' in done
    assert 'PoseHeadingDegrees="90"' in done


REGIONS = (
    '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions {0}>{1}'
    "</mwg-rs:AppliedToDimensions><mwg-rs:RegionList/></mwg-rs:Regions>"
)
REGION_NAMES = (
    'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"'
    ' xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"'
)


@pytest.mark.parametrize(
    "regions",
    [
        REGIONS.format('stDim:w="100" stDim:h="50" stDim:unit="pixel"', ""),
        REGIONS.format('rdf:parseType="Resource"', "<stDim:w>100</stDim:w><stDim:h>50</stDim:h>"),
    ],
)
def test_faces_stay_where_they_are_unless_the_picture_is_cut_or_turned(regions: str) -> None:
    whole = packet(RATING + regions, names=REGION_NAMES)
    done = (xmp.complete(whole, (300, 150), None) or b"").decode()
    assert re.search('stDim:w(>|=")300["<]', done)
    assert re.search('stDim:h(>|=")150["<]', done)
    assert "Regions" not in (xmp.complete(whole, (200, 150), None) or b"").decode()
    assert "Regions" not in (xmp.keep(whole, turned=True) or b"").decode()


def test_line_breaks_in_attributes_survive_a_change() -> None:
    names = f'{TIFF} tiff:Orientation="6" xmp:Label="one&#xA;two"'
    kept = xmp.keep(packet("", names=names), turned=False) or b""
    assert b"<xmp:Label>one\ntwo</xmp:Label>" in kept or b'xmp:Label="one&#10;two"' in kept


@pytest.mark.parametrize(
    "trap",
    [
        b"no xml at all",
        b"<a><b></a>",
        b'<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        b"<a>" * 200 + b"</a>" * 200,
        b'<?xml version="1.0" encoding="no-such"?><a/>',
    ],
)
def test_traps_and_damage_are_left_out_with_a_note(tmp_path: Path, trap: bytes) -> None:
    path = tmp_path / "in.jpg"
    write_jpeg(path, xmp=trap)
    warned: list[str] = []
    assert read_picture(path, warned.append).xmp is None
    assert warned == [f"the XMP data of {path} is damaged and left out"]


def long_packet() -> bytes:
    """With one property longer than a segment, one that makes the rest too long for one, and a
    short one."""
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:my="http://example.org/my/"'
    history = "".join(f"<rdf:li>step {number:05}</rdf:li>" for number in range(9000))
    label = f'my:Data="{"abcdefgh" * 6000}"'
    return packet(
        f"{RATING}<dc:subject><rdf:Bag>{history}</rdf:Bag></dc:subject>", names=f"{names} {label}"
    )


def test_a_packet_that_is_too_long_for_one_segment_of_a_jpeg_takes_several(tmp_path: Path) -> None:
    path = tmp_path / "out.jpg"
    warned: list[str] = []
    write_picture(path, Picture(smooth(), xmp=long_packet()), warned.append)
    with Image.open(path) as image:
        segments = [data for name, data in image.applist if name == "APP1"]  # type: ignore[attr-defined]
        first = image.info["xmp"]
    assert len(segments) > 2
    assert RATING.encode() in first
    again = read_picture(path, warned.append).xmp or b""
    assert warned == []
    assert b"step 00000" in again
    assert b"step 08999" in again
    assert b"abcdefgh" * 6000 in again
    assert b"HasExtendedXMP" not in again
    # It is one again where there is room for it.
    write_picture(tmp_path / "out.png", Picture(smooth(), xmp=again), warned.append)
    assert read_picture(tmp_path / "out.png").xmp == again


def test_the_parts_of_a_long_packet_come_in_any_order(tmp_path: Path) -> None:
    first, more = xmp_jpeg.split(long_packet())
    path = tmp_path / "in.jpg"
    write_jpeg(path, *reversed(more), xmp=first)
    assert b"step 08999" in (read_picture(path).xmp or b"")


def test_a_long_packet_of_which_a_part_is_missing_is_told(tmp_path: Path) -> None:
    first, more = xmp_jpeg.split(long_packet())
    path = tmp_path / "in.jpg"
    write_jpeg(path, *more[1:], xmp=first)
    warned: list[str] = []
    assert read_picture(path, warned.append).xmp is None
    assert "XMP data" in warned[0]


def test_other_readers_find_the_parts_where_the_standard_has_them() -> None:
    first, more = xmp_jpeg.split(long_packet())
    (mark,) = re.findall(rb'xmpNote:HasExtendedXMP="([0-9A-F]{32})"', first)
    assert len(first) <= 65_502
    place = 0
    for part in more:
        assert part[:2] == b"\xff\xe1"
        assert int.from_bytes(part[2:4], "big") == len(part) - 2
        content = part[4:].removeprefix(b"http://ns.adobe.com/xmp/extension/\0")
        assert content[:32] == mark
        assert int.from_bytes(content[36:40], "big") == place
        place += len(content) - 40
    assert int.from_bytes(more[0][4 + 35 + 32 :][:4], "big") == place


def test_a_gain_map_is_told_and_not_described_any_longer(tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    names = 'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"'
    write_jpeg(path, segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0"), xmp=packet("", names=names))
    warned: list[str] = []
    picture = read_picture(path, warned.append)
    assert picture.xmp is None
    assert warned == [f"{path}: left out is its gain map (the HDR part)"]


def test_a_turned_picture_is_upright_in_its_packet_too(tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    whole = packet(RATING, names=f'{TIFF} tiff:Orientation="6"')
    write_jpeg(path, exif=camera_exif(orientation=6), xmp=whole)
    for suffix in (".jpg", ".png", ".tif", ".webp", ".avif", ".heic", ".jxl"):
        target = tmp_path / f"out{suffix}"
        write_picture(target, read_picture(path))
        again = read_picture(target)
        assert again.size == (32, 48)
        assert b'tiff:Orientation="1"' in (again.xmp or b"")


def test_every_kind_of_property_goes_through_all_formats(tmp_path: Path) -> None:
    whole = packet(RATING + "<xmp:Label>Jörg &amp; Söhne 日本</xmp:Label>")
    for one, other in itertools.product((".png", ".tif", ".webp"), (".jpg", ".avif", ".jxl")):
        write_picture(tmp_path / f"a{one}", Picture(smooth(), xmp=whole))
        write_picture(tmp_path / f"b{other}", read_picture(tmp_path / f"a{one}"))
        assert read_picture(tmp_path / f"b{other}").xmp == whole
