# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of others that teach: read right, asked right, and their answers lie on the truths."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.engine.guests.ncnn_files import compact
from tests.engine.pictures import photo

if TYPE_CHECKING:
    from liif_core.lab.training.masters import Masters

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")
ncnn = pytest.importorskip("ncnn")


def _masters(folder: Path) -> Masters:
    from liif_core.lab.training import masters

    for seed, name in enumerate((masters.FINE, masters.ROBUST)):
        # Convolutions that change little: their answers are nearly the repeated pixels.
        compact(seed=seed, spread=0.02).save(folder / f"{name}.param")
    return masters.Masters(folder)


def test_a_master_answers_as_by_ncnn(tmp_path: Path) -> None:
    from liif_core.lab.training.masters import FINE

    pixels = np.ascontiguousarray(photo()[:40, :52].transpose(2, 0, 1), dtype=np.float32) / 255
    net = ncnn.Net()
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    master = _masters(tmp_path).fine
    net.load_param(str(tmp_path / f"{FINE}.param"))
    net.load_model(str(tmp_path / f"{FINE}.bin"))
    extractor = net.create_extractor()
    extractor.input("in", ncnn.Mat(pixels).clone())
    _, answer = extractor.extract("out")
    ours = master(torch.from_numpy(pixels)[None])[0].numpy()
    assert np.abs(ours - np.array(answer).clip(0, 1)).max() < 1e-4


def test_a_master_that_is_not_there(tmp_path: Path) -> None:
    from liif_core.errors import LiifError
    from liif_core.lab.training.masters import Masters

    with pytest.raises(LiifError, match="4xLSDIRCompactC3 cannot be read"):
        Masters(tmp_path)


@pytest.mark.parametrize("factor", [1, 2, 4])
def test_the_rougher_the_more_the_robust_one_says_and_both_lie_on_the_truth(
    tmp_path: Path, factor: int
) -> None:
    from dataclasses import replace

    from liif_core.lab.training.damage.history import Shares
    from liif_core.lab.training.lives import Lives

    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    lives = Lives(
        [torch.from_numpy(picture).permute(2, 0, 1)], 3,
        shares=Shares(none=1, jpeg=0, mild=0), factors=(factor,), twice=False,
    )  # fmt: skip
    masters = _masters(tmp_path)
    masters.fine = masters.robust = torch.nn.Upsample(scale_factor=4, mode="bicubic")
    for number in range(4):
        batch = lives[number]
        assert batch.source.shape[0] == 3
        assert torch.equal(masters(batch).truth, batch.truth)  # undamaged: nothing to guess
        answer = masters(replace(batch, roughness=torch.full((3, 1), 0.5))).truth
        assert answer.shape == batch.truth.shape
        errors = [
            float((torch.roll(answer, by, -1) - batch.truth)[..., 2:-2].abs().mean())
            for by in (-1, 0, 1)
        ]
        assert errors[1] < min(errors[0], errors[2])
        assert errors[0] == pytest.approx(errors[2], rel=0.1)
    masters = _masters(tmp_path)
    slightly = 1e-6
    rough = torch.tensor([[slightly], [0.5], [1.0]])
    said = {
        share: masters(replace(batch, roughness=torch.full((3, 1), share))).truth
        for share in (slightly, 1.0)
    }
    if factor < 4:  # what is left of it can be told there
        assert torch.equal(said[slightly], batch.truth)
        assert not torch.allclose(said[1.0], batch.truth, atol=1e-3)
        return
    mixed = masters(replace(batch, roughness=rough)).truth
    assert torch.allclose(mixed[0], said[slightly][0], atol=1e-5)
    assert torch.allclose(mixed[1], (said[slightly][1] + said[1.0][1]) / 2, atol=1e-5)
    assert torch.allclose(mixed[2], said[1.0][2], atol=1e-5)
