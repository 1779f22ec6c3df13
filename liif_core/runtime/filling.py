# SPDX-License-Identifier: Apache-2.0
"""A result filled tile by tile.

The encoder sees a tile of the source with a margin as wide as its receptive field, the decoder
answers the tile's queries in blocks. Both are exact: a tiled result equals an untiled one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from liif_core.errors import Cancelled
from liif_core.request.frame import Region
from liif_core.runtime.backends.interface import Backend
from liif_core.runtime.enlargement import Enlargement, Samples, Span, Unit, count_pixels
from liif_core.runtime.hooks import SILENT, Hooks
from liif_core.runtime.samples import write

GPU_TILES = 2
"""How many times the side of a processor's tile that of a GPU is: less of it is margin."""
SMALLEST_TILE = 64
"""Side of the last tile that is tried where memory is short."""

Paint = Callable[[Span, Span], Iterator[tuple[Span, Span, Unit]]]
"""The blocks of a tile by its rows and columns: their rows, columns and values."""


def fill(
    enlargement: Enlargement,
    result: Samples,
    region: Region | None = None,
    tile: int = 0,
    hooks: Hooks = SILENT,
    without_gpu: Callable[[], Backend] | None = None,
    paint: Paint | None = None,
) -> None:
    """Fill ``result``, which holds ``region`` of the grid, by default all of it.

    ``tile`` is a side in source pixels, 0 the model's own. ``paint`` computes the tiles, by default
    those of the enlargement itself. Where memory does not suffice the tiles become smaller; if it
    is a GPU's, ``without_gpu`` at last opens another backend for the rest of them. Raises
    :class:`MemoryError`, and :class:`Cancelled`.
    """
    paint = paint or enlargement.tile
    x, y, width, height = region or (0, 0, enlargement.columns, enlargement.rows)
    side = tile or enlargement.entry.tile * (1 if enlargement.on_cpu else GPU_TILES)
    left = enlargement.split((y, y + height), (x, x + width), side)
    done = 0
    while left:
        at_tile, area = done, left[0]
        try:
            for rows, columns, values in paint(*area):
                if hooks.cancelled():
                    raise Cancelled
                target = result[rows[0] - y : rows[1] - y, columns[0] - x : columns[1] - x]
                write(values, target)
                done += target.shape[0] * target.shape[1]
                # Tiles that overlap are counted without that.
                hooks.progress(min(1.0, done / (width * height)))
            done = at_tile + count_pixels(area)
            del left[0]
        except MemoryError:
            done = at_tile
            side //= 2
            if side < SMALLEST_TILE:
                if without_gpu is None or enlargement.on_cpu:
                    raise
                enlargement.backend = without_gpu()
                side = enlargement.entry.tile
            left = [part for area in left for part in enlargement.split(*area, side)]
        else:
            hooks.rows(min((rows[0] for rows, _ in left), default=y + height) - y)
