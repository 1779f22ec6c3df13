# SPDX-License-Identifier: Apache-2.0
"""Tone curves: from the numbers of a file, 0..1, to light, 0..1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[np.float64]
_LINEAR_SHARE, _LINEAR_FLOOR = 0.005, 1e-4
"""How far from the number itself its light may be for a curve to count as none."""


@dataclass(frozen=True)
class Parametric:
    """(a x + b) ** gamma + e from ``d`` on, and c x + f below it, as in ICC profiles."""

    gamma: float
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 0.0
    f: float = 0.0

    def light(self, values: Values) -> Values:
        """The light of ``values``, any shape, both 0..1."""
        with np.errstate(all="ignore"):  # profiles can say anything
            above = np.maximum(self.a * values + self.b, 0) ** self.gamma + self.e
        return np.where(values >= self.d, above, self.c * values + self.f)


@dataclass(frozen=True)
class Sampled:
    """A table over 0..1, straight between its places."""

    table: tuple[int, ...]
    """Two at least, 0 to 65535."""

    def light(self, values: Values) -> Values:
        """The light of ``values``, any shape, both 0..1."""
        places = np.linspace(0, 1, len(self.table))
        return np.interp(values, places, np.asarray(self.table) / 65535)


Curve: TypeAlias = Parametric | Sampled

LINEAR = Parametric(1.0)
SRGB = Parametric(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""That of IEC 61966-2-1."""


def is_linear(curve: Curve) -> bool:
    """Whether the numbers are the light itself, as far as an eye could tell."""
    values = np.linspace(0, 1, 1001)
    allowed = _LINEAR_SHARE * values + _LINEAR_FLOOR
    return bool((np.abs(curve.light(values) - values) <= allowed).all())
