# SPDX-License-Identifier: GPL-3.0-or-later
"""The room that results will take, told before they are made."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from liif_core.batch import storage
from liif_core.batch.storage import Storage, describe_bytes, estimate_storage
from liif_core.enlarging import Wish, enlarge_opened, open_picture
from liif_core.errors import LiifError
from liif_core.pictures import Encoding, Picture, read_picture, write_picture
from liif_core.request.settings import Settings
from liif_core.runtime.hooks import Hooks
from liif_core.sample import PHOTO

from .conftest import Folders, Network, write_noise


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """The middle of the sample photo, as a JPEG."""
    path = tmp_path / "photo.jpg"
    with Image.open(PHOTO) as image:
        width, height = image.size
        box = (width // 2 - 150, height // 2 - 100, width // 2 + 150, height // 2 + 100)
        image.convert("RGB").crop(box).save(path, quality=85)
    return path


def needed(source: Path, target: str, wish: Wish) -> int:
    return estimate_storage(source.parent, source.parent, {source.name: target}, wish).needed


@pytest.mark.parametrize("scale", [1.0, 3.0])
@pytest.mark.parametrize("ending", [".jpg", ".png", ".tif", ".webp"])
def test_it_is_about_what_the_results_then_take(photo: Path, ending: str, scale: float) -> None:
    target = photo.with_name(f"out{ending}")
    wish = Wish(scale=scale)
    estimate = needed(photo, target.name, wish)
    settings = Settings("fast", 20, device="cpu")
    opened = open_picture(photo, target, wish, settings, overwrite=False, warn=pytest.fail)
    enlarge_opened(opened, settings, Hooks())
    assert target.stat().st_size / 2.5 < estimate < target.stat().st_size * 2.5


@pytest.mark.parametrize("kind", ["png", "tif"])
def test_deep_pictures_take_more(tmp_path: Path, kind: str) -> None:
    deep, plain = tmp_path / f"deep.{kind}", tmp_path / f"plain.{kind}"
    write_picture(deep, Picture(np.zeros((60, 80, 3), np.uint16)))
    write_picture(plain, Picture(np.zeros((60, 80, 3), np.uint8)))
    sizes = [needed(path, f"out.{kind}", Wish(scale=2.0)) for path in (deep, plain)]
    assert sizes[0] == pytest.approx(160 * 120 * 6 * 0.83, abs=1)
    assert sizes[1] < sizes[0] / 3
    write_picture(plain.with_name("gray.png"), Picture(np.zeros((60, 80, 1), np.uint8)))
    gray = needed(plain.with_name("gray.png"), f"out.{kind}", Wish(scale=2.0))
    assert gray == pytest.approx(sizes[1] / 3, abs=1)


@pytest.mark.parametrize("ending", [".avif", ".heic", ".jxl"])
def test_newer_formats_are_estimated_too(photo: Path, ending: str) -> None:
    pytest.importorskip({".heic": "pillow_heif", ".jxl": "OpenImageIO"}.get(ending, "PIL"))
    target = photo.with_name(f"out{ending}")
    estimate = needed(photo, target.name, Wish(scale=1.0))
    write_picture(target, read_picture(photo))
    assert target.stat().st_size / 3 < estimate < target.stat().st_size * 3
    again = estimate_storage(
        photo.parent, photo.parent, {target.name: "again.png"}, Wish(scale=1.0)
    )
    assert again.needed == needed(photo, "again.png", Wish(scale=1.0))


def test_how_it_is_written_counts(photo: Path) -> None:
    def of(target: str, **how: Any) -> int:  # noqa: ANN401 - the fields of Encoding
        wish, targets = Wish(scale=1.0), {photo.name: target}
        return estimate_storage(photo.parent, photo.parent, targets, wish, Encoding(**how)).needed

    plain = of("a.webp")
    assert of("a.webp", quality=75) == pytest.approx(plain * 0.35, rel=0.02)
    assert of("a.webp", quality=95) == plain < of("a.webp", quality=100)
    assert of("a.webp", lossless=True) == of("a.png")
    assert of("a.tif", depth=16) > 2 * of("a.tif")
    assert of("a.tif", depth=32) == pytest.approx(2 * of("a.tif", depth=16), abs=1)
    # One of which the picture's and not the file's depth is asked.
    assert of("a.jpg", depth=8) == of("a.jpg")


def test_float_is_the_deepest(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", np.zeros((10, 20), np.float32))
    assert needed(tmp_path / "a.tif", "b.tif", Wish(scale=1.0)) == round(200 * 4 * 0.83)


def test_what_is_there_takes_no_more(photo: Path) -> None:
    targets = {photo.name: "a.png", "other.jpg": photo.name}
    found = estimate_storage(photo.parent, photo.parent, targets, Wish(scale=1.0))
    assert found.needed == needed(photo, "a.png", Wish(scale=1.0)) > 0
    assert needed(photo, photo.name, Wish(scale=1.0)) == 0


def test_a_print_takes_what_is_printed(photo: Path) -> None:
    all_of_it = needed(photo, "a.png", Wish(sheet="10x10in@300"))
    filled = needed(photo, "a.png", Wish(sheet="10x10in@300", fill=True))
    # 3000 x 2000 of 300 x 200; and of 4500 x 3000 a square.
    assert filled / all_of_it == pytest.approx(1.5 * (10 / 15) ** 0.4, rel=0.01)
    screen = needed(photo, "a.png", Wish(scale="auto"))
    assert screen == needed(photo, "a.png", Wish(scale=4.0))


def test_many_are_like_the_few_that_are_looked_at(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_LOOKED_AT", 2)
    small = photo.with_name("small.png")
    write_noise(small)
    targets = {photo.name: "1.png", "bad": "2.png", small.name: "3.png", "none": "4.png"}
    for number, name in enumerate(("bad", "none")):
        photo.with_name(name).write_bytes(bytes(number))
    found = estimate_storage(photo.parent, photo.parent, targets, Wish(scale=1.0))
    each = [needed(path, "x.png", Wish(scale=1.0)) for path in (photo, small)]
    assert found.needed == pytest.approx(2 * sum(each), abs=2)


def test_no_room_is_told_before_anything_is_made(
    folders: Folders, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 10**12
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    needed = folders.plan().storage.needed
    assert needed > 0
    shutil.rmtree(folders.target)
    free = needed // 2 - 1
    with pytest.raises(LiifError, match=r"will take about .*, but .* are free for .*Make room"):
        folders.plan()
    assert not folders.target.exists()
    free = needed // 2 + 1
    assert "They may not have room" in folders.plan().storage.describe()


def test_the_words() -> None:
    assert Storage(1_234_567, 35_000_000_000).describe() == (
        "the results will take about 1.2 MB; about 35 GB are free"
    )
    assert Storage(1, None).describe() == "the results will take less than 1 kB"
    assert [describe_bytes(count) for count in (999, 1000, 12_345, 9_960_000, 10**13)] == [
        "less than 1 kB", "about 1.0 kB", "about 12 kB", "about 10 MB", "about 10 TB",
    ]  # fmt: skip
