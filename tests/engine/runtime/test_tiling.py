# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiles and blocks leave no trace: the result is that of the whole picture at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from liif_core.registry.models import ModelEntry
from liif_core.runtime import blocks
from tests.engine.pictures import Floats, gradient, noise
from tests.engine.running import WHOLE, difference, enlarge

EXACT = 1e-4
Make = Callable[[int, int], Floats]
CASES = [
    pytest.param(noise, (41, 57), (41, 57), id="clean"),
    pytest.param(noise, (41, 57), (82, 114), id="x2"),
    pytest.param(noise, (43, 67), (159, 248), id="x3.7"),
    pytest.param(noise, (37, 61), (40, 220), id="anisotropic"),
    pytest.param(gradient, (41, 57), (41, 57), id="slope clean"),
    pytest.param(gradient, (43, 67), (159, 248), id="slope x3.7"),
]


def _whole(
    source: Floats, grid: tuple[int, int], patch: pytest.MonkeyPatch, model: str = "fast"
) -> Floats:
    """The result by one encoder run and one decoder run."""
    with patch.context() as context:
        for name in ("FAST", "PUBLISHED"):
            context.setattr(blocks, name, blocks.Block(WHOLE, WHOLE))
        return enlarge(source, grid, tile=WHOLE, model=model).astype(np.float32)


@pytest.mark.parametrize(("make", "inputs", "outputs"), CASES)
def test_shipped_fast(
    make: Make,
    inputs: tuple[int, int],
    outputs: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source, grid = make(*inputs), (outputs[1], outputs[0])
    whole = _whole(source, grid, monkeypatch)
    assert difference(enlarge(source, grid, tile=19), whole) < EXACT
    assert difference(enlarge(source, grid), whole) < EXACT


@pytest.mark.torch
@pytest.mark.parametrize("make", [noise, gradient])
@pytest.mark.parametrize("model", ["fast_model", "edsr_model"])
def test_random_networks(
    make: Make, model: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry: ModelEntry = request.getfixturevalue(model)
    source = make(23, 55)
    whole = _whole(source, (93, 37), monkeypatch, entry.name)
    assert difference(enlarge(source, (93, 37), tile=19, model=entry.name), whole) < EXACT


@pytest.mark.torch
@pytest.mark.parametrize("model", ["fast_model", "edsr_model"])
def test_a_margin_too_small_would_show(
    model: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison above can fail: a quarter of the radius leaves seams."""
    entry: ModelEntry = request.getfixturevalue(model)
    source = noise(5, 150)
    whole = _whole(source, (300, 10), monkeypatch, entry.name)
    narrow = replace(entry, receptive_radius=entry.receptive_radius // 4)
    monkeypatch.setattr("liif_core.runtime.one_pass.find", lambda _: narrow)
    assert difference(enlarge(source, (300, 10), tile=23), whole) > EXACT


@pytest.mark.torch
def test_edsr_is_the_published_network(edsr_model: ModelEntry, random_edsr: object) -> None:
    """All of it at once: rewrite, export, onnxruntime, tiles, against the plain query."""
    import torch

    from liif_core.networks.liif import Liif, make_coordinates, query

    assert isinstance(random_edsr, Liif)
    source = noise(12, 37)
    with torch.inference_mode():
        features = random_edsr.encoder(torch.from_numpy(source).permute(2, 0, 1)[None] * 2 - 1)
        coordinates = make_coordinates(40, 90).view(1, -1, 2)
        cells = torch.tensor([2 / 40, 2 / 90]).expand_as(coordinates)
        colours = query(random_edsr, features, coordinates, cells)[0].view(40, 90, 3)
    expected = (colours * 0.5 + 0.5).numpy()
    found = enlarge(source, (90, 40), tile=11, model=edsr_model.name)
    assert difference(found, expected) < EXACT


@pytest.mark.parametrize("region", [(0, 0, 40, 30), (101, 57, 77, 83), (247, 196, 1, 1)])
def test_a_region_is_a_crop_of_the_whole(region: tuple[int, int, int, int]) -> None:
    source, grid = noise(53, 67), (248, 197)
    x, y, width, height = region
    crop = enlarge(source, grid)[y : y + height, x : x + width]
    assert difference(enlarge(source, grid, region=region, tile=16), crop) < EXACT


def test_alpha_is_tiled_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours bleed into holes that are wider and narrower than they reach."""
    source = noise(50, 130, 4)
    y, x = np.mgrid[0:50, 0:130]
    hole = (np.hypot(y - 25, x - 80) < 45) | (x % 11 < 4)
    source[hole, 3] = 0
    whole = _whole(source, (169, 65), monkeypatch)
    assert difference(enlarge(source, (169, 65), tile=29), whole) < EXACT
