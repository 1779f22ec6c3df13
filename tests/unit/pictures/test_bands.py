# SPDX-License-Identifier: GPL-3.0-or-later
"""Large pictures, written in bands: the same pictures, whole or not at all, in little memory."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.pictures import Encoding, Picture, behind, read_picture, rows, write_picture
from liif_core.pictures.behind import writing_behind
from liif_core.pictures.depth import to_depth
from liif_core.pictures.formats import DEFAULT
from liif_core.pictures.picture import Samples
from liif_core.pictures.rows import GivenUp, Growing
from liif_core.sample import PHOTO

SIZES = [(1, 1), (1, 7), (3, 1), (64, 9), (65, 70), (131, 200)]
"""Heights and widths, about bands of 64 rows and blocks of 8."""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture is taken for a large one."""
    monkeypatch.setattr(rows, "WHOLE", 0)
    monkeypatch.setattr(behind, "WHOLE", 0)


def _samples(size: tuple[int, int], channels: int, dtype: type[np.generic]) -> Samples:
    with Image.open(PHOTO) as photo:
        colours = np.asarray(photo.convert("RGB").resize(size[::-1]), np.float32) / 255
    samples = np.dstack([colours, colours[..., :1] / 2])[
        ..., [[0], [0, 3], [0, 1, 2], [0, 1, 2, 3]][channels - 1]
    ]
    if dtype == np.float32:
        return samples
    return np.rint(samples * np.iinfo(dtype).max).astype(dtype)  # type: ignore[type-var]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("size", SIZES)
def test_what_is_lossless_stays_so(
    size: tuple[int, int], channels: int, dtype: type[np.generic], suffix: str, tmp_path: Path
) -> None:
    samples = _samples(size, channels, dtype)
    write_picture(tmp_path / f"a{suffix}", Picture(samples, resolution=(300, 150)))
    read = read_picture(tmp_path / f"a{suffix}")
    kept = samples if suffix == ".tif" else to_depth(samples, np.uint16)
    np.testing.assert_array_equal(read.samples, kept)
    assert read.resolution == pytest.approx((300, 150), rel=1e-4)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", SIZES)
def test_a_jpeg_of_bands_has_the_pixels_of_one_in_one_piece(
    size: tuple[int, int], channels: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Picture(_samples(size, channels, np.uint8), resolution=(72, 72))
    write_picture(tmp_path / "piece.jpg", picture, encoding=Encoding(70))
    monkeypatch.setattr(rows, "WHOLE", 0)
    write_picture(tmp_path / "bands.jpg", picture, encoding=Encoding(70))
    piece, bands = (
        read_picture(tmp_path / f"{name}.jpg", pytest.fail) for name in ("piece", "bands")
    )
    np.testing.assert_array_equal(bands.samples, piece.samples)
    assert bands.resolution == piece.resolution == (72, 72)
    # A decoder that begins anew at each mark agrees that none is missing or in a wrong place.
    data = (tmp_path / "bands.jpg").read_bytes()
    scan = data[data.index(b"\xff\xda") :]
    marks = [
        scan[at + 1] - 0xD0
        for at in range(len(scan) - 1)
        if scan[at] == 0xFF and 0xD0 <= scan[at + 1] <= 0xD7
    ]
    assert marks == [number % 8 for number in range((size[0] - 1) // 8)]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("repeats", [False, True])
def test_a_large_png_is_hardly_larger_than_it_need_be(repeats: bool, tmp_path: Path) -> None:
    samples = _samples((400, 600), 3, np.uint8)
    if repeats:
        icon = np.random.default_rng(0).integers(0, 256, (24, 40, 3), np.uint8)
        samples = np.tile(icon, (20, 12, 1))
    write_picture(tmp_path / "a.png", Picture(samples))
    best = tmp_path / "best.png"
    Image.fromarray(samples).save(best, compress_level=9)
    # The drawing is filtered as a photo is here, so that it is not as small as it could be.
    assert (tmp_path / "a.png").stat().st_size <= (4 if repeats else 1.2) * best.stat().st_size


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_a_file_is_written_while_its_picture_is_made(suffix: str, tmp_path: Path) -> None:
    samples = _samples((300, 200), 3, np.uint8)
    picture = Picture(samples, resolution=(300, 300), lossless=True)
    write_picture(tmp_path / f"whole{suffix}", picture)
    growing = Growing(samples.shape, samples.dtype, keep=False)
    target = tmp_path / f"grown{suffix}"
    made = replace(picture, samples=growing.samples)
    with writing_behind(
        target, made, growing, pytest.fail, overwrite=False, encoding=DEFAULT
    ) as tell:
        for top in range(0, 300, 70):
            growing.samples[top : top + 70] = samples[top : top + 70]
            tell(min(300, top + 70))
        assert not target.exists()
    assert target.read_bytes() == (tmp_path / f"whole{suffix}").read_bytes()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_nothing_is_left_of_a_picture_that_is_given_up(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"a{suffix}"
    target.write_bytes(b"before")
    growing = Growing((300, 200, 3), np.dtype(np.uint8), keep=False)
    picture = Picture(growing.samples)
    writing = writing_behind(
        target, picture, growing, pytest.fail, overwrite=True, encoding=DEFAULT
    )

    def make() -> None:
        with writing as tell:
            tell(100)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make()
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_bytes() == b"before"
    assert "writing" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.usefixtures("large")
def test_who_computes_learns_that_the_file_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def fill_disk(*_: object) -> None:
        tried.set()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(behind, "write_bands", fill_disk)
    growing = Growing((300, 200, 3), np.dtype(np.uint8), keep=False)
    target = tmp_path / "a.png"
    writing = writing_behind(
        target, Picture(growing.samples), growing, pytest.fail, overwrite=True, encoding=DEFAULT
    )
    told = 0

    def make() -> None:
        nonlocal told
        with writing as tell:
            assert tried.wait(60)
            for told in range(1, 300):
                tell(told)
                threading.Event().wait(0.05)

    with pytest.raises(LiifError, match=r"the disk is full, .* was not written"):
        make()
    assert told < 299
    assert list(tmp_path.iterdir()) == []


def test_rows_come_once_they_are_known_and_are_forgotten_behind() -> None:
    shape = (100, 4096, 1)
    growing = Growing(shape, np.dtype(np.uint8), keep=False)
    growing.samples[...] = 7
    growing.tell(64)
    bands = growing.bands(64)
    assert (next(bands) == 7).all()
    growing.give_up()
    with pytest.raises(GivenUp):
        next(bands)
    if growing._memory is not None and rows._FORGETTING == "MADV_DONTNEED":
        assert not growing.samples[:64].any()
    assert (growing.samples[64:] == 7).all()


def test_rows_that_are_kept_stay() -> None:
    growing = Growing((10, 4096, 1), np.dtype(np.uint8), keep=True)
    growing.samples[...] = 7
    growing.tell(10)
    assert len(list(growing.bands(3))) == 4
    assert (growing.samples == 7).all()


def test_who_fills_waits_for_who_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_MOST_AHEAD", 3 * 4096)
    growing = Growing((100, 4096, 1), np.dtype(np.uint8), keep=False)
    if growing._memory is None:
        pytest.skip("nothing is forgotten here")
    furthest = 0

    def read() -> None:
        nonlocal furthest
        for number, _ in enumerate(growing.bands(1)):
            furthest = max(furthest, growing._known - number)

    reader = threading.Thread(target=read)
    growing.tell(1)
    reader.start()
    for known in range(2, 101):
        growing.tell(known)
    reader.join()
    # Those that may wait, the one that is being read and the one that was just told.
    assert furthest <= 3 + 2
