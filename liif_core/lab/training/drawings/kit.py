# SPDX-License-Identifier: Apache-2.0
"""What a drawing is made with: its own chance, fonts, and photos to draw on."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from liif_core.lab.training.drawings.fonts import BUILT_IN, Font

SIDE = 512
"""Pixels of a side of every drawing."""
Picture = NDArray[np.uint8]
"""(h, w, 3)."""
T = TypeVar("T")


class Photo(Protocol):
    """A photo to draw on, of at least ``SIDE`` pixels a side."""

    @property
    def name(self) -> str: ...

    def pixels(self) -> Picture: ...


class Kit:
    """Chance, fonts and photos of one drawing; remembers which were taken."""

    def __init__(
        self,
        kind: str,
        seed: int,
        fonts: Sequence[Font] = (BUILT_IN,),
        photos: Sequence[Photo] = (),
    ) -> None:
        self.rng = np.random.default_rng([seed, zlib.crc32(kind.encode())])
        self.fonts = fonts
        self.photos = photos
        self.used: list[Font] = []
        self.used_photos: list[str] = []

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def choose(self, things: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of ``things``, each as likely as its weight."""
        if weights is None:
            return things[int(self.rng.integers(len(things)))]
        shares = np.asarray(weights, float)
        return things[int(self.rng.choice(len(things), p=shares / shares.sum()))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """``count`` different ones of ``things``, or all when there are fewer."""
        order = self.rng.permutation(len(things))[:count]
        return [things[int(i)] for i in order]

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return int(self.rng.integers(low, high + 1))

    def font(self, script: str = "latin", style: str = "") -> Font:
        """A font that has the script; of the style ("mono", "hand", ...) where there is one."""
        able = [font for font in self.fonts if script in font.scripts] or [BUILT_IN]
        of_style = [font for font in able if style in font.styles] if style else able
        taken = self.choose(of_style or able)
        if taken not in self.used:
            self.used.append(taken)
        return taken

    def photo(self) -> Picture | None:
        """A square of ``SIDE`` pixels out of a photo; none when no photos were given."""
        if not self.photos:
            return None
        chosen = self.choose(self.photos)
        if chosen.name not in self.used_photos:
            self.used_photos.append(chosen.name)
        photo = chosen.pixels()
        top = self.whole(0, photo.shape[0] - SIDE)
        left = self.whole(0, photo.shape[1] - SIDE)
        crop = photo[top : top + SIDE, left : left + SIDE]
        return crop[:, ::-1].copy() if self.chance(0.5) else crop.copy()
