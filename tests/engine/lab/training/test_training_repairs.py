# SPDX-License-Identifier: GPL-3.0-or-later
"""Repairs are learned: their harms, and that nothing but the change is."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.registry.models import find
from liif_core.registry.repairs import REPAIRS
from tests.engine.pictures import photo

if TYPE_CHECKING:
    from torch import Tensor

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")
STEPS = 12


def _truth(count: int = 40, side: int = 64) -> Tensor:
    crops = [photo()[:side, 5 * i : 5 * i + side] for i in range(count)]
    return torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float()


def _rms(difference: Tensor) -> Tensor:
    return difference.square().mean((1, 2, 3)).sqrt()


@pytest.mark.parametrize("name", ["noise", "blur", "haze"])
def test_harms_are_of_all_degrees_and_leave_some_alone(name: str) -> None:
    from liif_core.lab.training.harms import HARMS, UNHARMED

    truth = _truth()
    harmed = HARMS[name](truth, np.random.default_rng(1))
    assert harmed.shape == truth.shape
    assert harmed.min() >= 0
    assert harmed.max() <= 255
    degrees = _rms(harmed - truth)
    assert 0 < (degrees == 0).float().mean() < 3 * UNHARMED
    changed = degrees[degrees > 0]
    assert changed.max() > 3 * changed.min()


def test_noise_is_as_strong_as_drawn() -> None:
    from liif_core.lab.training.harms import NOISE, noisy

    gray = torch.full((400, 3, 32, 32), 128.0)
    found = _rms(noisy(gray, np.random.default_rng(2)) - gray)
    found = found[found > 0]
    assert found.min() < NOISE[0] + 3
    assert NOISE[1] - 5 < found.max() < NOISE[1] * 1.1


def test_haze_is_lighter_and_flatter() -> None:
    from liif_core.lab.training.harms import hazy

    truth = _truth()
    harmed = hazy(truth, np.random.default_rng(3))
    changed = _rms(harmed - truth) > 0
    assert (harmed.std((1, 2, 3)) < truth.std((1, 2, 3)))[changed].float().mean() > 0.9
    assert harmed[changed].mean() > truth[changed].mean()


def test_pairs_lie_upon_each_other() -> None:
    from liif_core.lab.training.batches import INPUT, Batches

    pictures = [torch.from_numpy(photo()[:170, :170].copy()).permute(2, 0, 1)]
    batches = Batches(pictures, 8, np.random.default_rng(4))
    batch = batches.harmed(lambda pixels, _: pixels)
    assert batch.source.shape == batch.truth.shape == (8, 3, INPUT, INPUT)
    assert batch.scale == 1
    clean = batch.told[:, 0] < 0.2
    assert _rms(batch.source - batch.truth)[clean].min() == 0
    assert _rms(batch.source - batch.truth).max() < 0.1
    shifted = torch.roll(batch.truth, 1, -1)
    assert _rms(batch.source - shifted).mean() > 3 * _rms(batch.source - batch.truth).mean()


def test_a_run_leaves_a_repair_for_its_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.torch import load_file

    from liif_core.lab.training import train as module
    from liif_core.lab.training.schedule import Schedule
    from liif_core.lab.training.train import Settings, train
    from liif_core.networks.low_rank import LEARNED

    # Each look at the clock is a second later, so that there are as many steps on any machine.
    clock = SimpleNamespace(monotonic=iter(range(10_000)).__next__)
    monkeypatch.setattr(module, "time", clock)
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.fromarray(np.tile(photo()[:170, :170], (2, 2, 1))).save(folder / "one.png")
    base = find("fast")
    settings = Settings("noise", [folder], tmp_path / "out", Schedule(STEPS / 60), batch=2)
    with pytest.raises(LiifError, match="a repair is made for a model"):
        train(settings)
    assert train(settings, start=base.path("weights")) is None
    (repair,) = REPAIRS.read(tmp_path / "out")
    assert repair.name == "noise"
    assert repair.base == base.files["weights"].sha256
    values = load_file(tmp_path / "out" / repair.file.file)
    assert {key.rpartition(".")[2] for key in values} == set(LEARNED)
    assert all(value.dtype == torch.float16 for value in values.values())
    assert any(value.any() for key, value in values.items() if key.endswith(".up"))
