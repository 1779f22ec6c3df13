# SPDX-License-Identifier: Apache-2.0
"""Gray pictures for formats that have colours only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liif_core.colour.icc_changing import turn_to_rgb
from liif_core.pictures.depth import repeat_gray

if TYPE_CHECKING:
    from collections.abc import Callable

    from liif_core.pictures.picture import Picture


def to_colour(picture: Picture, reason: str, warn: Callable[[str], None]) -> Picture:
    """The gray ``picture`` as RGB or RGBA with the same look.

    Where its profile cannot be turned along, ``warn`` is told why it is left out: ``reason``.
    """
    profile = None if picture.icc is None else turn_to_rgb(picture.icc)
    if picture.icc is not None and profile is None:
        warn(f"{reason}; the gray colour profile was left out")
    return replace(picture, samples=repeat_gray(picture.samples), icc=profile)
