# SPDX-License-Identifier: Apache-2.0
"""Which part of the input a part of the output needs, along one axis."""

from __future__ import annotations

from collections.abc import Iterator

from liif_core.coordinates import Taps

REACH = 1
"""Inputs beyond the corners that a decoder may read, for the interpolated skip."""


def divide(start: int, stop: int, longest: int) -> Iterator[tuple[int, int]]:
    """``start`` to ``stop`` in equal parts of at most ``longest``."""
    count = -(-(stop - start) // longest)
    for part in range(count):
        yield (
            start + (stop - start) * part // count,
            start + (stop - start) * (part + 1) // count,
        )


def find_needed(taps: Taps, margin: int, inputs: int) -> tuple[int, int]:
    """First and last-plus-one input that ``taps`` read, with ``margin``, inside the picture.

    Where the picture ends the part ends too, so that a network pads it with zeros exactly
    there, as it pads the whole picture.
    """
    reach = REACH + margin
    return (
        max(0, int(taps.index.min()) - reach),
        min(inputs, int(taps.index.max()) + reach + 1),
    )
