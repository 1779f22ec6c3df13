# SPDX-License-Identifier: Apache-2.0
"""Even ground beside other colours, as drawings, letters and logos have it: it stays as it is.

A network shades it by some levels, three and more pixels from an edge. But where a pixel and all
around it are exactly of one colour, no edge between pixels can reach. A checkerboard of single
pixels is kept as well: of its two diagonals a network chooses one, and makes stripes of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.coordinates import Taps

Unit = NDArray[np.float32]
Mask = NDArray[np.bool_]
FAINTEST, MORE = 3 / 255, 40 / 255
"""Difference of two neighbours that is an edge, not a step of a ramp; and how much more must be
where strong compression, which makes steps of its own, is to be removed."""
NEAR, FAR = 5, 26
"""Pixels around a step of a ramp that are left to the network; and around one of compression, at
:data:`STRONG` and above: as far as each part of a picture sees the same, which is about as far as
the network sees, as it may make a slope of a sky in steps."""
STRONG = 40
BOARD = 3
"""Pixels around one that must be of the same checkerboard, for there to be one."""


def find_even(colours: Unit, strength: int) -> Mask | None:
    """Which pixels of ``colours`` (h, w, 3), 0 to 1, are as all eight around them, or inside a
    checkerboard, without any difference nearby that compression of ``strength`` 0 to 100 could have
    made; (h, w), or None where there are none."""
    largest = [_differ(colours, axis) for axis in (0, 1)]
    steps = [each > 0 for each in largest]
    uneven = _grow(_both_sides(steps[0], 0), 1, 1) | _grow(_both_sides(steps[1], 1), 0, 1)
    checkered = _find_checkered(colours)
    if checkered is not None:
        uneven &= ~checkered
    if uneven.all():
        return None
    least = FAINTEST + MORE * strength / 100
    faint = np.zeros_like(uneven)
    for axis in (0, 1):
        faint |= _both_sides(steps[axis] & (largest[axis] < least), axis)
    reach = round(NEAR + (FAR - NEAR) * min(1, strength / STRONG))
    even: Mask = ~(uneven | _grow(_grow(faint, 0, reach), 1, reach))
    return even if even.any() else None


def _find_checkered(colours: Unit) -> Mask | None:
    one, two, three, four = (
        colours[down : down - 1 or None, across : across - 1 or None]
        for down in (0, 1)
        for across in (0, 1)
    )
    green = (one[..., 1] == four[..., 1]) & (two[..., 1] == three[..., 1])
    if not (green & (one[..., 1] != two[..., 1])).any():  # as in nearly all photos
        return None
    square = green & (one != two).any(-1) & (one == four).all(-1) & (two == three).all(-1)
    around = np.pad(square, 1, constant_values=True)
    inside: Mask = around[:-1, :-1] & around[:-1, 1:] & around[1:, :-1] & around[1:, 1:]
    # Where two lines cross it is so for one pixel, or some; a board has more.
    core = ~_grow(_grow(~inside, 0, BOARD), 1, BOARD)
    return inside & _grow(_grow(core, 0, BOARD), 1, BOARD)


def keep_even(values: Unit, colours: Unit, even: Mask, rows: Taps, columns: Taps) -> Unit:
    """The network's ``values`` (rows, columns, 3), and where its input ``colours`` (h, w, 3) were
    ``even`` (h, w) these, interpolated linearly; between even and other pixels ever more of either.

    The taps count from the corner of ``colours``.
    """
    both = np.concatenate([colours, even[..., None]], -1, dtype=np.float32)
    found = _interpolate(_interpolate(both, rows), columns, axis=1)
    kept, share = found[..., :-1], found[..., -1:]
    return values + share * (kept - values)


def _interpolate(values: Unit, taps: Taps, axis: int = 0) -> Unit:
    shape = (-1, 1, 1) if axis == 0 else (1, -1, 1)
    one, other = (
        weight.reshape(shape) * values.take(index, axis)
        for index, weight in zip(taps.index, taps.weight, strict=True)
    )
    return one + other


def _differ(colours: Unit, axis: int) -> Unit:
    """By how much pixel and next one along ``axis`` differ at most, one fewer there."""
    first, second = (colours[:-1], colours[1:]) if axis == 0 else (colours[:, :-1], colours[:, 1:])
    # Channel by channel, many times as fast as numpy is along so short an axis.
    red, green, blue = (np.abs(first[..., c] - second[..., c]) for c in range(3))
    return np.maximum(np.maximum(red, green), blue)


def _both_sides(between: Mask, axis: int) -> Mask:
    """The pixels on either side of what is ``between`` two."""
    nothing = [(0, 0), (0, 0)]
    nothing[axis] = (1, 0)
    after = np.pad(between, nothing)
    nothing[axis] = (0, 1)
    return np.pad(between, nothing) | after


def _grow(mask: Mask, axis: int, by: int) -> Mask:
    """``mask`` and all within ``by`` pixels along ``axis``."""
    grown = (mask if axis == 0 else mask.T).copy()
    done = 0
    while done < by:
        # What has grown by then leaves no gap.
        step = min(by - done, done + 1)
        before = grown.copy()
        grown[step:] |= before[:-step]
        grown[:-step] |= before[step:]
        done += step
    return grown if axis == 0 else grown.T
