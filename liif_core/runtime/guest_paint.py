# SPDX-License-Identifier: Apache-2.0
"""Tiles of a guest: mixed with the faithful answer, and blended where all of a picture decides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from liif_core.request.frame import Region
from liif_core.runtime.enlargement import Enlargement, Samples, Span, Unit
from liif_core.runtime.filling import Paint
from liif_core.runtime.samples import to_unit

OVERLAP = 24
"""Source pixels over which a tile goes over into the ones before it."""


def paint_guest(
    guest: Enlargement,
    faithful: Enlargement | None,
    share: float,
    result: Samples,
    region: Region,
) -> Paint:
    """What computes the tiles of ``guest``: a ``share`` of its answer, 0 to 1, the rest of it the
    ``faithful`` one. ``result`` holds ``region`` of the grid, as it is filled."""
    paint: Paint = guest.tile
    if faithful is not None:
        paint = partial(_paint_mixed, guest, faithful, share)
    known = guest.entry.guest
    if known is not None and known.whole:
        paint = partial(_paint_blended, guest, paint, result, region)
    return paint


def _paint_mixed(
    guest: Enlargement, faithful: Enlargement, share: float, rows: Span, columns: Span
) -> Iterator[tuple[Span, Span, Unit]]:
    plain = _assembled(faithful.tile, rows, columns, guest.channels)
    if not share:
        yield rows, columns, plain
        return
    for down, across, values in guest.tile(rows, columns):
        beside = plain[_inside(down, rows), _inside(across, columns)]
        yield down, across, beside + np.float32(share) * (values - beside)


def _paint_blended(
    guest: Enlargement,
    paint: Paint,
    result: Samples,
    region: Region,
    rows: Span,
    columns: Span,
) -> Iterator[tuple[Span, Span, Unit]]:
    """A tile and what it overlaps of the tiles above and to the left, which are there already."""
    x, y, _, _ = region
    top = _start(rows[0], y, guest.rows / guest.height)
    left = _start(columns[0], x, guest.columns / guest.width)
    values = _assembled(paint, (top, rows[1]), (left, columns[1]), guest.channels)
    before = to_unit(result[top - y : rows[1] - y, left - x : columns[1] - x])
    new = _rising(top, *rows)[:, None] * _rising(left, *columns)
    mixed = np.where(new[..., None] < 1, before + new[..., None] * (values - before), values)
    yield (top, rows[1]), (left, columns[1]), mixed


def _start(first: int, limit: int, scale: float) -> int:
    """Where a tile's overlap begins along an axis."""
    return max(limit, first - max(1, round(OVERLAP * scale)))


def _rising(start: int, first: int, stop: int) -> NDArray[np.float32]:
    """The share of a tile along an axis: from nearly 0 at its overlap's start to 1 at its own."""
    overlap = first - start
    return np.minimum(1, (np.arange(stop - start) + 1) / (overlap + 1)).astype(np.float32)


def _assembled(paint: Paint, rows: Span, columns: Span, channels: int) -> Unit:
    """All blocks of a tile as one array."""
    whole = np.empty((rows[1] - rows[0], columns[1] - columns[0], channels), np.float32)
    for down, across, values in paint(rows, columns):
        whole[_inside(down, rows), _inside(across, columns)] = values
    return whole


def _inside(part: Span, whole: Span) -> slice:
    return slice(part[0] - whole[0], part[1] - whole[0])
