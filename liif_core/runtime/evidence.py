# SPDX-License-Identifier: Apache-2.0
"""Where the network changed the picture, and how sure it is there.

Both are pictures of the result's size, gray in the source's channels, its transparency kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liif_core import coordinates
from liif_core.runtime.backends.interface import Window
from liif_core.runtime.enlargement import Enlargement, Span, Unit
from liif_core.runtime.samples import to_unit

STRONGEST_CHANGE = 32 / 255
"""Change, of the colours' mean, that is shown white."""
UNSURE = 10 / 255
"""Spread of the answers, of the colours' mean, that is shown black."""
SHIFT = 0.25
"""Source pixels by which the source is shifted each way."""


class Changes(Enlargement):
    """How far the result is from plain interpolation: black where it is the same."""

    def tile(self, rows: Span, columns: Span) -> Iterator[tuple[Span, Span, Unit]]:
        for down, across, values in super().tile(rows, columns):
            plain = self.interpolated(down, across)
            colours = values.shape[2] - self.has_alpha
            change = np.abs(values - plain)[..., :colours].mean(-1)
            yield down, across, _gray(change / STRONGEST_CHANGE, values, colours)


class Certainty(Enlargement):
    """White where the result stays the same when the source is resampled a little beside its
    pixels, black where the answers spread: there the detail hangs on chance.
    """

    beside_others = True

    def __init__(self, *values: Any, **options: Any) -> None:  # noqa: ANN401
        """The arguments are those of :class:`Enlargement`."""
        super().__init__(*values, **options)
        self._shifted = [
            _Shifted(*values, shift=(down, across), **options)
            for down, across in product((-SHIFT, SHIFT), repeat=2)
        ]

    def tile(self, rows: Span, columns: Span) -> Iterator[tuple[Span, Span, Unit]]:
        for each in self._shifted:
            each.backend = self.backend
        own = super().tile(rows, columns)
        others = zip(*(each.tile(rows, columns) for each in self._shifted), strict=True)
        for (down, across, values), answers in zip(own, others, strict=True):
            colours = values.shape[2] - self.has_alpha
            all_of_them = np.stack([values, *(answer for _, _, answer in answers)])[..., :colours]
            spread = all_of_them.std(0).mean(-1)
            yield down, across, _gray(1 - spread / UNSURE, values, colours)
        self.encoding += sum(each.encoding for each in self._shifted)
        for each in self._shifted:
            each.encoding = 0.0


class _Shifted(Enlargement):
    """The same picture from a source that was sampled a fraction of a pixel beside."""

    beside_others = True

    def __init__(
        self,
        *values: Any,  # noqa: ANN401 - those of Enlargement
        shift: tuple[float, float],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*values, **options)
        self._shift = shift

    def position(self, axis: int, span: Span) -> NDArray[np.float64]:
        return super().position(axis, span) - self._shift[axis]

    def part(self, window: Window) -> Unit:
        spans = ((window.top, window.bottom), (window.left, window.right))
        (row, down), (column, across) = (
            coordinates.cubic_taps(np.arange(*span, dtype=np.float64) + shift, size)
            for span, shift, size in zip(spans, self._shift, self.source.shape, strict=False)
        )
        left, right = int(column.min()), int(column.max()) + 1
        part = sum(
            weight[:, None, None] * to_unit(self.source[index, left:right])
            for index, weight in zip(row, down, strict=True)
        )
        part = sum(
            weight[:, None] * part[:, index - left]
            for index, weight in zip(column, across, strict=True)
        )
        return np.asarray(part, np.float32)


def _gray(shade: Unit, values: Unit, colours: int) -> Unit:
    """``shade`` (h, w), limited to 0..1, as the first ``colours`` channels of ``values``."""
    result = values.copy()
    result[..., :colours] = np.clip(shade, 0, 1)[..., None]
    return result
