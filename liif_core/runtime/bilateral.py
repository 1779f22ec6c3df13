# SPDX-License-Identifier: Apache-2.0
"""A mask, or any other map of a picture, enlarged along with it so that its edges follow.

In the spirit of FeatSharp (arXiv 2502.16025): what is known at few samples is asked for at the
picture's own coordinates. As in LIIF each query is answered by the samples around it, weighted by
where they lie; but here also by how alike the colours are, those of the enlarged picture at the
query and those of the small one at the sample (joint bilateral upsampling, Kopf et al. 2007).

Colours do not explain every mask: a feathered selection has edges of its own. So at each sample
it is tried whether its neighbours tell its value better by their colours or by their places, and
the answer is blended with plain (cubic) interpolation accordingly. Last, a sample is the mean of
the mask over its cell: what the answer misses of that is spread by the local ensemble's weights
and added, a few times. Nothing leaves the range of the samples next to the query.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from liif_core import coordinates
from liif_core.errors import Cancelled
from liif_core.request.frame import Frame
from liif_core.runtime.hooks import SILENT, Hooks
from liif_core.runtime.reducing import reduce_picture
from liif_core.runtime.samples import to_unit, write
from liif_core.runtime.tiles import divide

Samples = NDArray[np.generic]
Unit = NDArray[np.float32]
Span = tuple[int, int]

REACH = 2
"""Samples to each side of the nearest one that answer a query."""
NEARNESS = 1.0
"""Deviation of the weight by place, in samples."""
CONTRAST = 0.1
"""Of the local variance of the colours: what counts as alike."""
SMALLEST_DIFFERENCE = 0.02
"""Deviation of colours that always are alike, as compression changes them."""
TURNS = 4
"""How often what is missing of the samples is added."""
_LEVEL = (1 / 255) ** 2
_CELLS = 64
"""Side of a tile, in samples."""
_MARGIN = 2 * TURNS + 2
"""Samples around a tile on which its answers depend, as each turn carries two farther."""
_PADDING = 2 * REACH + 2
"""Samples beyond those that the windows below look at."""


def joint_bilateral_upsample(
    mask: Samples,
    picture: Samples,
    guide: Samples,
    result: Samples,
    frame: Frame,
    hooks: Hooks = SILENT,
) -> None:
    """Compute ``result`` from ``mask``, (rows, columns, channels) of one dtype and any meaning.

    ``picture`` (rows, columns, channels) shows the same as the mask, at any size; ``guide`` is what
    was made of it, of the result's size. All are uint8, uint16 or float32. The whole mask takes the
    grid of ``frame``, at least its own size; guide and result hold its region. Values stay within
    those of the mask; where it is constant, so is the result. Raises :class:`Cancelled`; ``result``
    is then undefined.
    """
    x, y, width, height = frame.region
    grid = frame.grid
    rows, columns = mask.shape[:2]
    if (columns, rows) == grid:
        result[...] = mask[y : y + height, x : x + width]
        return
    small = (
        picture
        if picture.shape[:2] == (rows, columns)
        else reduce_picture(picture, (columns, rows))
    )
    down = _Axis(rows, grid[1], y, y + height)
    across = _Axis(columns, grid[0], x, x + width)
    tiles = list(product(down.tiles(), across.tiles()))
    for number, (top, left) in enumerate(tiles):
        if hooks.cancelled():
            raise Cancelled
        values = _tile(mask, small, guide, down.around(top), across.around(left))
        target = result[top[0] - y : top[1] - y, left[0] - x : left[1] - x]
        write(values[_inner(down, top), _inner(across, left)], target)
        hooks.progress((number + 1) / len(tiles))


def _inner(axis: _Axis, outputs: Span) -> slice:
    window = axis.around(outputs)
    return slice(outputs[0] - window.outputs[0], outputs[1] - window.outputs[0])


class _Axis:
    """One axis: ``inputs`` samples for ``outputs`` queries, of which some are asked."""

    def __init__(self, inputs: int, outputs: int, start: int, stop: int) -> None:
        self.inputs, self.outputs = inputs, outputs
        self.start, self.stop = start, stop

    def tiles(self) -> Iterator[Span]:
        """The queries that are asked, in parts."""
        return divide(self.start, self.stop, max(1, _CELLS * self.outputs // self.inputs))

    def around(self, outputs: Span) -> _Window:
        """What the answers to these queries depend on."""
        margin = -(-_MARGIN * self.outputs // self.inputs)
        start = max(self.start, outputs[0] - margin)
        stop = min(self.stop, outputs[1] + margin)
        return _Window(self.inputs, self.outputs, start, stop, self.start)


class _Window:
    """Queries next to each other along an axis, and the samples that answer them."""

    def __init__(self, inputs: int, outputs: int, start: int, stop: int, origin: int) -> None:
        self.outputs = start, stop
        self.guide = slice(start - origin, stop - origin)
        self.position = coordinates.positions(inputs, outputs, start, stop)
        nearest = np.clip(np.rint(self.position).astype(np.int64), 0, inputs - 1)
        taps = coordinates.taps(self.position, inputs)
        first = int(nearest.min()) - _PADDING
        self.samples = np.clip(np.arange(first, int(nearest.max()) + _PADDING + 1), 0, inputs - 1)
        self.nearest = nearest - first
        """Of each query, in ``samples``."""
        self.offset = (nearest - self.position).astype(np.float32)
        self.cubic = _matrix(*coordinates.cubic_taps(self.position, inputs), first, self.samples)
        self.spread = _matrix(taps.index, taps.weight, first, self.samples)
        """(queries, samples): the local ensemble's weights."""
        shared = self._shared(first, outputs / inputs)
        total = shared.sum(1)
        self.mean = np.asarray(shared / np.maximum(total, 1e-6)[:, None], np.float32)
        """(samples, queries): the share of each query in a sample's cell."""
        self.covered = (total > 0.999 * outputs / inputs).astype(np.float32)
        """Of each sample 1 where all of its cell is asked for, otherwise 0."""

    def _shared(self, first: int, scale: float) -> NDArray[np.float64]:
        """How much of each query lies in each sample's cell, (samples, queries)."""
        low = (first + np.arange(self.samples.size))[:, None] * scale
        query = np.arange(*self.outputs)[None]
        return np.clip(np.minimum(low + scale, query + 1) - np.maximum(low, query), 0, None)


