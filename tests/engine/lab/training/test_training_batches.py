# SPDX-License-Identifier: GPL-3.0-or-later
"""Training pairs: aligned to a fraction of a pixel, of all damages and all grid phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from liif_core.coordinates import Taps
from tests.engine.pictures import photo

if TYPE_CHECKING:
    from torch import Tensor

    from liif_core.lab.training.batches import Batches
    from liif_core.lab.training.degradations import Damaged

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def _batches(pictures: list[Tensor], size: int = 4, seed: int = 0) -> Batches:
    from liif_core.lab.training.batches import Batches

    return Batches(pictures, size, np.random.default_rng(seed))


def _photo(side: int = 336) -> Tensor:
    """The sample photo, continued by its mirror image to a square that crops fit into."""
    picture = np.pad(photo()[:, :side], ((0, side - 300), (0, 0), (0, 0)), "reflect")
    return torch.from_numpy(picture).permute(2, 0, 1).contiguous()


def _slope(side: int = 336) -> Tensor:
    """A slope along one axis per colour: any shift shows as a difference of its own."""
    y, x = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
    planes = torch.stack([y, x, (y + x) / 2]) * (250 / side)
    return planes.round().to(torch.uint8)


def _at_the_taps(source: Tensor, rows: Taps, columns: Taps) -> Tensor:
    """``source`` interpolated linearly where the taps say that the output pixels lie."""
    for axis, taps in ((2, rows), (3, columns)):
        lower, upper = (source.index_select(axis, torch.from_numpy(i)) for i in taps.index)
        # From the relative coordinate alone, in half pixels; both corners of a pixel beyond the
        # first or last centre are that pixel.
        part = torch.from_numpy(taps.rel[0] / 2)
        part = part.clamp(0, 1).view([-1 if i == axis else 1 for i in range(4)])
        source = lower + (upper - lower) * part
    return source


@pytest.mark.parametrize("seed", range(8))
def test_source_and_truth_are_aligned(seed: int) -> None:
    from liif_core.lab.training.degradations import MIXED

    batch = _batches([_slope()], seed=seed).draw(MIXED.undamaged())
    found = _at_the_taps(batch.source, batch.rows, batch.columns)
    assert found.shape == batch.truth.shape
    assert batch.truth.shape[2] >= 46
    # Not where the crop ends, as beyond its last centres nothing can be interpolated.
    edge = int(np.ceil(batch.scale))
    inner = np.s_[..., edge:-edge, edge:-edge]
    difference = (found - batch.truth)[inner] * 255
    # Levels of rounding; a shift by a tenth of a source pixel would be 0.1 * 0.74 * scale.
    assert difference.abs().max() <= 1.3
    assert difference.mean((2, 3)).abs().max() < 0.07 * batch.scale + 0.02


def test_the_taps_lie_inside_the_source() -> None:
    from liif_core.lab.training.batches import INPUT
    from liif_core.lab.training.degradations import MIXED

    batches = _batches([_photo()], size=1)
    for _ in range(30):
        batch = batches.draw(MIXED)
        assert batch.source.shape == (1, 3, INPUT, INPUT)
        assert 1 <= batch.scale <= 4
        for taps, length in (
            (batch.rows, batch.truth.shape[2]),
            (batch.columns, batch.truth.shape[3]),
        ):
            assert taps.index.shape == (2, length)
            assert taps.index.min() == 0
            assert taps.index.max() == INPUT - 1
            assert np.abs(taps.rel).max() <= 2
        assert batch.source.min() >= 0
        assert batch.source.max() <= 1


def test_every_grid_phase_occurs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks painted in their own colour tell at which phase the source was cut."""
    from liif_core.lab.training import degradations as module

    def painted(pixels: Tensor, _: Tensor, __: bool) -> Tensor:
        y = torch.arange(pixels.shape[2])[:, None] % module.GRID
        x = torch.arange(pixels.shape[3])[None] % module.GRID
        return (y * module.GRID + x).float().expand_as(pixels).clone()

    monkeypatch.setattr(module, "jpeg", painted)
    once = module.Mixture(clean=0, twice=0, same_size=1)
    twice = module.Mixture(clean=0, twice=1, same_size=1)
    for mixture in (once, twice):
        batches = _batches([_photo()], size=1)
        corners = [round(float(batches.draw(mixture).source[0, 0, 0, 0]) * 255) for _ in range(250)]
        assert {corner // module.GRID for corner in corners} == set(range(module.GRID))
        assert {corner % module.GRID for corner in corners} == set(range(module.GRID))
        # Also the two axes do not move together.
        assert len(set(corners)) > 120


def test_mixtures_are_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    from liif_core.lab.training import batches as module
    from liif_core.lab.training.degradations import MIXED, Mixture, damage

    drawn: list[Damaged] = []

    def noted(truth: Tensor, side: int, mixture: Mixture, rng: np.random.Generator) -> Damaged:
        drawn.append(damage(truth, side, mixture, rng))
        return drawn[-1]

    monkeypatch.setattr(module, "damage", noted)
    for seed in range(10):
        _batches([_photo()], seed=seed).draw(MIXED.undamaged())
        assert (drawn.pop().strength == 0).all()
    batches = _batches([_photo()], size=6)
    mixed = [batches.draw(MIXED) for _ in range(50)]
    strength = torch.cat([damaged.strength for damaged in drawn])
    assert strength.shape == (300, 1)
    assert strength[strength > 0].min() >= 0.02
    assert strength.max() <= 0.92
    # Clean ones at other factors only: at factor 1 they would teach nothing.
    assert 0.12 < (strength == 0).float().mean() < 0.36
    same = [pair for pair in zip(mixed, drawn, strict=True) if pair[0].scale == 1]
    assert 0.08 < len(same) / len(mixed) < 0.35
    for batch, damaged in same:
        assert batch.truth.shape[2:] == (module.INPUT, module.INPUT)
        assert ((batch.source - batch.truth).abs().amax((1, 2, 3)) > 0).all()
        assert (damaged.strength > 0).all()


def test_the_network_is_told_nearly_the_strength(monkeypatch: pytest.MonkeyPatch) -> None:
    from liif_core.lab.training import batches as module
    from liif_core.lab.training.degradations import GRID, MIXED, Damaged

    def damage(truth: Tensor, side: int, *_: object) -> Damaged:
        count = len(truth)
        pixels = torch.zeros(count, 3, side - GRID, side - GRID)
        return Damaged(pixels, torch.full((count, 1), 0.6), 0, 0)

    monkeypatch.setattr(module, "damage", damage)
    batches = _batches([_photo()], size=8)
    told = torch.cat([batches.draw(MIXED).told for _ in range(40)])
    assert abs(float(told.mean()) - 0.6) < 0.01
    assert 0.8 * module.MISJUDGED < told.std() < 1.2 * module.MISJUDGED


def test_nothing_impossible_is_told() -> None:
    from liif_core.lab.training.degradations import MIXED

    batches = _batches([_photo()], size=8)
    told = torch.cat([batches.draw(MIXED).told for _ in range(20)])
    assert 0 <= told.min() < 0.01
    assert 0.7 < told.max() <= 1


def test_what_is_judged_is_as_large_as_at_run_time() -> None:
    from liif_core.runtime.strength import PIECE

    # Also where no photo is large enough for every factor.
    for side in (300, 600):
        photo = torch.nn.functional.pad(_photo(), (0, side - 336) * 2, mode="reflect")
        damaged = _batches([photo[:, :side, :side]]).judged()
        assert damaged.pixels.shape == (4, 3, PIECE, PIECE)
        assert 1 < damaged.pixels.max() <= 255
        assert damaged.strength.shape == (4, 1)


def test_sampled_rows_and_columns_stay_aligned() -> None:
    from liif_core.lab.training.degradations import MIXED

    batch = _batches([_slope()]).draw(MIXED.undamaged())
    few = batch.sampled(7, np.random.default_rng(1))
    assert few.truth.shape == (4, 3, 7, 7)
    assert few.rows.index.shape == few.columns.weight.shape == (2, 7)
    found = _at_the_taps(few.source, few.rows, few.columns)
    assert ((found - few.truth).abs() * 255).median() <= 1.3
    other = batch.sampled(7, np.random.default_rng(2))
    assert not np.array_equal(few.rows.rel, other.rows.rel)
    # A picture with fewer pixels is used whole.
    assert torch.equal(batch.sampled(1000, np.random.default_rng(1)).truth, batch.truth)


def test_batches_are_the_same_from_the_same_state() -> None:
    from liif_core.lab.training.degradations import MIXED

    one, other = (_batches([_photo()], seed=3).draw(MIXED) for _ in range(2))
    for name in ("source", "truth", "told"):
        assert torch.equal(getattr(one, name), getattr(other, name))
    assert not torch.equal(one.source, _batches([_photo()], seed=4).draw(MIXED).source)
