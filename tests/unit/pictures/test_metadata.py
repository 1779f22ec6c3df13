# SPDX-License-Identifier: GPL-3.0-or-later
"""What files say besides: it goes along where the format has a place for it, or one note tells."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, PngImagePlugin

from liif_core.colour.curves import Parametric
from liif_core.colour.meaning import Meaning, build_profile
from liif_core.colour.primaries import ADOBE_RGB
from liif_core.pictures import Encoding, Picture, read_picture, write_picture
from liif_core.pictures.formats import FORMATS
from liif_core.pictures.iptc import find_iptc
from liif_core.pictures.png_texts import Text, build_chunk
from tests.unit.pictures.files import IPTC, camera_exif, packet, segment, smooth, write_jpeg

SUFFIXES = [kind.endings[0] for kind in FORMATS]
ALL = pytest.mark.parametrize("suffix", SUFFIXES)
XMP = packet("<xmp:Rating>5</xmp:Rating>")
CREATED = Text("Author", "Jörg"), Text("parameters", "a house, seed 1"), Text("Comment", "日本")


def rich(path: Path) -> Picture:
    """A picture with all of it, read from a JPEG."""
    write_jpeg(path, exif=camera_exif(), xmp=XMP, iptc=IPTC, comments=(b"one", b"caf\xe9"))
    return read_picture(path)


def test_a_jpeg_says_it_all(tmp_path: Path) -> None:
    picture = rich(tmp_path / "in.jpg")
    assert (picture.xmp, picture.iptc) == (XMP, IPTC)
    assert picture.texts == (Text("Comment", "one"), Text("Comment", "café"))
    assert picture.exif is not None


@ALL
def test_every_format_keeps_what_it_can_hold_and_tells_the_rest(
    tmp_path: Path, suffix: str
) -> None:
    picture = rich(tmp_path / "in.jpg")
    path = tmp_path / f"out{suffix}"
    told: list[str] = []
    write_picture(path, picture, told.append)
    again = read_picture(path, pytest.fail)
    assert again.xmp == XMP
    assert again.exif is not None
    holds_iptc = suffix in (".jpg", ".png", ".tif")
    assert again.iptc == (IPTC if holds_iptc else None)
    assert again.texts == (picture.texts if suffix in (".jpg", ".png") else ())
    missing = [] if holds_iptc else ["the IPTC data"]
    missing += [] if again.texts else ["the text Comment"]
    name = next(kind.name for kind in FORMATS if suffix in kind.endings)
    expected = [f"{name} has no place for {' and '.join(missing)}; left out"] if missing else []
    assert told == expected


@ALL
def test_strip_leaves_colours_and_print_size_only(tmp_path: Path, suffix: str) -> None:
    picture = replace(rich(tmp_path / "in.jpg"), icc=profile())
    path = tmp_path / f"out{suffix}"
    told: list[str] = []
    write_picture(path, picture, told.append, encoding=Encoding(strip=True))
    again = read_picture(path)
    assert told == []
    assert (again.xmp, again.iptc, again.texts) == (None, None, ())
    for secret in (b"Maker", b"Camera notes", b"keyword one", b"caf", b"2024:05:06"):
        assert secret not in path.read_bytes()
    assert again.resolution == pytest.approx((300, 300), abs=0.02)
    assert again.icc is not None


def profile() -> bytes | None:
    """A colour profile of RGB other than sRGB."""
    return build_profile(Meaning(ADOBE_RGB, Parametric(563 / 256)), gray=False)


def test_other_readers_find_iptc(tmp_path: Path) -> None:
    picture = rich(tmp_path / "in.jpg")
    write_picture(tmp_path / "out.jpg", picture)
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.info["photoshop"][0x0404] == IPTC
        assert image.info["comment"].decode() == "café"
    write_picture(tmp_path / "out.tif", picture)
    with tifffile.TiffFile(tmp_path / "out.tif") as file:
        value = file.pages.first.aspage().tags["IPTCNAA"]
        assert value.dtype == tifffile.DATATYPE.LONG
        assert file.filehandle.seek(value.valueoffset) == value.valueoffset
        assert file.filehandle.read(len(IPTC)) == IPTC
    write_picture(tmp_path / "out.png", picture)
    with Image.open(tmp_path / "out.png") as png:
        assert isinstance(png, PngImagePlugin.PngImageFile)
        kind, length, *lines = png.text["Raw profile type iptc"].split()
    assert (kind, int(length)) == ("iptc", len("".join(lines)) // 2)
    assert find_iptc(bytes.fromhex("".join(lines))) == IPTC


def test_iptc_of_a_tiff_stands_alone_or_among_resources(tmp_path: Path) -> None:
    path = tmp_path / "in.tif"
    resources = b"8BIM\x04\x04\0\0" + struct.pack(">L", len(IPTC)) + IPTC
    for tag in ((0x83BB, 4, -(-len(IPTC) // 4), IPTC + bytes(-len(IPTC) % 4), True),
                (0x8649, 1, len(resources), resources, True)):  # fmt: skip
        tifffile.imwrite(path, smooth(), photometric="rgb", extratags=[tag], metadata=None)
        assert read_picture(path).iptc == IPTC


def test_texts_of_a_png_come_back_as_they_were(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Jörg")
    info.add_text("prompt", "word " * 150_000, zip=True)
    info.add_itxt("Title", "日本", lang="ja", tkey="題")
    info.add_text("Thumb::URI", "file:///old.png")
    path = tmp_path / "in.png"
    Image.fromarray(smooth()).save(path, pnginfo=info)
    picture = read_picture(path)
    write_picture(tmp_path / "out.png", picture)
    expected = (
        Text("Author", "Jörg"),
        Text("prompt", "word " * 150_000),
        Text("Title", "日本", "ja", "題"),
    )
    assert read_picture(tmp_path / "out.png").texts == expected
    assert (tmp_path / "out.png").stat().st_size < 100_000
    with Image.open(tmp_path / "out.png") as png:
        assert isinstance(png, PngImagePlugin.PngImageFile)
        assert png.info["Author"] == "Jörg"


def test_what_imagemagick_hides_in_texts_is_found(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    info = PngImagePlugin.PngInfo()
    resources = b"8BIM\x04\x04\0\0" + struct.pack(">L", len(IPTC)) + IPTC
    for kind, data in (("exif", b"Exif\0\0" + camera_exif()), ("8bim", resources), ("xmp", XMP)):
        rows = "\n".join(data.hex()[at : at + 72] for at in range(0, 2 * len(data), 72))
        info.add_text(f"Raw profile type {kind}", f"\n{kind}\n{len(data):8}\n{rows}\n", zip=True)
    Image.fromarray(smooth()).save(path, pnginfo=info)
    picture = read_picture(path)
    assert (picture.iptc, picture.xmp, picture.texts) == (IPTC, XMP, ())
    assert picture.resolution == (300, 300)
    assert b"Maker" in (picture.exif or b"")


def test_a_damaged_text_says_nothing_and_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    Image.fromarray(smooth()).save(path)
    whole = path.read_bytes()
    good = build_chunk(b"tEXt", b"Author\0me")
    bad = [
        build_chunk(b"zTXt", b"Comment\0\0" + b"no zip"),
        build_chunk(b"zTXt", b"Bomb\0\0" + zlib.compress(bytes(80 << 20), 9)),
        build_chunk(b"tEXt", b"Broken\0text")[:-4] + b"\0\0\0\0",
        build_chunk(b"iTXt", b"Half\0\1"),
    ]
    path.write_bytes(whole[:33] + b"".join([*bad, good]) + whole[33:])
    from liif_core.pictures.png_texts import read_words

    assert read_words(path).texts == (Text("Author", "me"),)


def test_texts_of_16_bit_and_of_what_follows_the_pixels(tmp_path: Path) -> None:
    path = tmp_path / "out.png"
    write_picture(path, Picture(smooth().astype(np.uint16) * 257, texts=CREATED, xmp=XMP))
    whole = path.read_bytes()
    path.write_bytes(whole[:-12] + build_chunk(b"tEXt", b"Late\0yes") + whole[-12:])
    again = read_picture(path)
    assert again.samples.dtype == np.uint16
    assert again.texts == (*CREATED, Text("Late", "yes"))
    assert again.xmp == XMP


def test_the_comment_of_a_gif_goes_into_a_png(tmp_path: Path) -> None:
    Image.fromarray(smooth(channels=1)[..., 0]).save(tmp_path / "in.gif", comment=b"hello")
    picture = read_picture(tmp_path / "in.gif")
    assert picture.texts == (Text("Comment", "hello"),)


def test_what_is_too_long_for_a_jpeg_is_told(tmp_path: Path) -> None:
    long = replace(
        rich(tmp_path / "in.jpg"), iptc=IPTC * 2000, texts=(Text("Comment", "x" * 70000),)
    )
    told: list[str] = []
    write_picture(tmp_path / "out.jpg", long, told.append)
    again = read_picture(tmp_path / "out.jpg")
    assert (again.iptc, again.texts) == (None, ())
    assert [note.split(" is too long")[0] for note in told] == ["the IPTC data", "a comment"]


def test_content_credentials_and_layers_are_told(tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    write_jpeg(path, segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x20jumb\0\0\0\0"))
    told: list[str] = []
    read_picture(path, told.append)
    assert len(told) == 1
    assert "content credentials" in told[0]
    tags = [(37724, 1, 6, b"layers", True), (33550, 12, 3, (1.0, 1.0, 0.0), True)]
    tifffile.imwrite(tmp_path / "in.tif", smooth(), photometric="rgb", extratags=tags)
    told.clear()
    read_picture(tmp_path / "in.tif", told.append)
    assert len(told) == 1
    assert "its layers" in told[0]
    assert "GeoTIFF" in told[0]


def test_nothing_is_printed_about_a_camera_s_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_picture(tmp_path / "out.jpg", rich(tmp_path / "in.jpg"), pytest.fail)
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@ALL
def test_exiftool_finds_no_fault(tmp_path: Path, suffix: str) -> None:
    # Its demand that a TIFF says how its position was found has no ground in the standard, and
    # nobody knows whose notes these are.
    picture = rich(tmp_path / "in.jpg")
    path = tmp_path / f"out{suffix}"
    write_picture(path, replace(picture, texts=(*picture.texts, *CREATED), icc=profile()))
    found = subprocess.run(
        ["exiftool", "-validate", "-warning", "-error", "-a", "-s3", path],
        capture_output=True,
        text=True,
        check=False,
    )
    expected = {"[minor] Unrecognized MakerNotes", "OK"}
    expected.add("Missing required TIFF GPS tag 0x001b GPSProcessingMethod")
    lines = [line for line in found.stdout.splitlines() if "Warning" not in line]
    assert [line for line in lines if line not in expected] == []
