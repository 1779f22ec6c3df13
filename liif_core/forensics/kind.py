# SPDX-License-Identifier: Apache-2.0
"""What kind of picture it is, as far as that decides how it is best enlarged.

*Pixel art* has few colours and none between two others at an edge: nothing was smoothed. *A page of
text* is mostly of one colour, and what stands on it is thin, often interrupted, and in lines
(:mod:`liif_core.forensics.writing`). *A drawing* has flat colours that are exact up to its edges
or, after a lossy compression, still few colours in flat areas with strong edges.

Limits: whatever is not sure counts as a photo. So do pixel art, most comics and maps, and halftones
after a lossy compression. A photo that was reduced to a few colours can pass for pixel art.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane
from liif_core.forensics.writing import is_page

Kind: TypeAlias = Literal["photo", "drawing", "page of text", "pixel art"]

FEW_COLOURS = 64
LARGEST = 1024
"""Longest side of pixel art."""
SMOOTHED = 0.07
"""Share of edges with a colour between those of both sides, from which they were smoothed: of pixel
art at most 0.05, of charts, maps and letters 0.09 and more."""
ALIGNED = 0.97
"""Cosine of two steps of colour that go the same way."""
BUSY, EMPTY = 0.4, 0.97
"""Shares of flat pixels between which pixel art lies: below are photos of few colours (dithers),
beyond there is too little of a drawing to say how it was drawn."""
SAME, STRONG = 2.0, 64.0
"""Levels of a step that is none, and of one that is an edge."""
FLAT, OF_FEW, EDGES = 0.45, 0.7, 0.015
"""Shares of a drawing after a lossy compression: flat pixels, those of the eight most frequent
colours, strong edges."""
_SOME = 8
_COLOUR, _MOST_FREQUENT = 12, 8
"""Levels that count as one colour, and how many of these are taken."""


def find_kind(windows: list[Plane], longest: int, *, lossless: bool) -> Kind:
    """Of a picture whose ``longest`` side has so many pixels, by ``windows`` (h, w, 3) in levels.

    ``lossless`` is what :func:`liif_core.forensics.lossless.is_lossless` says of it.
    """
    if is_page(windows):
        return "page of text"
    if is_pixel_art(windows, longest):
        return "pixel art"
    steps = _measure_steps(windows)
    edges = _share(steps > STRONG)
    if lossless and edges > 0:
        return "drawing"
    flat = _share(steps <= SAME)
    drawn = flat >= FLAT and edges >= EDGES and _share_of_few(windows) >= OF_FEW
    return "drawing" if drawn else "photo"


def is_pixel_art(windows: list[Plane], longest: int) -> bool:
    """As :func:`find_kind` has it, though a page of text may be among it; soon said of photos."""
    if longest > LARGEST:
        return False
    # Of photos some pixels tell it already.
    some = [window[::_SOME, ::_SOME] for window in windows]
    if _count_colours(some) > FEW_COLOURS or _count_colours(windows) > FEW_COLOURS:
        return False
    flat = _share(_measure_steps(windows) <= SAME)
    return BUSY <= flat <= EMPTY and _share_smoothed(windows) < SMOOTHED


def _share(of: NDArray[np.bool_]) -> float:
    """Of all; of nothing, as in a picture of one pixel, it is none."""
    return float(of.mean()) if of.size else 0.0


def _measure_steps(windows: list[Plane]) -> NDArray[np.float32]:
    """From one pixel to the next, along rows and columns, in levels of the colour that changes
    most."""
    return np.concatenate(
        [_largest_step(window, axis).ravel() for window in windows for axis in (0, 1)]
    )


def _largest_step(window: Plane, axis: int) -> NDArray[np.float32]:
    """Of the colours, one after the other: a tenth of the time of asking them at each pixel."""
    largest, *others = (
        np.abs(np.diff(np.ascontiguousarray(colour), axis=axis))
        for colour in np.moveaxis(window, -1, 0)
    )
    for step in others:
        np.maximum(largest, step, out=largest)
    return largest


def _count_colours(windows: list[Plane]) -> int:
    return _count_each(windows, 1).size


def _share_of_few(windows: list[Plane]) -> float:
    """Of the pixels, those of the most frequent colours."""
    counts = np.sort(_count_each(windows, _COLOUR))[::-1]
    return float(counts[:_MOST_FREQUENT].sum() / counts.sum())


def _count_each(windows: list[Plane], levels: int) -> NDArray[np.int64]:
    """How often there is each colour, to so many ``levels``."""
    pixels = np.concatenate([window.reshape(-1, 3) for window in windows])
    values = np.rint(pixels / levels).astype(np.int64) @ (1 << 16, 1 << 8, 1)
    return np.unique(values, return_counts=True)[1]


def _share_smoothed(windows: list[Plane]) -> float:
    """Of the steps along rows and columns, those that another one goes on with."""
    smoothed = total = 0
    for window in windows:
        for lines in (window, window.swapaxes(0, 1)):
            step = np.diff(lines, axis=1)
            changes = np.abs(step).max(-1) > SAME
            before, behind = step[:, :-1], step[:, 1:]
            length = np.linalg.norm(before, axis=-1) * np.linalg.norm(behind, axis=-1)
            aligned = (before * behind).sum(-1) > ALIGNED * length
            smoothed += int(np.count_nonzero(aligned & changes[:, :-1] & changes[:, 1:]))
            total += int(np.count_nonzero(changes))
    return smoothed / total if total else 1.0
