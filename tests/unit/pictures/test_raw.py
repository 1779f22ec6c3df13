# SPDX-License-Identifier: GPL-3.0-or-later
"""Raw files of cameras: developed or refused by name, never their preview."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from liif_core.errors import LiifError
from liif_core.forensics.file_facts import read_facts
from liif_core.pictures import read_picture
from liif_core.pictures.picture import Samples

SIZE = (128, 96)


def scene() -> Samples:
    """Light (h, w, 3), 0..1: a dark green half and a white one."""
    light = np.empty((SIZE[1], SIZE[0], 3))
    light[:] = 0.1, 0.4, 0.2
    light[:, SIZE[0] // 2 :] = 0.8
    return light


def write_raw(path: Path, *, dng: bool = True, orientation: int = 1, make: str = "Maker") -> None:
    """What a sensor with a Bayer filter saw, below a small red picture."""
    light = scene()
    seen = light[..., 1].copy()
    seen[0::2, 0::2], seen[1::2, 1::2] = light[0::2, 0::2, 0], light[1::2, 1::2, 2]
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    matrix = np.linalg.inv(to_xyz).ravel()
    fractions = tuple(part for value in matrix for part in (round(value * 10_000), 10_000))
    words = [(271, 2, 0, make, True), (272, 2, 0, "Model 1", True), (274, 3, 1, orientation, True)]
    if dng:
        words += [
            (50706, 1, 4, bytes((1, 4, 0, 0)), True), (50707, 1, 4, bytes((1, 1, 0, 0)), True),
            (50708, 2, 0, "Maker Model 1", True), (50721, 10, 9, fractions, True),
            (50728, 5, 3, (1, 1) * 3, True), (50778, 3, 1, 21, True),
        ]  # fmt: skip
    sensor = [(33421, 3, 2, (2, 2), True), (33422, 1, 4, bytes((0, 1, 1, 2)), True),
              (50714, 4, 1, 0, True), (50717, 4, 1, 65535, True)]  # fmt: skip
    with tifffile.TiffWriter(path) as file:
        small = np.full((16, 24, 3), (255, 0, 0), np.uint8)
        file.write(small, photometric="rgb", subfiletype=1, subifds=1, metadata=None,
                   software=False, extratags=words)  # fmt: skip
        file.write(np.rint(seen * 65535).astype(np.uint16), photometric="cfa", metadata=None,
                   software=False, extratags=sensor)  # fmt: skip


@pytest.mark.parametrize("name", ["photo.dng", "photo.tif", "photo.jpg"])
def test_a_raw_file_is_developed_whatever_its_name(tmp_path: Path, name: str) -> None:
    pytest.importorskip("rawpy")
    path = tmp_path / name
    write_raw(path)
    warned: list[str] = []
    picture = read_picture(path, warned.append)
    assert picture.size == SIZE
    assert picture.samples.dtype == np.uint16
    dark = picture.samples[40, 20].astype(float)
    # Half as much light is 0.72 of the value on that curve, whatever the brightness.
    assert dark[1] > dark[2] > dark[0]
    assert dark[2] / dark[1] == pytest.approx(0.5 ** (1 / 2.4), abs=0.04)
    assert np.ptp(picture.samples[40, -20]) < 1500
    assert warned == [
        f"{path}: it is a raw file (DNG), and is developed with the white balance of the camera"
    ]
    assert picture.exif is not None
    exif = Image.Exif()
    exif.load(picture.exif)
    assert exif[271] == "Maker"
    assert read_facts(path).format == "RAW"


def test_a_raw_file_is_turned_once(tmp_path: Path) -> None:
    pytest.importorskip("rawpy")
    path = tmp_path / "photo.dng"
    write_raw(path, orientation=6)
    picture = read_picture(path)
    assert picture.size == (SIZE[1], SIZE[0])
    # What was at the left is at the top.
    assert picture.samples[10, 40].mean() < picture.samples[-10, 40].mean()


BEGINNINGS = {
    "Fujifilm RAF": b"FUJIFILMCCD-RAW 0201",
    "Olympus ORF": b"IIRO\x08\0\0\0",
    "Panasonic RW2": b"IIU\0\x18\0\0\0",
    "Canon CR2": b"II*\0\x10\0\0\0CR\x02\0",
    "Canon CR3": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
    "Canon CRW": b"II\x1a\0\0\0HEAPCCDR",
    "Sigma X3F": b"FOVb\0\0",
    "Minolta MRW": b"\0MRM\0\0",
    "Phase One IIQ": b"II*\0\x10\0\0\0IIII",
}


@pytest.mark.parametrize("kind", BEGINNINGS)
@pytest.mark.parametrize("there", [True, False])
def test_raw_files_are_refused_by_name_where_they_cannot_be_developed(
    tmp_path: Path, kind: str, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(BEGINNINGS[kind].ljust(4000, b"\0"))
    if there:
        pytest.importorskip("rawpy")
        words = "that cannot be developed"
    else:
        _hide(monkeypatch)
        words = r"Develop it to a TIFF with 16 bits first, or install rawpy.*raw"
    with pytest.raises(LiifError, match=rf"is a raw file \({kind}\).*{words}"):
        read_picture(path)


@pytest.mark.parametrize(("make", "name", "kind"), [
    ("NIKON CORPORATION", "photo.nef", "Nikon NEF"),
    ("SONY", "photo.arw", "Sony ARW"),
    ("PENTAX", "photo.tif", "Pentax TIF"),
])  # fmt: skip
def test_raw_files_that_look_like_a_tiff(
    tmp_path: Path, make: str, name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    write_raw(path, dng=False, make=make)
    _hide(monkeypatch)
    with pytest.raises(LiifError, match=rf"is a raw file \({kind}\)"):
        read_picture(path)


def _hide(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the library were not installed."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name == "rawpy" else find(name, *more),
    )
