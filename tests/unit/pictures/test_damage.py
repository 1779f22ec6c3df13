# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged files: whole pixels with one note, lost ones with a word for how many, nothing silent."""

from __future__ import annotations

import io
import random
import re
import struct
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms, PngImagePlugin

from liif_core.errors import LiifError
from liif_core.pictures import Picture, jpeg_damage, read_picture
from liif_core.pictures.damage import WHOLE
from tests.engine.pictures import PHOTO, Bytes, photo

SIZE = (320, 240)


def scene() -> Image.Image:
    """A photo of ``SIZE``."""
    return Image.fromarray(photo()).crop((0, 0, *SIZE))


def encoded(kind: str, image: Image.Image | None = None, **options: Any) -> bytes:  # noqa: ANN401
    file = io.BytesIO()
    (image or scene()).save(file, kind, **options)
    return file.getvalue()


def decoded(data: bytes) -> Bytes:
    with Image.open(io.BytesIO(data)) as image:
        return np.array(image.convert("RGB"))


def read(folder: Path, data: bytes, *, salvage: bool = False) -> tuple[Picture, list[str]]:
    path = folder / "picture"
    notes: list[str] = []
    path.write_bytes(data)
    picture = read_picture(path, notes.append, salvage=salvage)
    assert [name.name for name in folder.iterdir()] == ["picture"]
    return picture, notes


def chunk(name: bytes, content: bytes, checksum: int | None = None) -> bytes:
    right = zlib.crc32(name + content)
    return (
        struct.pack(">I4s", len(content), name)
        + content
        + struct.pack(">I", right if checksum is None else checksum)
    )


def after_head(png: bytes, *chunks: bytes) -> bytes:
    return png[:33] + b"".join(chunks) + png[33:]


def without_trailer(gif: bytes) -> bytes:
    assert gif[-1:] == b";"
    return gif[:-1]


def with_bad_data_checksum() -> bytes:
    png = bytearray(encoded("PNG"))
    at = png.index(b"IDAT")
    length = struct.unpack(">I", png[at - 4 : at])[0]
    png[at + 4 + length] ^= 1
    return bytes(png)


def with_padding() -> bytes:
    return encoded("JPEG")[:-2] + bytes(5) + b"\xff\xd9"


def profile(length: int) -> bytes:
    """sRGB with a tag of so many bytes that are hard to compress."""
    icc = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    icc += random.Random(0).randbytes(length)
    icc[:4] = struct.pack(">I", len(icc))
    return bytes(icc)


VIEWABLE: dict[str, tuple[bytes, str]] = {
    "a JPEG without its end": (encoded("JPEG")[:-2], "its end mark is missing"),
    "half the end of a JPEG": (encoded("JPEG")[:-1], "its end mark is missing"),
    "a progressive JPEG without its end": (
        encoded("JPEG", progressive=True)[:-2],
        "its end mark is missing",
    ),
    "a JPEG with zeros before its end": (with_padding(), "empty bytes before its end mark"),
    "a PNG without its end": (encoded("PNG")[:-12], "its end mark is missing"),
    "a PNG with half its end": (encoded("PNG")[:-5], "its end mark is missing"),
    "a deep PNG without its end": (
        encoded("PNG", Image.fromarray(np.arange(600, dtype=np.uint16).reshape(20, 30)))[:-12],
        "its end mark is missing",
    ),
    "a PNG with a damaged comment": (
        after_head(encoded("PNG"), chunk(b"tEXt", b"Comment\0words", 0)),
        "a comment is damaged and left out",
    ),
    "a PNG with a damaged date": (
        after_head(encoded("PNG"), chunk(b"tIME", bytes(7), 1)),
        "its date is damaged and left out",
    ),
    "a PNG with damaged colours": (
        after_head(encoded("PNG"), chunk(b"gAMA", bytes(4), 1)),
        "what it says of its colours is damaged",
    ),
    "a PNG with a long comment": (
        after_head(encoded("PNG"), chunk(b"tEXt", b"Comment\0" + bytes([97]) * 1_600_000)),
        "a comment of 1.6 MB is left out",
    ),
    "a PNG with a long packed comment": (
        after_head(
            encoded("PNG"), chunk(b"zTXt", b"C\0\0" + zlib.compress(bytes([97]) * 1_600_000))
        ),
        "a comment of 1.6 MB is left out",
    ),
    "a PNG with a comment that would fill the memory": (
        after_head(encoded("PNG"), chunk(b"iTXt", b"C\0\1\0\0\0" + zlib.compress(bytes(10**8), 9))),
        "a comment of 100.0 MB is left out",
    ),
    "a PNG with a wrong checksum of right pixels": (
        with_bad_data_checksum(),
        "a checksum is wrong, but its pixels are whole",
    ),
    "a GIF without its end": (
        without_trailer(encoded("GIF", scene().quantize(64))),
        "its end mark is missing",
    ),
    "a WebP with a wrong length": (
        b"RIFF" + struct.pack("<I", 10**6) + encoded("WEBP")[8:],
        "its end is not where it says",
    ),
    "a WebP with half its EXIF": (
        encoded("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" + bytes(60))[:-30],
        "what it says besides is cut off",
    ),
    "a JPEG 2000 without its end": (encoded("JPEG2000")[:-2], "its end mark is missing"),
    "a JPEG 2000 with half its end": (encoded("JPEG2000")[:-1], "its end mark is missing"),
}


