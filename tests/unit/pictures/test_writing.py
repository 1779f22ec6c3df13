# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing: what is refused, and that nothing is left half-written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from liif_core.errors import LiifError
from liif_core.pictures import Picture, check_output, scale_resolution, write_picture

SMALL = Picture(np.full((4, 6, 3), 99, np.uint8))


def test_the_printed_size_stays() -> None:
    assert scale_resolution((300, 150), (100, 50), (370, 200)) == (1110, 600)
    assert scale_resolution(None, (100, 50), (370, 200)) is None


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("liif_core.pictures.replacing.os.fsync", full)
    with pytest.raises(LiifError, match="the disk is full"):
        write_picture(path, SMALL)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("liif_core.pictures.replacing.os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_picture(tmp_path / "picture.tif", SMALL)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_vanished(tmp_path: Path) -> None:
    with pytest.raises(LiifError, match="could not be written"):
        write_picture(tmp_path / "gone" / "picture.jpg", SMALL)


def test_transparency_is_refused_in_jpeg(tmp_path: Path) -> None:
    samples = np.full((4, 6, 4), 99, np.uint8)
    with pytest.raises(LiifError, match="JPEG cannot hold the picture's transparency"):
        write_picture(tmp_path / "picture.jpg", Picture(samples))


@pytest.mark.parametrize(("name", "width"), [("a.jpg", 65_501), ("a.webp", 16_384)])
def test_the_limits_of_the_formats(tmp_path: Path, name: str, width: int) -> None:
    wide = Picture(np.zeros((1, width, 1), np.uint8))
    with pytest.raises(LiifError, match=r"cannot hold .* Write a \.png"):
        write_picture(tmp_path / name, wide)
    assert list(tmp_path.iterdir()) == []
    write_picture(tmp_path / name, Picture(wide.samples[:, 1:]))


def test_outputs_that_are_refused_before_the_work(tmp_path: Path) -> None:
    source = tmp_path / "in.jpg"
    source.write_bytes(b"in")
    there = tmp_path / "there.png"
    there.write_bytes(b"there")
    link = tmp_path / "link.jpg"
    link.symlink_to(source)

    def check(target: Path, overwrite: bool = False, alpha: bool = False) -> None:
        check_output(source, target, overwrite=overwrite, size=(10, 10), alpha=alpha)

    check(tmp_path / "new.png")
    check(there, overwrite=True)
    with pytest.raises(LiifError, match=r"exists already.*--overwrite"):
        check(there)
    for itself in (source, link):
        with pytest.raises(LiifError, match="is the picture itself"):
            check(itself, overwrite=True)
    with pytest.raises(LiifError, match=r"which format.*\.jpg, \.png"):
        check(tmp_path / "new.bmp")
    with pytest.raises(LiifError, match="is not there"):
        check(tmp_path / "none" / "new.png")
    with pytest.raises(LiifError, match="transparency"):
        check(tmp_path / "new.jpg", alpha=True)
