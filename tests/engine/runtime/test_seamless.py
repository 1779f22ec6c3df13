# SPDX-License-Identifier: GPL-3.0-or-later
"""A texture that could be laid side by side still can be, enlarged."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.registry.models import ModelEntry
from tests.engine.pictures import Samples, noise
from tests.engine.running import difference, enlarge

EXACT = 1e-4


def _texture(channels: int) -> Samples:
    texture = noise(30, 41, channels)
    if channels in (2, 4):
        # A hole that colours bleed into, across the side.
        texture[10:20, -4:, -1] = 0
        texture[10:20, :6, -1] = 0
    return texture


def _of_nine(texture: Samples, grid: tuple[int, int], model: str, **options: object) -> Samples:
    """The one in the middle of nine that lie side by side."""
    nine = np.tile(texture, (3, 3, 1))
    width, height = grid
    region = (width, height, width, height)
    return enlarge(nine, (3 * width, 3 * height), region=region, model=model, **options)


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("grid", [(82, 60), (152, 111), (41, 30)])
def test_it_is_as_in_the_midst_of_others(channels: int, grid: tuple[int, int]) -> None:
    texture = _texture(channels)
    found = enlarge(texture, grid, seamless=True, strength=40)
    assert difference(found, _of_nine(texture, grid, "fast", strength=40)) < EXACT
    # It would not be without.
    assert difference(found, enlarge(texture, grid, strength=40)) > 100 * EXACT


@pytest.mark.torch
@pytest.mark.parametrize("model", ["fast_model", "edsr_model"])
def test_random_networks_in_tiles(model: str, request: pytest.FixtureRequest) -> None:
    entry: ModelEntry = request.getfixturevalue(model)
    texture = noise(50, 60)
    found = enlarge(texture, (150, 125), seamless=True, model=entry.name, tile=17)
    assert difference(found, _of_nine(texture, (150, 125), entry.name)) < EXACT


def test_a_texture_smaller_than_what_the_network_sees() -> None:
    texture = noise(3, 5)
    given = {"strength": 0, "refocus": 0}
    found = enlarge(texture, (10, 6), seamless=True, **given)
    many = enlarge(np.tile(texture, (41, 41, 1)), (410, 246), region=(200, 120, 10, 6), **given)
    assert difference(found, many) < EXACT


def test_a_region_of_it() -> None:
    texture = noise(30, 41)
    whole = enlarge(texture, (82, 60), seamless=True, strength=0)
    part = enlarge(texture, (82, 60), region=(50, 0, 32, 20), seamless=True, strength=0)
    assert difference(part, whole[:20, 50:]) < EXACT