@pytest.mark.parametrize("name", VIEWABLE)
def test_where_all_pixels_are_there_they_are_read_with_one_note(tmp_path: Path, name: str) -> None:
    data, told = VIEWABLE[name]
    tracemalloc.start()
    try:
        picture, notes = read(tmp_path, data)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()
    assert len(notes) == 1
    assert told in notes[0]
    assert str(tmp_path / "picture") in notes[0]
    if "deep" in name:
        assert picture.samples[..., 0].tolist() == np.arange(600).reshape(20, 30).tolist()
    else:
        kind = next(kind for kind in ("JPEG 2000", "JPEG", "PNG", "GIF", "WebP") if kind in name)
        source = scene().quantize(64) if kind == "GIF" else scene()
        whole = encoded(kind.replace(" ", ""), source, progressive="progressive" in name)
        np.testing.assert_array_equal(picture.samples, decoded(whole))


def test_a_long_profile_is_kept_and_nothing_told(tmp_path: Path) -> None:
    icc = profile(1_500_000)
    # Pillow itself would refuse to read it.
    picture, notes = read(tmp_path, encoded("PNG", icc_profile=icc))
    assert picture.icc == icc
    assert notes == []


def told_share(text: str) -> float:
    """Of what "the lower 52 % are missing" says, 0 to 1."""
    found = re.search(r"the (?:lower|upper) ([\d.]+) % are missing", text)
    assert found, text
    return float(found[1]) / 100


def halves() -> dict[str, tuple[bytes, Bytes]]:
    """The first half of some files, and their pictures."""
    options: dict[str, tuple[str, dict[str, Any]]] = {
        "JPEG": ("JPEG", {}),
        "JPEG 4:4:4": ("JPEG", {"subsampling": 0, "quality": 95}),
        "gray JPEG": ("JPEG", {}),
        "PNG": ("PNG", {}),
        "BMP": ("BMP", {}),
        "TGA": ("TGA", {}),
        "WebP": ("WEBP", {}),
        "lossless WebP": ("WEBP", {"lossless": True}),
    }
    found = {}
    for name, (kind, more) in options.items():
        image = scene().convert("L") if "gray" in name else scene()
        whole = encoded(kind, image, **more)
        found[name] = whole[: len(whole) // 2], decoded(whole)
    file = io.BytesIO()
    tifffile.imwrite(file, np.asarray(scene()), rowsperstrip=8, compression="zlib")
    found["TIFF"] = file.getvalue()[: len(file.getvalue()) // 2], np.asarray(scene())
    file = io.BytesIO()
    tifffile.imwrite(file, np.asarray(scene()))
    found["uncompressed TIFF"] = file.getvalue()[: len(file.getvalue()) // 2], np.asarray(scene())
    found["JPEG with an end"] = found["JPEG"][0] + b"\xff\xd9", found["JPEG"][1]
    return found


HALVES = halves()


@pytest.mark.parametrize("name", HALVES)
def test_of_half_a_file_it_is_told_how_much_is_missing(tmp_path: Path, name: str) -> None:
    data, whole = HALVES[name]
    with pytest.raises(LiifError, match=r"is damaged: the .* are missing.*--salvage") as refused:
        read(tmp_path, data)
    assert "\n" not in str(refused.value)
    missing = told_share(str(refused.value))
    assert 0.2 < missing < 0.8

    picture, notes = read(tmp_path, data, salvage=True)
    assert len(notes) == 1
    assert told_share(notes[0]) == missing
    assert picture.samples.shape[:2] == whole.shape[:2]
    # What is not told to be missing is there, and little more than that.
    samples = np.broadcast_to(picture.samples[..., :3], whole.shape)
    right = (samples == whole).all((1, 2))
    if "upper" in notes[0]:
        right = right[::-1]
    rows = round((1 - missing) * len(whole))
    assert right[: rows - 20].all()
    assert not right[rows + 9 :].any()


def test_a_stream_of_pixels_that_ends_too_early(tmp_path: Path) -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30, 40, 8, 0, 0, 0, 0))
    rows = zlib.compress(bytes(31 * 10))
    png = PngImagePlugin._MAGIC + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    with pytest.raises(LiifError, match="the lower 75 % are missing"):
        read(tmp_path, png)


def test_half_an_interlaced_png(tmp_path: Path) -> None:
    # Two passes of a picture of two rows and columns, as Pillow writes none.
    rows = zlib.compress(bytes([0, 10]) + bytes([0, 20]) + bytes([0, 30, 40]))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 1))
    png = PngImagePlugin._MAGIC + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    picture, notes = read(tmp_path, png)
    assert (picture.samples[..., 0].tolist(), notes) == ([[10, 20], [30, 40]], [])
    part = zlib.compress(bytes([0, 10]) + bytes([0, 20]))
    png = PngImagePlugin._MAGIC + head + chunk(b"IDAT", part) + chunk(b"IEND", b"")
    with pytest.raises(LiifError, match="43 % of its data are missing"):
        read(tmp_path, png)
    picture, _ = read(tmp_path, png, salvage=True)
    assert picture.samples[..., 0].tolist() == [[10, 20], [0, 0]]


