# SPDX-License-Identifier: GPL-3.0-or-later
"""A JPEG of which the disk took a part only is told from a whole one, wherever it was cut."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from liif_gimp.whole_jpeg import check_whole, is_whole
from PIL import Image


def jpeg(*, progressive: bool, restarts: int = 0) -> bytes:
    """With another whole JPEG within a segment, as thumbnails are."""
    noise = np.random.default_rng(0).integers(0, 256, (64, 80, 3), np.uint8)
    file, thumbnail = io.BytesIO(), io.BytesIO()
    Image.fromarray(noise[:8, :8]).save(thumbnail, "JPEG")
    exif = b"Exif\0\0" + thumbnail.getvalue()
    options = {"restart_marker_blocks": restarts} if restarts else {}
    Image.fromarray(noise).save(file, "JPEG", progressive=progressive, exif=exif, **options)
    assert file.getvalue().count(b"\xff\xd9") > 1
    return file.getvalue()


@pytest.mark.parametrize("restarts", [0, 2])
@pytest.mark.parametrize("progressive", [False, True])
def test_each_cut_is_seen(progressive: bool, restarts: int) -> None:
    whole = jpeg(progressive=progressive, restarts=restarts)
    assert is_whole(whole)
    assert not any(is_whole(whole[:length]) for length in range(len(whole)))
    # What was allotted but not written reads as zeros.
    for lost in (1, 2, 100, 4095):
        assert not is_whole(whole[:-lost] + bytes(lost))


def test_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small.jpg"
    path.write_bytes(jpeg(progressive=True))
    check_whole(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ValueError, match=r"small\.jpg is cut off"):
        check_whole(path)
