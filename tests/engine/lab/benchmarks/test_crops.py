# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark's crops: the same detail in every panel, and its very pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from liif_core.lab.benchmarks import crops, tasks
from liif_core.lab.benchmarks.crops import DAMAGES, PANEL, SUBJECTS, Subject
from liif_core.request.questions import Enlarge

CLEAN, COMPRESSED, SOFT, CLEANING = DAMAGES
FACE = next(subject for subject in SUBJECTS if subject.name == "face")
BRICK = next(subject for subject in SUBJECTS if subject.name == "brick")


def bicubic(request: Enlarge, source: NDArray[np.uint8], result: NDArray[np.uint8]) -> None:
    """Stands in for the engine: it answers with what the first panel should show."""
    grid, (x, y, width, height) = request.frame.grid, request.frame.region
    whole = tasks.baseline(source.squeeze(), grid).reshape(grid[1], grid[0], source.shape[2])
    result[...] = whole[y : y + height, x : x + width]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_every_window_lies_in_its_photo(subject: Subject) -> None:
    height, width, channels = crops.photo(subject).shape
    assert channels in (1, 3)
    assert width % 4 == height % 4 == PANEL % subject.side == 0
    assert subject.x + subject.side <= width
    assert subject.y + subject.side <= height


@pytest.mark.parametrize("subject", [FACE, BRICK], ids=["colour", "gray"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.caption)
def test_panels_are_aligned(
    subject: Subject, damage: crops.Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crops, "run", bicubic)
    truth = crops.photo(subject)
    before, after = crops.results(truth, subject.window, damage, ["any"])
    np.testing.assert_array_equal(before, after)
    x, y, side, _ = subject.window
    detail = truth[y : y + side, x : x + side].astype(float)
    here = np.abs(before - detail).mean()
    for axis in (0, 1):
        assert here < np.abs(before - np.roll(detail, 4, axis)).mean()


def test_the_model_shows_the_same_detail() -> None:
    truth = crops.photo(BRICK)
    before, after = crops.results(truth, BRICK.window, CLEAN, ["fast"])
    x, y, side, _ = BRICK.window
    detail = truth[y : y + side, x : x + side].astype(float)
    assert ((after - detail) ** 2).mean() < ((before - detail) ** 2).mean()


def test_damages_differ() -> None:
    truth = crops.photo(FACE)
    clean, compressed, soft, jpeg = (
        crops.results(truth, FACE.window, damage, [])[0].astype(float) for damage in DAMAGES
    )
    x, y, side, _ = FACE.window
    detail = truth[y : y + side, x : x + side]
    assert np.abs(clean - detail).mean() < np.abs(compressed - detail).mean()
    assert np.abs(jpeg - detail).mean() > 2
    sharp = crops.results(truth, FACE.window, replace(SOFT, blur=0.0), [])[0]
    assert (
        np.abs(np.diff(soft, axis=1)).mean()
        < 0.8 * np.abs(np.diff(sharp.astype(float), axis=1)).mean()
    )


def test_a_sheet_repeats_the_very_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crops, "run", bicubic)
    page = np.asarray(crops.sheet(FACE, ["one", "two"]))
    width, height = PANEL + 8, PANEL + 22
    assert page.shape == (3 * height + 8, 5 * width + 8, 3)
    x, y, side, _ = FACE.window
    detail = crops.photo(FACE)[y : y + side, x : x + side]
    shown = page[22 : 22 + PANEL, 8 + 4 * width : 8 + 4 * width + PANEL]
    for row in (0, 1):
        for column in (0, 1):
            np.testing.assert_array_equal(shown[row::2, column::2], detail)


def test_a_sheet_of_every_subject_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crops, "run", bicubic)
    written: list[Path] = []
    crops.save_crops(["fast"], tmp_path / "crops", written.append)
    assert [path.stem for path in written] == [subject.name for subject in SUBJECTS]
    for path in written:
        assert path.stat().st_size < 150 * 1024
        with Image.open(path) as page:
            assert page.mode == ("L" if path.stem in ("text", "foliage", "brick") else "RGB")
