# SPDX-License-Identifier: Apache-2.0
"""What the pixels of a picture tell of their past, each found when it is first asked for."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane, compute_luma, cut_excerpts
from liif_core.forensics.lossless import is_lossless
from liif_core.forensics.noise import find_noisiness
from liif_core.forensics.softness import find_softness
from liif_core.forensics.squares import is_made_of_squares


class Traces:
    """Those of one picture."""

    def __init__(self, samples: NDArray[np.generic]) -> None:
        """``samples`` are (rows, columns, channels) of Y, YA, RGB or RGBA, of any depth."""
        self._samples = samples

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        height, width = self._samples.shape[:2]
        return width, height

    @cached_property
    def _windows(self) -> list[Plane]:
        return cut_excerpts(self._samples)

    @cached_property
    def planes(self) -> list[Plane]:
        """Y (h, w) of its windows, in levels."""
        return [compute_luma(window) for window in self._windows]

    @cached_property
    def squares(self) -> bool:
        """See :func:`liif_core.forensics.squares.is_made_of_squares`."""
        return is_made_of_squares(self._samples, self._windows)

    @cached_property
    def lossless(self) -> bool:
        """See :func:`liif_core.forensics.lossless.is_lossless`."""
        return is_lossless(self.planes)

    @property
    def drawn(self) -> bool:
        """Whether it is no photo, and was never compressed with loss."""
        return self.squares or self.lossless

    @cached_property
    def softness(self) -> int:
        """0 for what is sharp to 100, as :func:`liif_core.forensics.softness.find_softness`; 0 for
        what was drawn, whose soft edges are meant."""
        softness = find_softness(self.planes)
        return 0 if softness and self.drawn else softness

    @cached_property
    def noisiness(self) -> int:
        """0 for what is clean to 100, as :func:`liif_core.forensics.noise.find_noisiness`; 0 for
        what was drawn, whose patterns are meant."""
        noisiness = find_noisiness(self.planes)
        return 0 if noisiness and self.drawn else noisiness