def _matrix(index: NDArray[np.int64], weight: Unit, first: int, samples: NDArray[np.int64]) -> Unit:
    """Taps (n, queries) as a matrix (queries, samples)."""
    matrix = np.zeros((index.shape[1], samples.size), np.float32)
    query = np.arange(index.shape[1])
    for each, share in zip(index, weight, strict=True):
        np.add.at(matrix, (query, each - first), share)
    return matrix


def _tile(mask: Samples, small: Samples, guide: Samples, down: _Window, across: _Window) -> Unit:
    """The answers (h, w, channels) to the queries of two windows."""
    area = np.ix_(down.samples, across.samples)
    values = to_unit(mask[area])
    colours = _colours(small[area])
    spread = CONTRAST * _variance(colours) + SMALLEST_DIFFERENCE**2
    alike = np.asarray(0.5 / spread, np.float32)
    trust = _resampled(_trust(values, colours, alike)[..., None], down.spread, across.spread)
    guided = _by_colours(
        values, colours, alike, _colours(guide[down.guide, across.guide]), down, across
    )
    plain = _resampled(values, down.cubic, across.cubic)
    near = np.ix_(down.nearest, across.nearest)
    lowest, highest = (_extreme(values, choose)[near] for choose in (np.minimum, np.maximum))
    answer = np.clip(trust * guided + (1 - trust) * plain, lowest, highest)
    covered = (down.covered[:, None] * across.covered)[..., None]
    for _ in range(TURNS):
        missing = covered * (values - _resampled(answer, down.mean, across.mean))
        answer += _resampled(missing, down.spread, across.spread)
        np.clip(answer, lowest, highest, out=answer)
    return answer


