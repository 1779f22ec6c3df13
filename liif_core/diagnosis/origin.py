# SPDX-License-Identifier: Apache-2.0
"""What a picture was before anything was done to it that can be undone exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.diagnosis.resolution import Resolution
from liif_core.forensics.excerpts import Plane, compute_luma, cut_excerpts
from liif_core.forensics.kind import Kind, find_kind
from liif_core.forensics.lossless import is_lossless
from liif_core.forensics.repeated import Repeated, find_repeated
from liif_core.runtime.reducing import reduce_picture
from liif_core.runtime.samples import from_unit

SMALLEST = 32
"""Shorter side of a photo: of fewer pixels, repeated, nobody would make one."""
SQUARES: Final[tuple[Kind, ...]] = ("drawing", "pixel art")
"""Kinds whose squares are meant to be seen."""


@dataclass(frozen=True, eq=False)
class Origin:
    """A picture as it was before its pixels were repeated exactly; as it is, if they were not."""

    samples: NDArray[np.generic]
    """(rows, columns, channels)."""
    windows: list[Plane]
    """(h, w, 3) of it, in levels."""
    planes: list[Plane]
    """Y of these."""
    lossless: bool
    """See :func:`liif_core.forensics.lossless.is_lossless`."""
    kind: Kind
    repeated: Repeated | None
    """What was enlarged by repeating its pixels, exactly or with a compression after it."""


def find_origin(samples: NDArray[np.generic]) -> Origin:
    """That of ``samples`` (rows, columns, channels)."""
    repeated = find_repeated(samples)
    exact = repeated is not None and repeated.exact
    if repeated is not None and exact:
        small = reduce_picture(samples, repeated.size, Image.Resampling.NEAREST)
        samples = from_unit(small, samples.dtype)
    windows = cut_excerpts(samples)
    planes = [compute_luma(window) for window in windows]
    lossless = is_lossless(planes)
    kind = find_kind(windows, max(samples.shape[:2]), lossless=lossless)
    if exact and kind == "photo" and min(samples.shape[:2]) < SMALLEST:
        kind = "drawing"
    if lossless and not exact:
        repeated = None  # what is exact up to its edges and regular was drawn so
    return Origin(samples, windows, planes, lossless, kind, repeated)


def tell_repeated(samples: NDArray[np.generic]) -> str | None:
    """That ``samples`` were enlarged before by repeating their pixels, unless squares are what they
    show; soon said of most."""
    if find_repeated(samples) is None:
        return None
    origin = find_origin(samples)
    if origin.repeated is None or origin.kind in SQUARES:
        return None
    width, height = origin.repeated.size
    return (
        f"it was enlarged from {width} x {height} before, by repeating its pixels; --scale auto"
        " works at that size"
    )


def keep_squares(kind: Kind, resolution: Resolution | None) -> Resolution | None:
    """``resolution`` as far as it decides about sizes: the squares of a drawing are its detail."""
    repeated = resolution is not None and resolution.repeated is not None
    return None if kind in SQUARES and repeated else resolution
