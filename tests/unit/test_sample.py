# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample job: its measure, its comparison, and workers that do not do their part."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.sample import PHOTO
from liif_core.sample.__main__ import SCALE
from liif_core.sample.comparison import psnr, side_by_side
from liif_core.sample.worker_run import enlarge

SOURCE = np.zeros((3, 4, 3), np.uint8)


def test_psnr() -> None:
    black, gray = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 51, np.uint8)
    assert psnr(gray, black) == pytest.approx(13.979, abs=0.001)
    assert psnr(gray, gray) == float("inf")


def test_the_photo_divides_evenly() -> None:
    with Image.open(PHOTO) as photo:
        assert photo.width % SCALE == photo.height % SCALE == 0


def test_both_pictures_stand_side_by_side() -> None:
    red = np.full((10, 20, 3), (255, 0, 0), np.uint8)
    blue = np.full((10, 20, 3), (0, 0, 255), np.uint8)
    sheet = np.asarray(side_by_side({"before": red, "after": blue}))
    np.testing.assert_array_equal(sheet[-10:, :20], red)
    np.testing.assert_array_equal(sheet[-10:, -20:], blue)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("exit 3", "ended early: status 3"),
        ("echo 'No module named liif_core' >&2; exit 1", "No module named liif_core"),
        ('echo \'{"type":"error","text":"no model","hint":"Get one."}\'', "no model. Get one."),
        ("echo nonsense", "makes no sense"),
        ('echo \'{"type":"cancelled"}\'', "ended early"),
    ],
)
def test_a_worker_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, problem: str
) -> None:
    worker = tmp_path / "python"
    worker.write_text(f"#!/bin/sh\nread job\n{script}\n")
    worker.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(worker))
    with pytest.raises(LiifError, match=problem.replace(".", r"\.")):
        enlarge(SOURCE, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
def test_the_result_is_what_the_worker_wrote_behind_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = tmp_path / "python"
    worker.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys\n"
        "job = json.loads(sys.stdin.readline())\n"
        "frame = job['request']['frame']\n"
        "size = 3 * frame['width'] * frame['height']\n"
        "os.pwrite(int(job['pixels'][3:]), bytes(i % 251 for i in range(size)), 4096)\n"
        "print(json.dumps({'type': 'done', 'seconds': 2.5, 'model': 'fast'}))\n"
    )
    worker.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(worker))
    result, done = enlarge(SOURCE, 2)
    assert result.shape == (6, 8, 3)
    np.testing.assert_array_equal(result.ravel(), np.arange(6 * 8 * 3) % 251)
    assert done["seconds"] == 2.5