def _colours(samples: Samples) -> Unit:
    """What is compared, each channel 0..1: colours, where there is alpha as they are seen."""
    unit = to_unit(samples).clip(0, 1)
    if unit.shape[-1] in (2, 4):
        unit[..., :-1] *= unit[..., -1:]
    return unit


def _by_colours(
    values: Unit, colours: Unit, alike: Unit, guide: Unit, down: _Window, across: _Window
) -> Unit:
    """The mean of the samples around each query, by nearness and by likeness to ``guide``."""
    own = alike[np.ix_(down.nearest, across.nearest)]
    total = np.zeros((*guide.shape[:2], 1), np.float32)
    sums = np.zeros((*guide.shape[:2], values.shape[-1]), np.float32)
    for row, column in product(range(-REACH, REACH + 1), repeat=2):
        area = np.ix_(down.nearest + row, across.nearest + column)
        difference = ((guide - colours[area]) ** 2).sum(-1)
        place = _nearness(down.offset + row)[:, None] * _nearness(across.offset + column)
        # Where all colours differ the nearest places decide.
        weight = (place * (np.exp(-difference * own) + np.float32(1e-6)))[..., None]
        total += weight
        sums += weight * values[area]
    return np.asarray(sums / total, np.float32)


def _trust(values: Unit, colours: Unit, alike: Unit) -> Unit:
    """Of each sample (h, w), 0 to 1: how much better its neighbours' colours tell its value than
    their places do."""
    total = np.zeros((*alike.shape, 1), np.float32)
    sums = np.zeros_like(values)
    for row, column in product(range(-REACH, REACH + 1), repeat=2):
        if row == column == 0:
            continue
        difference = ((colours - _moved(colours, row, column)) ** 2).sum(-1)
        place = _nearness(np.float32(row)) * _nearness(np.float32(column))
        weight = (place * (np.exp(-difference * alike) + np.float32(1e-6)))[..., None]
        total += weight
        sums += weight * _moved(values, row, column)
    crossed = sum(_moved(values, *step) for step in ((1, 0), (-1, 0), (0, 1), (0, -1)))
    by_colour = _boxed(((sums / total - values) ** 2).mean(-1)) ** 2
    by_place = _boxed(((np.asarray(crossed) / 4 - values) ** 2).mean(-1)) ** 2
    return np.asarray(by_place / (by_place + by_colour + _LEVEL**2), np.float32)


def _nearness(distance: NDArray[np.float32] | np.float32) -> Unit:
    return np.exp(-(distance**2) / np.float32(2 * NEARNESS**2))


def _variance(colours: Unit) -> Unit:
    """Of the colours around each sample (h, w), all channels together."""
    squares = (colours**2).sum(-1)
    mean = np.stack([_boxed(channel) for channel in np.moveaxis(colours, -1, 0)], -1)
    return np.maximum(_boxed(squares) - (mean**2).sum(-1), 0)


def _boxed(plane: Unit) -> Unit:
    """The mean of ``REACH`` values to each side."""
    steps = range(-REACH, REACH + 1)
    rows = np.asarray(sum(_moved(plane, step, 0) for step in steps))
    total = np.asarray(sum(_moved(rows, 0, step) for step in steps))
    return np.asarray(total / len(steps) ** 2, np.float32)


def _extreme(values: Unit, choose: np.ufunc) -> Unit:
    """The lowest or highest of each sample and the eight around it."""
    rows = choose(choose(values, _moved(values, 1, 0)), _moved(values, -1, 0))
    return np.asarray(choose(choose(rows, _moved(rows, 0, 1)), _moved(rows, 0, -1)))


def _moved(values: Unit, rows: int, columns: int) -> Unit:
    """What lies so many rows below and columns right of each; beyond the end, the last."""
    height, width = values.shape[:2]
    down = np.clip(np.arange(height) + rows, 0, height - 1)
    return values[down][:, np.clip(np.arange(width) + columns, 0, width - 1)]


def _resampled(values: Unit, down: Unit, across: Unit) -> Unit:
    """``values`` (h, w, channels) by a matrix for its rows and one for its columns."""
    planes = [down @ plane @ across.T for plane in np.moveaxis(values, -1, 0)]
    return np.stack(planes, -1)