def test_half_a_progressive_jpeg_is_coarse(tmp_path: Path) -> None:
    whole = encoded("JPEG", progressive=True, quality=90)
    with pytest.raises(LiifError, match=r"is damaged: .*premature end"):
        read(tmp_path, whole[: len(whole) // 2])
    picture, _ = read(tmp_path, whole[: len(whole) // 2], salvage=True)
    assert np.abs(picture.samples.astype(int) - decoded(whole)).mean() < 20


def test_half_a_jpeg_2000_is_coarse(tmp_path: Path) -> None:
    whole = encoded("JPEG2000")
    half = whole[: len(whole) // 2]
    with pytest.raises(LiifError, match=r"(49|50|51) % of its data are missing"):
        read(tmp_path, half)
    picture, _ = read(tmp_path, half, salvage=True)
    assert np.abs(picture.samples.astype(int) - decoded(whole)).mean() < 10


def test_overwritten_bytes_of_which_the_decoder_complains(tmp_path: Path) -> None:
    whole = encoded("JPEG", quality=90)
    places = random.Random(1)
    complained = near = 0
    for _ in range(30):
        data = bytearray(whole)
        at = places.randrange(700, len(data) - 200)
        data[at : at + 8] = places.randbytes(8)
        try:
            read(tmp_path, bytes(data))
            continue  # of such faults the stream keeps no trace
        except LiifError as error:
            text = str(error)
        complained += 1
        assert re.search(r"is damaged: .*(corrupt|missing).*Corrupt JPEG data", text)
        picture, notes = read(tmp_path, bytes(data), salvage=True)
        assert len(notes) == 1
        if found := re.search(r"about the lower (\d+) % are wrong", text):
            wrong = np.abs(picture.samples.astype(int) - decoded(whole)).max(2) > 12
            first = int(np.flatnonzero(wrong.any(1))[0])
            near += abs(int(found[1]) / 100 - (1 - first / SIZE[1])) < 0.15
    assert complained >= 8
    assert near >= complained / 2


def test_pixels_of_a_png_that_are_wrong_are_not_taken_for_right(tmp_path: Path) -> None:
    whole = bytearray(encoded("PNG"))
    whole[len(whole) // 2] ^= 0xFF
    with pytest.raises(LiifError, match=r"is damaged: it is damaged from .* down|are missing"):
        read(tmp_path, bytes(whole))
    picture, notes = read(tmp_path, bytes(whole), salvage=True)
    assert len(notes) == 1
    right = (picture.samples == np.asarray(scene())).all((1, 2))
    assert right[:60].all()
    assert not right[-1]


def test_a_strip_in_the_middle_that_cannot_be_decoded(tmp_path: Path) -> None:
    file = io.BytesIO()
    tifffile.imwrite(file, np.asarray(scene()), rowsperstrip=8, compression="zlib")
    with tifffile.TiffFile(io.BytesIO(file.getvalue())) as tiff:
        place = tiff.pages[0].dataoffsets[10]
    data = bytearray(file.getvalue())
    data[place : place + 40] = bytes(40)
    with pytest.raises(LiifError, match="is damaged: 3 % of its rows are missing"):
        read(tmp_path, bytes(data))
    picture, _ = read(tmp_path, bytes(data), salvage=True)
    right = (picture.samples == np.asarray(scene())).all((1, 2))
    assert np.flatnonzero(~right).tolist() == list(range(80, 88))


def claiming(width: int, height: int) -> dict[str, bytes]:
    """Files of some 400 bytes that say so of themselves."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    png = PngImagePlugin._MAGIC + chunk(b"IHDR", head)
    jpeg = encoded("JPEG", scene().resize((16, 16)).convert("L"), quality=1)
    at = jpeg.index(b"\xff\xc0") + 5
    large = jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]
    return {
        "PNG": png + chunk(b"IDAT", zlib.compress(bytes(300_000))) + chunk(b"IEND", b""),
        "PNG with nothing": png + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
        "JPEG": large,
        "JPEG without an end": large[:-2],
    }


@pytest.mark.parametrize("salvage", [False, True])
@pytest.mark.parametrize("name", claiming(1, 1))
def test_next_to_nothing_cannot_be_36_megapixels(tmp_path: Path, name: str, salvage: bool) -> None:
    data = claiming(6000, 6000)[name]
    assert len(data) < 1000
    tracemalloc.start()
    try:
        with pytest.raises(LiifError, match=r"is damaged: .*Too little"):
            read(tmp_path, data, salvage=salvage)
        assert tracemalloc.get_traced_memory()[1] < 5 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {"compress_level": 9}),
        ("JPEG", {"quality": 1, "optimize": True}),
        ("JPEG", {"quality": 1, "progressive": True}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"quality": 1}),
        ("GIF", {}),
        ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ],
)
def test_a_flat_picture_is_honest_however_small_its_file(
    tmp_path: Path, kind: str, options: dict[str, Any]
) -> None:
    data = encoded(kind, Image.new("RGB", (3000, 2000), (255, 255, 255)), **options)
    picture, notes = read(tmp_path, data)
    assert picture.samples.shape == (2000, 3000, 3)
    assert (picture.samples == 255).all()
    assert notes == []


def lossless_jpeg(bits: int, *, lossless: bool = True) -> bytes:
    samples = (np.arange(64 * 64) % 256).reshape(64, 64).astype("u1" if bits == 8 else "u2")
    return bytes(imagecodecs.jpeg_encode(samples, bitspersample=bits, lossless=lossless))


def hidden_behind(marker: bytes) -> bytes:
    """A lossless JPEG in front of which another frame seems to stand: its length is passed over.

    What follows the bare marker are the next marker, taken for a length, and so many bytes.
    """
    data = lossless_jpeg(16)
    frame = data.index(b"\xff\xc3")
    decoy = b"\xff\xc0\0\x0b\x08\0\x40\0\x40\x01\x01\x11\0"
    hidden = data[:2] + marker + data[frame:]
    return hidden.ljust(len(data[:2] + marker) + 0xFFC3, b"\0") + decoy


UNSAFE = {
    "lossless, 8 bits": lossless_jpeg(8),
    "lossless, 16 bits": lossless_jpeg(16),
    "12 bits": lossless_jpeg(12, lossless=False),
    "lossless behind garbage": lossless_jpeg(16)[:2] + b"garbage" + lossless_jpeg(16)[2:],
    "lossless behind a bare mark": hidden_behind(b"\xff\x01"),
    "lossless behind a restart": hidden_behind(b"\xff\xd0"),
    "no frame": b"\xff\xd8\xff\xd9",
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_the_library_cannot_decode_is_not_given_to_it(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It writes beyond its buffers for these."""

    def refuse(*_args: object, **_options: object) -> None:
        pytest.fail("it was decoded")

    monkeypatch.setattr("simplejpeg.decode_jpeg", refuse)
    monkeypatch.setattr("simplejpeg.decode_jpeg_header", refuse)
    assert jpeg_damage.examine(UNSAFE[name]) == WHOLE


def test_whole_files_are_read_without_a_word(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "JPEG2000", "TIFF", "BMP", "TGA"):
        assert read(tmp_path, encoded(kind))[1] == [], kind
    assert read(tmp_path, PHOTO.read_bytes())[1] == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "JPEG2000", "TIFF", "BMP", "TGA"])
def test_no_cut_is_passed_over(tmp_path: Path, kind: str) -> None:
    """Cut off anywhere: refused in one line, or read with a note."""
    whole = encoded(kind, scene().resize((60, 40)))
    expected = decoded(whole)
    for length in [*range(1, 60, 7), *range(60, len(whole), len(whole) // 25), len(whole) - 1]:
        for salvage in (False, True):
            try:
                picture, notes = read(tmp_path, whole[:length], salvage=salvage)
            except LiifError:
                continue
            assert picture.samples.shape[:2] == (40, 60)
            same = (picture.samples[..., :3] == expected).all()
            # Behind its pixels a TGA has only a mark that older ones lack.
            assert len(notes) == 1 or (same and kind == "TGA")
            assert salvage or same
