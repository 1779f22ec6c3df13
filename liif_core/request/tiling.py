# SPDX-License-Identifier: Apache-2.0
"""How a picture is cut into tiles: the editor foretells by it how long the engine will take."""

from __future__ import annotations

import math


def count_tiles(height: float, width: float, side: int, margin: int) -> tuple[int, int]:
    """Rows and columns of tiles for a part of so many source pixels.

    None sees more than a square of ``side`` with a ``margin`` around it, which is what memory
    suffices for, and together they see as little as can be: of every tile's margins most is
    computed twice.
    """
    most = (side + 2 * margin) ** 2
    found: list[tuple[float, int, int]] = []
    # Beyond that tiles are flat, and mostly margin.
    for rows in range(1, 2 * math.ceil(height / side) + 1):
        widest = most // (math.ceil(height / rows) + 2 * margin) - 2 * margin
        if widest >= 1:
            columns = math.ceil(width / widest)
            found.append((_seen(height, width, rows, columns, margin), rows, columns))
    _, rows, columns = min(found)
    return rows, columns


def count_seen(
    source: tuple[int, int], grid: tuple[int, int], region: tuple[int, int], side: int, margin: int
) -> float:
    """Source pixels that all tiles see together, for a region of the grid that a picture becomes.

    All sizes are width and height in pixels.
    """
    width, height = (
        wanted * pixels / whole for pixels, whole, wanted in zip(source, grid, region, strict=True)
    )
    rows, columns = count_tiles(height, width, side, margin)
    # At its sides the picture has no margin.
    across, down = (
        min(needed + 2 * margin * count, pixels + 2 * margin * (count - 1))
        for needed, count, pixels in zip((width, height), (columns, rows), source, strict=True)
    )
    return across * down


def _seen(height: float, width: float, rows: int, columns: int, margin: int) -> float:
    return (height + 2 * margin * (rows - 1)) * (width + 2 * margin * (columns - 1))
