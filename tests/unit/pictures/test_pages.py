# SPDX-License-Identifier: GPL-3.0-or-later
"""Which picture is taken of a file that holds several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms, features

from liif_core.errors import LiifError
from liif_core.pictures import read_picture
from liif_core.pictures.picture import Samples

Page = tuple[int, int, dict[str, Any]]
"""Width and height, and how it is written; the number of the page is its red."""


def write_pages(path: Path, pages: Sequence[Page]) -> None:
    with tifffile.TiffWriter(path) as file:
        for number, (width, height, options) in enumerate(pages, 1):
            samples = np.full((height, width, 3), (number, 90, 90), np.uint8)
            file.write(samples, photometric="rgb", metadata=None, **options)


def taken(path: Path, page: int | None = None) -> tuple[int, tuple[int, int], list[str]]:
    """Number and size of the page that is read, and what was told."""
    warned: list[str] = []
    picture = read_picture(path, warned.append, page=page)
    return int(picture.samples[0, 0, 0]), picture.size, warned


SMALL = {"subfiletype": 1}


@pytest.mark.parametrize(
    ("pages", "number"),
    [
        ([(24, 16, SMALL), (96, 64, {})], 2),
        ([(96, 64, {}), (24, 16, SMALL)], 1),
        ([(24, 16, SMALL), (48, 32, SMALL), (96, 64, {})], 3),
        # Their old way to say it.
        ([(24, 16, {"extratags": [(255, 3, 1, 2, True)]}), (96, 64, {})], 2),
        # In the directory below the first one, as cameras have it.
        ([(24, 16, {**SMALL, "subifds": 1}), (96, 64, {})], 2),
        # Steps of a pyramid, said to be smaller and not.
        ([(96, 64, {"subifds": 2}), (48, 32, SMALL), (24, 16, SMALL)], 1),
        ([(96, 64, {"subifds": 2}), (48, 32, {}), (24, 16, {})], 1),
        # All that there is.
        ([(24, 16, SMALL)], 1),
        ([(24, 16, SMALL), (48, 32, SMALL)], 2),
    ],
)
def test_the_full_page_is_taken_without_a_word(
    tmp_path: Path, pages: list[Page], number: int
) -> None:
    path = tmp_path / "scan.tif"
    write_pages(path, pages)
    assert taken(path) == (number, pages[number - 1][:2], [])


def test_of_several_pages_the_first_is_taken_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    write_pages(path, [(20, 30, {}), (24, 16, SMALL), (30, 20, {}), (40, 40, {})])
    told = f"{path}: page 1 of 3 is taken; 'liif upscale --page N' takes another"
    assert taken(path) == (1, (20, 30), [told])
    # What is only a copy has no number.
    assert [taken(path, page) for page in (1, 2, 3)] == [
        (1, (20, 30), []), (3, (30, 20), []), (4, (40, 40), []),
    ]  # fmt: skip
    with pytest.raises(LiifError, match=r"has 3 pages, and no page 4\. Give another --page"):
        taken(path, 4)


def test_a_mask_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(np.ones((16, 24), bool), photometric="mask", subfiletype=4, metadata=None)
        file.write(np.full((16, 24, 3), 7, np.uint8), photometric="rgb", metadata=None)
    assert taken(path) == (7, (24, 16), [])


@pytest.mark.parametrize("small", [(24, 16), (40, 30)])
def test_a_thumbnail_that_is_not_said_to_be_one(tmp_path: Path, small: tuple[int, int]) -> None:
    """The same picture, or with another shape; a small page before others is a page."""
    path = tmp_path / "scan.tif"
    write_pages(path, [(*small, {}), (288, 192, {})])
    number, size, told = taken(path)
    assert (number, size) == (2, (288, 192))
    assert "page 2 of 2 is taken" in told[0]
    assert taken(path, 1) == (1, small, [])
    write_pages(path, [(30, 50, {}), (50, 30, {})])
    assert taken(path)[0] == 1


def test_each_page_has_its_own_orientation_and_resolution(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    turned = {"extratags": [(274, 3, 1, 6, True)]}
    write_pages(path, [
        (30, 20, {"resolution": (100, 100), "resolutionunit": 2}),
        (40, 20, {"resolution": (80, 120), "resolutionunit": 3, **turned}),
    ])  # fmt: skip
    assert read_picture(path).resolution == pytest.approx((100, 100))
    second = read_picture(path, page=2)
    assert second.size == (20, 40)
    assert second.resolution == pytest.approx((120 * 2.54, 80 * 2.54))
    write_pages(path, [(30, 20, turned), (40, 20, {})])
    assert [read_picture(path, page=page).size for page in (1, 2)] == [(20, 30), (40, 20)]


def test_a_page_below_the_first_has_its_words(tmp_path: Path) -> None:
    """In the files of cameras it is the first that says how both are turned, and their colours."""
    path = tmp_path / "photo.tif"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    words = [(271, 2, 0, "Maker", True), (274, 3, 1, 6, True)]
    first = {**SMALL, "subifds": 1, "extratags": words, "iccprofile": profile}
    write_pages(path, [(24, 16, first), (96, 64, {})])
    picture = read_picture(path)
    assert picture.size == (64, 96)
    assert picture.icc == profile
    assert picture.exif is not None
    assert b"Maker" in picture.exif


def test_a_chain_of_pages_without_an_end(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    write_pages(path, [(30, 20, {}), (50, 20, {})])
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as file:
        first, last = (page.aspage() for page in file.pages)
        count = len(last.tags)
    place = last.offset + 2 + 12 * count
    data[place : place + 4] = first.offset.to_bytes(4, "little")
    path.write_bytes(data)
    assert taken(path, 2) == (2, (50, 20), [])
    with pytest.raises(LiifError, match="has 2 pages"):
        taken(path, 3)


def test_a_volume_gives_its_first_layer(tmp_path: Path) -> None:
    path = tmp_path / "volume.tif"
    layers = np.arange(3, dtype=np.uint8)[:, None, None].repeat(16, 1).repeat(16, 2)
    tifffile.imwrite(path, layers, photometric="minisblack", volumetric=True, tile=(1, 16, 16))
    assert read_picture(path).samples.tolist() == np.zeros((16, 16, 1)).tolist()


def frames() -> list[Samples]:
    return [np.full((16, 24, 3), (40 * number, 90, 90), np.uint8) for number in (1, 2, 3)]


def write_moving(path: Path) -> None:
    samples = frames()
    if path.suffix == ".jxl":
        path.write_bytes(imagecodecs.jpegxl_encode(np.stack(samples), level=0))
        return
    first, *others = map(Image.fromarray, samples)
    options: dict[str, Any] = {"lossless": True} if path.suffix == ".webp" else {}
    first.save(path, save_all=True, append_images=others, **options)


@pytest.mark.parametrize("suffix", [".gif", ".png", ".webp", ".avif", ".jxl"])
def test_of_what_moves_the_first_frame_is_taken_and_said_so(tmp_path: Path, suffix: str) -> None:
    if suffix == ".avif" and not features.check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    if suffix == ".jxl":
        pytest.importorskip("OpenImageIO")
    path = tmp_path / f"moving{suffix}"
    write_moving(path)
    told = f"{path}: frame 1 of 3 is taken; 'liif upscale --page N' takes another"
    warned: list[str] = []
    for page, shown in ((None, 0), (1, 0), (2, 1), (3, 2)):
        samples = read_picture(path, warned.append, page=page).samples.astype(int)
        assert samples.shape == (16, 24, 3)
        assert np.abs(samples - frames()[shown]).max() <= 3
    assert warned == [told]
    with pytest.raises(LiifError, match="has 3 frames, and no frame 4"):
        read_picture(path, page=4)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".gif", ".bmp", ".ppm"])
def test_a_file_with_one_picture_has_one_page(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"still{suffix}"
    Image.fromarray(frames()[0]).save(path)
    assert taken(path, 1)[1:] == ((24, 16), [])
    with pytest.raises(LiifError, match=r"has only one (page|frame), and no (page|frame) 2"):
        taken(path, 2)


def find_entries(data: bytearray) -> int:
    """Where the list of pictures begins, of 16 bytes each, first of all its kind."""
    base = data.index(b"MPF\0") + 4
    directory = base + int.from_bytes(data[base + 4 : base + 8], "little")
    entry = data.index((0xB002).to_bytes(2, "little"), directory)
    return base + int.from_bytes(data[entry + 8 : entry + 12], "little")


VIEWS = {"two shots": (0x020002, 2), "a preview": (0x010001, 1), "something": (0, 1)}
"""The kinds that the standard numbers, and how many pages a file has whose pictures are such."""


@pytest.mark.parametrize("view", VIEWS)
def test_the_second_picture_in_a_photo_is_counted_if_it_is_another_view(
    tmp_path: Path, view: str
) -> None:
    path = tmp_path / "photo.jpg"
    first, second = (Image.fromarray(frame) for frame in frames()[:2])
    first.save(path, format="MPO", save_all=True, append_images=[second])
    data = bytearray(path.read_bytes())
    kind, count = VIEWS[view]
    start = find_entries(data)
    for place in (start, start + 16)[count == 1 :]:
        data[place : place + 4] = kind.to_bytes(4, "little")
    path.write_bytes(data)
    number, size, told = taken(path)
    assert abs(number - 40) <= 3
    assert size == (24, 16)
    assert len(told) == count - 1
    if count == 2:
        assert "shot 1 of 2 is taken" in told[0]
        assert abs(taken(path, 2)[0] - 80) <= 3
