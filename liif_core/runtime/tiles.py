# SPDX-License-Identifier: Apache-2.0
"""Which part of the input a part of the output needs, along one axis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from liif_core.coordinates import Taps

REACH = 1
"""Inputs beyond the corners that a decoder may read, for the interpolated skip."""


def divide(start: int, stop: int, longest: int) -> Iterator[tuple[int, int]]:
    """``start`` to ``stop`` in equal parts of at most ``longest``."""
    return divide_into(start, stop, -(-(stop - start) // longest))


def divide_into(start: int, stop: int, count: int) -> Iterator[tuple[int, int]]:
    """``start`` to ``stop`` in so many equal parts."""
    for part in range(count):
        yield (
            start + (stop - start) * part // count,
            start + (stop - start) * (part + 1) // count,
        )


class Grain(NamedTuple):
    """How a network wants its parts cut."""

    step: int = 1
    """A part begins at a multiple of it: a network that goes by larger steps than one pixel must
    see them at the same places in every part."""
    least: int = 1
    """Inputs of the shortest part, unless the picture is shorter: what is put at an end to make up
    for it would be seen."""


FINE = Grain()


def find_needed(taps: Taps, margin: int, inputs: int, grain: Grain = FINE) -> tuple[int, int]:
    """First and last-plus-one input that ``taps`` read, with ``margin``, inside the picture.

    Where the picture ends the part ends too, so that a network pads it with zeros exactly
    there, as it pads the whole picture.
    """
    reach = REACH + margin
    start = max(0, int(taps.index.min()) - reach)
    stop = min(inputs, max(int(taps.index.max()) + reach + 1, grain.least))
    return min(start, max(0, stop - grain.least)) // grain.step * grain.step, stop
