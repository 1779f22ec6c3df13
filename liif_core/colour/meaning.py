# SPDX-License-Identifier: Apache-2.0
"""What a file says its numbers mean, without an ICC profile; and the profile that says the same."""

from __future__ import annotations

from typing import NamedTuple

from liif_core.colour import curves, primaries
from liif_core.colour.curves import Curve, Parametric
from liif_core.colour.icc_building import build_gray_profile, build_rgb_profile
from liif_core.colour.primaries import Primaries, are_alike, compute_colorants


class Meaning(NamedTuple):
    """Colours mixed of ``primaries``, their numbers made light by ``curve``."""

    primaries: Primaries = primaries.SRGB
    curve: Curve | tuple[Curve, Curve, Curve] = curves.SRGB
    """One for all channels, or those of red, green and blue."""

    @property
    def is_srgb(self) -> bool:
        """Whether it is what everybody takes for granted."""
        return self.curve == curves.SRGB and are_alike(self.primaries, primaries.SRGB)


def build_profile(meaning: Meaning, *, gray: bool) -> bytes | None:
    """The ICC profile for pictures in RGB or ``gray``; None for sRGB, and where there is none.

    Colours that make no sense have none.
    """
    if meaning.is_srgb:
        return None
    curve = meaning.curve
    if gray:
        if isinstance(curve, tuple):
            curve = curve[1]
        if curve == curves.SRGB:
            return None
        return build_gray_profile(curve, f"Gray, {_name(curve)}")
    colorants = compute_colorants(meaning.primaries)
    if colorants is None:
        return None
    each = curve if isinstance(curve, tuple) else (curve, curve, curve)
    name = f"{meaning.primaries.name}, {_name(each[1])}"
    return build_rgb_profile(colorants, each, name)


def _name(curve: Curve) -> str:
    if curve == curves.SRGB:
        return "sRGB curve"
    if not isinstance(curve, Parametric):
        return "curve of the file"
    if curve.gamma == 1:
        return "linear light"
    return f"gamma {curve.gamma:.2f}" if curve == Parametric(curve.gamma) else "video curve"
