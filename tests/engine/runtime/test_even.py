# SPDX-License-Identifier: GPL-3.0-or-later
"""Even ground stays as it is beside other colours, and fine patterns keep their tone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from liif_core.runtime.even import FAR, NEAR, Unit, find_even
from liif_core.runtime.samples import to_unit
from tests.engine.pictures import Samples
from tests.engine.running import enlarge

GROUND, MARK = (200, 30, 40), (20, 60, 220)
ROWS, COLUMNS = (20, 30), (24, 36)
"""Of the mark."""
SIZE = (48, 60)


def _drawing() -> Samples:
    drawing = np.full((*SIZE, 3), GROUND, np.uint8)
    drawing[slice(*ROWS), slice(*COLUMNS)] = MARK
    return drawing


def _gray(levels: np.ndarray) -> Unit:
    """Levels (h, w) as a picture."""
    return to_unit(np.repeat(levels[..., None], 3, -1).astype(np.uint8))


def _distances(grid: tuple[int, int]) -> tuple[np.ndarray, ...]:
    """How far, in source pixels, each pixel of the grid lies outside of the mark's outermost
    pixels, and how far within."""
    rows, columns = (
        (np.arange(outputs) + 0.5) * inputs / outputs - 0.5
        for outputs, inputs in zip(grid[::-1], SIZE, strict=True)
    )
    outside = np.maximum(
        np.maximum(ROWS[0] - rows, rows - ROWS[1] + 1)[:, None],
        np.maximum(COLUMNS[0] - columns, columns - COLUMNS[1] + 1)[None],
    )
    return outside, -outside


@pytest.mark.parametrize("scale", [1, 2, 3.7, 4])
@pytest.mark.parametrize("strength", [0, 50, 100])
@pytest.mark.parametrize("sharpened", [{}, {"detail": 100}, {"refocus": 100}], ids=str)
def test_colours_stay_beside_another(
    scale: float, strength: int, sharpened: dict[str, int]
) -> None:
    grid = (round(SIZE[1] * scale), round(SIZE[0] * scale))
    result = enlarge(_drawing(), grid, strength=strength, **sharpened).astype(int)
    outside, inside = _distances(grid)
    # The pixel beside the edge may be part of it.
    assert np.abs(result[outside >= 2] - GROUND).max() <= 1
    assert np.abs(result[inside >= 1] - MARK).max() <= 1


def test_tiles_see_the_same_even_ground() -> None:
    whole, tiled = (enlarge(_drawing(), (222, 178), strength=0, tile=side) for side in (0, 32))
    assert np.array_equal(whole, tiled)


def test_repairs_change_even_ground() -> None:
    veiled = (_drawing().astype(float) / 2 + 115).astype(np.uint8)
    result = enlarge(veiled, SIZE[::-1], strength=0, repairs=(("haze", 100),)).astype(int)
    assert np.abs(result[2, 2] - veiled[2, 2]).max() > 5


def test_pixels_between_colours_are_the_networks() -> None:
    even = find_even(to_unit(_drawing()), 100)
    assert even is not None
    assert even[ROWS[0] - 2, 30]
    assert even[ROWS[0] + 1, 30]
    assert not even[ROWS[0] - 1, 30]
    assert not even[ROWS[0], 30]
    assert not even[ROWS[0] - 1, COLUMNS[0] - 1]
    assert even[0, 0]


def test_steps_that_compression_makes_are_not_kept() -> None:
    """Blocks of one colour each, as strong compression leaves them of a sky."""
    shades = np.random.default_rng(0).permutation(16).reshape(4, 4) * 4 + 96
    blocks = _gray(np.kron(shades, np.ones((8, 8))))
    within = np.s_[8:-8, 8:-8]
    left = find_even(blocks, 100)
    assert left is None or not left[within].any()
    drawn = find_even(blocks, 0)
    assert drawn is not None
    assert drawn[within].any()


def test_a_sky_in_steps_is_the_networks_as_far_as_it_sees_them() -> None:
    steps = _gray(np.tile(np.arange(240) // 80 * 6 + 100, (40, 1)))
    even = find_even(steps, 60)
    assert even is not None
    assert np.flatnonzero(~even[20]).tolist() == [
        *range(79 - FAR, 81 + FAR),
        *range(159 - FAR, 161 + FAR),
    ]


def test_lines_that_cross_are_no_checkerboard() -> None:
    rows, columns = np.indices((40, 40))
    lines = np.where(((rows + columns) % 6 == 0) | ((rows - columns) % 6 == 0), 20, 250)
    even = find_even(_gray(lines), 0)
    assert even is None or not even[lines == 20].any()


def test_ramps_are_not_kept() -> None:
    assert find_even(_gray(np.tile(np.arange(90) // 6 + 40, (20, 1))), 0) is None


def test_a_faint_step_leaves_only_its_surroundings_to_the_network() -> None:
    even = find_even(_gray(np.tile(np.arange(40) // 20 * 2 + 100, (9, 1))), 0)
    assert even is not None
    assert np.flatnonzero(~even[4]).tolist() == list(range(19 - NEAR, 21 + NEAR))


@pytest.mark.parametrize("scale", [2, 3, 4])
@pytest.mark.parametrize("detail", [0, 50, 100])
@pytest.mark.parametrize("strength", [0, None])
def test_a_checkerboard_of_single_pixels_keeps_its_tone(
    scale: int, detail: int, strength: int | None
) -> None:
    board = np.indices((64, 64)).sum(0) % 2 * 255
    source = np.repeat(board[..., None], 3, -1).astype(np.uint8)
    more: dict[str, Any] = {} if strength is None else {"strength": strength}
    result = enlarge(source, (64 * scale, 64 * scale), detail=detail, **more)
    inner = result[16 * scale : -16 * scale, 16 * scale : -16 * scale].astype(float)
    assert np.abs(inner.mean((0, 1)) - 127.5).max() <= 2
    # No stripes: along both diagonals it changes alike.
    falling, rising = (
        np.abs(one - other).mean()
        for one, other in ((inner[1:, 1:], inner[:-1, :-1]), (inner[1:, :-1], inner[:-1, 1:]))
    )
    assert falling == pytest.approx(rising, rel=0.05)


@pytest.mark.parametrize("scale", [2, 3, 4])
@pytest.mark.parametrize("detail", [0, 50, 100])
def test_fine_patterns_of_photos_keep_their_tone(scale: int, detail: int) -> None:
    """Darker by a tenth without :class:`liif_core.networks.fast.Balance`."""
    board = np.indices((64, 64)).sum(0) % 2 * 253 + np.random.default_rng(0).integers(
        0, 3, (64, 64)
    )
    source = np.repeat(board[..., None], 3, -1).astype(np.uint8)
    result = enlarge(source, (64 * scale, 64 * scale), detail=detail, refocus=0, strength=0)
    inner = np.s_[16 * scale : -16 * scale, 16 * scale : -16 * scale]
    assert np.abs(result[inner].mean((0, 1)) - source.mean()).max() <= 2
