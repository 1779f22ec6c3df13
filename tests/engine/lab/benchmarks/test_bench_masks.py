# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif bench masks``: that it measures what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.lab.benchmarks import masks
from liif_core.lab.benchmarks.mask_truths import Truth, truths
from tests.engine.pictures import noise, photo


def test_scores() -> None:
    step = np.zeros((20, 20), np.float32)
    step[:, 10:] = 1
    truth = Truth("step", np.zeros((20, 20, 3), np.uint8), step, hard=True)
    assert masks.score(step, truth, 2) == (0, 0, 1)
    moved = np.roll(step, 1, 1)
    moved[:, 0] = 0
    error, edge, overlap = masks.score(moved, truth, 2)
    # A column of 20, all of it within two pixels to each side of the edge.
    assert error == pytest.approx(255 / 20)
    assert edge == pytest.approx(255 / 4)
    assert overlap == pytest.approx(0.9)
    soft = Truth("soft", truth.picture, step, hard=False)
    assert np.isnan(masks.score(step, soft, 2)[2])


def test_the_masks_lie_on_their_pictures() -> None:
    found = {
        truth.kind: truth for truth in truths(photo(), (255 * noise(50, 60)).astype(np.uint8), 0)
    }
    assert list(found) == ["segments", "colours", "shape", "depth", "feathered", "unrelated"]
    for truth in found.values():
        assert truth.mask.shape == photo().shape[:2]
        assert truth.mask.dtype == np.float32
        assert truth.mask.min() >= 0
        assert 0.05 < truth.mask.max() <= 1
    pasted = (found["shape"].picture != photo()).any(-1)
    assert not pasted[found["shape"].mask == 0].any()
    assert pasted[found["shape"].mask == 1].mean() > 0.9
    assert (found["feathered"].picture == photo()).all()


def test_a_guided_filter_with_a_picture_that_is_the_mask_finds_it_again() -> None:
    y, x = np.mgrid[:96, :96]
    shape = (np.hypot(x - 50, y - 45) < 30).astype(np.float32)
    large = np.repeat((255 * shape).astype(np.uint8)[..., None], 3, -1)
    small = np.asarray(Image.fromarray(large).reduce(3))
    truth = Truth("shape", large, shape, hard=True)
    example = masks.Example(small, large, small[..., 0], truth)
    errors = {way: masks.score(made(example), truth, 3)[0] for way, made in masks.WAYS.items()}
    assert errors["guided filter"] < 0.1 * errors["bicubic"] < 0.1 * errors["bilinear"]
    assert errors["LIIF"] < 0.5 * errors["LIIF, without the picture"] < 0.5 * errors["bicubic"]


@pytest.mark.slow
def test_all_ways_on_all_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "set5" / "HR").mkdir(parents=True)
    for name, left in (("a", 0), ("b", 120)):
        Image.fromarray(photo()[:97, left : left + 121]).save(tmp_path / "set5/HR" / f"{name}.png")
    monkeypatch.setattr(masks, "FACTORS", (3,))
    rows: list[masks.Row] = []
    masks.run(["set5"], tmp_path, "fast", rows.append)
    assert len(rows) == 6 * 5
    assert {row.way for row in rows} == set(masks.WAYS)
    errors = {(row.kind, row.way): row.error for row in rows}
    assert errors["shape", "LIIF"] < errors["shape", "bilinear"]
    assert all(
        np.isnan(row.overlap) == (row.kind in {"colours", "depth", "feathered"}) for row in rows
    )
    with pytest.raises(LiifError, match="holds no pictures"):
        masks.run(["none"], tmp_path, "fast", rows.append)
