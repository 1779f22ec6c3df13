# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file says of its own compression."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from liif_core.diagnosis import read_facts
from liif_core.errors import LiifError
from liif_core.forensics.grid import find_grid
from liif_core.forensics.tables import compute_luminance_table, find_nearest_quality
from liif_core.pictures import read_picture
from tests.engine.damage import planes
from tests.engine.pictures import photo


def test_every_quality_of_libjpeg_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    for quality in range(1, 101):
        Image.fromarray(photo()[:16, :16]).save(path, quality=quality)
        table = read_facts(path).table
        assert table is not None
        found = find_nearest_quality(table)
        assert (found.value, found.deviation) == (quality, 0)
        assert found.strength == 100 - quality


def test_tables_of_another_kind_are_near_a_quality_and_off_it() -> None:
    table = np.maximum(
        1, compute_luminance_table(60) * np.linspace(0.8, 1.3, 64).reshape(8, 8)
    ).astype(int)
    found = find_nearest_quality(table)
    assert abs(found.value - 60) <= 6
    assert 0.02 < found.deviation < 0.3
    assert find_nearest_quality(np.full((8, 8), 20)).deviation > 0.3


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_subsampling(tmp_path: Path, subsampling: str) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(photo()).save(path, quality=70, subsampling=subsampling)
    assert read_facts(path).subsampling == subsampling


def test_a_gray_jpeg_has_no_subsampling(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(photo()[..., 0]).save(path, quality=70)
    facts = read_facts(path)
    assert facts.format == "JPEG"
    assert facts.subsampling is None
    assert facts.phase == (0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_grid_of_a_photo_turned_upright(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    Image.fromarray(photo()[:299, :445]).save(path, quality=60, exif=exif)
    facts = read_facts(path)
    grid = find_grid(planes(read_picture(path).samples))
    assert grid is not None
    assert (grid.x, grid.y) == facts.phase
    assert facts.turned == (orientation >= 5)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
def test_other_formats_tell_their_name_only(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Image.fromarray(photo()).save(path)
    facts = read_facts(path)
    assert facts.format == {"a.png": "PNG", "a.tif": "TIFF", "a.webp": "WEBP"}[name]
    assert facts.table is None
    assert facts.phase is None


def test_what_is_no_picture_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    with pytest.raises(LiifError):
        read_facts(path)
    path.write_text("no picture")
    with pytest.raises(LiifError):
        read_facts(path)
