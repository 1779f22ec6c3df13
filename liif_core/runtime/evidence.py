# SPDX-License-Identifier: Apache-2.0
"""Where the network changed the picture, and how sure it is there.

Both are pictures of the result's size, gray in the source's channels, its transparency kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Protocol

import numpy as np

from liif_core.request.questions import Shown
from liif_core.runtime.enlargement import Enlargement, Span, Unit
from liif_core.runtime.filling import Paint

STRONGEST_CHANGE = 32 / 255
"""Change, of the colours' mean, that is shown white."""
UNSURE = 10 / 255
"""Spread of the answers, of the colours' mean, that is shown black."""
SHIFT = 0.25
"""Source pixels by which the source is shifted each way."""


class Make(Protocol):
    """Makes an enlargement; for its arguments see :class:`Enlargement`."""

    def __call__(
        self, *, lasting: bool = False, shift: tuple[float, float] = (0.0, 0.0)
    ) -> Enlargement: ...


def paint_evidence(shown: Shown, make: Make) -> tuple[Enlargement, Paint]:
    """The enlargement that the evidence is about, and what computes the evidence's tiles."""
    if shown == "changes":
        enlargement = make()
        return enlargement, partial(_paint_changes, enlargement)
    enlargement = make(lasting=True)
    shifts = product((-SHIFT, SHIFT), (-SHIFT, SHIFT))
    others = [make(lasting=True, shift=shift) for shift in shifts]
    return enlargement, partial(_paint_certainty, enlargement, others)


def _paint_changes(
    enlargement: Enlargement, rows: Span, columns: Span
) -> Iterator[tuple[Span, Span, Unit]]:
    """How far the result is from plain interpolation: black where it is the same."""
    for down, across, values in enlargement.tile(rows, columns):
        plain = enlargement.interpolated(down, across)
        colours = values.shape[2] - enlargement.has_alpha
        change = np.abs(values - plain)[..., :colours].mean(-1)
        yield down, across, _gray(change / STRONGEST_CHANGE, values, colours)


def _paint_certainty(
    enlargement: Enlargement, others: list[Enlargement], rows: Span, columns: Span
) -> Iterator[tuple[Span, Span, Unit]]:
    """White where the result stays the same when the source is resampled a little beside its
    pixels, as it is in ``others``; black where the answers spread: there detail hangs on chance."""
    for each in others:
        each.backend = enlargement.backend
    answers = zip(*(each.tile(rows, columns) for each in others), strict=True)
    for (down, across, values), beside in zip(
        enlargement.tile(rows, columns), answers, strict=True
    ):
        colours = values.shape[2] - enlargement.has_alpha
        all_of_them = np.stack([values, *(answer for _, _, answer in beside)])[..., :colours]
        spread = all_of_them.std(0).mean(-1)
        yield down, across, _gray(1 - spread / UNSURE, values, colours)
    enlargement.encoding += sum(each.encoding for each in others)
    for each in others:
        each.encoding = 0.0


def _gray(shade: Unit, values: Unit, colours: int) -> Unit:
    """``shade`` (h, w), limited to 0..1, as the first ``colours`` channels of ``values``."""
    result = values.copy()
    result[..., :colours] = np.clip(shade, 0, 1)[..., None]
    return result
