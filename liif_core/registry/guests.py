# SPDX-License-Identifier: Apache-2.0
"""What a manifest says of a guest: how a network that others trained is to be run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LARGEST_SCALE = 16
LARGEST_SIDE = 1024
"""Of what a guest can ask of a tile's sides, in pixels."""
FAST_WORK = 485_000
"""Products for a source pixel that ``fast`` takes, about, at a factor of 4."""
SLOW = 4
"""How many times the work of ``fast`` a network takes that people must wait for."""


@dataclass(frozen=True)
class Guest:
    """What was measured when a guest was taken in."""

    scale: int
    """How many times as wide and high its answer is."""
    channels: int
    """3: it sees colours. 1: it sees one channel, and is asked about each."""
    step: int
    """Source pixels by which a tile can be moved without another answer; sides of a tile are
    multiples of it."""
    least: int
    """Shortest side of a tile that it was tried with, in source pixels."""
    crop: int
    """Pixels by which its answer is smaller, along each axis, than ``scale`` times the tile."""
    whole: bool
    """Whether all of a picture decides about each pixel: then tiles are blended."""
    work: int
    """Products for each source pixel."""
    memory: int
    """Bytes for each source pixel of a tile, about."""
    half: bool
    """Whether its answers in bfloat16 are those in single precision within a level of 255."""
    kind: str
    """What it is for, in a word or two, such as ``photos`` or ``drawings``."""
    source: str
    """Name of the file that it was made from."""

    def __post_init__(self) -> None:
        """Raise :class:`TypeError` or :class:`ValueError` for what cannot be true."""
        for name, (kind, fits) in _RULES.items():
            value = getattr(self, name)
            # Not by isinstance, to which a truth value is a whole number.
            if type(value) is not kind:
                raise TypeError(f"{name} is no {kind.__name__}")
            if not fits(value):
                raise ValueError(f"{name} cannot be {value!r}")

    @property
    def effort(self) -> float:
        """How many times the work of ``fast`` it takes."""
        return self.work / FAST_WORK

    @property
    def speed(self) -> str:
        """``fast`` or ``slow``, for people."""
        return speed_of(self.work)


def speed_of(work: int) -> str:
    """``fast`` or ``slow``, for so many products a source pixel."""
    return "slow" if work >= SLOW * FAST_WORK else "fast"


def _any(_: object) -> bool:
    return True


_RULES: dict[str, tuple[type, Callable[..., bool]]] = {
    "scale": (int, lambda value: 1 <= value <= LARGEST_SCALE),
    "channels": (int, lambda value: value in (1, 3)),
    "step": (int, lambda value: 1 <= value <= LARGEST_SIDE),
    "least": (int, lambda value: 1 <= value <= LARGEST_SIDE),
    "crop": (int, lambda value: 0 <= value <= LARGEST_SIDE * LARGEST_SCALE),
    "whole": (bool, _any),
    "work": (int, lambda value: value >= 0),
    "memory": (int, lambda value: value >= 1),
    "half": (bool, _any),
    "kind": (str, _any),
    "source": (str, _any),
}
