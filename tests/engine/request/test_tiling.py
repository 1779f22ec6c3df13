# SPDX-License-Identifier: GPL-3.0-or-later
"""How a picture is cut into tiles."""

from __future__ import annotations

import math

import pytest

from liif_core.request.tiling import count_seen, count_tiles


@pytest.mark.parametrize(
    ("size", "counts"),
    [
        ((512, 512), (1, 1)),
        # Half of it fits as well as a quarter, with fewer margins.
        ((802, 535), (1, 2)),
        ((535, 802), (2, 1)),
        ((1732, 1155), (2, 4)),
        ((60, 4000), (2, 1)),
        ((1, 1), (1, 1)),
    ],
)
def test_tiles_are_as_many_as_memory_asks_for(
    size: tuple[int, int], counts: tuple[int, int]
) -> None:
    assert count_tiles(size[1], size[0], 512, 23) == counts


@pytest.mark.parametrize("side", [32, 64, 512])
@pytest.mark.parametrize("margin", [0, 23, 140])
def test_no_tile_needs_more_memory_than_a_square_one(side: int, margin: int) -> None:
    for width, height in ((3000, 2000), (97, 5000), (640, 480), (33, 33)):
        rows, columns = count_tiles(height, width, side, margin)
        tall, wide = math.ceil(height / rows), math.ceil(width / columns)
        assert (tall + 2 * margin) * (wide + 2 * margin) <= (side + 2 * margin) ** 2


def test_what_is_seen_has_no_margins_at_the_sides_of_the_picture() -> None:
    assert count_seen((802, 535), (1604, 1070), (1604, 1070), 512, 23) == (802 + 46) * 535
    # In the middle there are margins all around.
    assert count_seen((802, 535), (1604, 1070), (200, 100), 512, 23) == (100 + 46) * (50 + 46)
    assert count_seen((8, 8), (8, 8), (8, 8), 512, 23) == 64
