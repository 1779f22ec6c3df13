# SPDX-License-Identifier: Apache-2.0
"""Profiles made of others, for the same colours in other numbers."""

from __future__ import annotations

import numpy as np

from liif_core.colour import curves
from liif_core.colour.curves import Curve, is_linear
from liif_core.colour.icc_building import build_gray_profile, build_rgb_profile
from liif_core.colour.icc_reading import read_curve, read_space, read_tags
from liif_core.colour.primaries import SRGB, compute_colorants

_COLORANTS = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
_GRAY_CURVE = (b"kTRC",)
_BY_TABLES = (b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2", b"D2B3")
"""With one of these, matrix and curves are not what counts."""


def is_linear_light(icc: bytes) -> bool:
    """Whether the numbers are light itself, by a profile of a matrix and curves, or of gray."""
    found = _read_curves(icc)
    return found is not None and all(map(is_linear, found))


def put_srgb_curve(icc: bytes) -> bytes:
    """The profile of the same colours with the curve of sRGB; ``icc`` is linear light."""
    if read_space(icc) == b"GRAY":
        return build_gray_profile(curves.SRGB, "Gray, sRGB curve")
    tags = read_tags(icc)
    columns = [np.frombuffer(tags[name], ">i4", 3, 8) / 65536 for name in _COLORANTS]
    return build_rgb_profile(np.stack(columns, -1), (curves.SRGB,) * 3, "RGB, sRGB curve")


def turn_to_gray(icc: bytes) -> bytes | None:
    """The profile for the gray of a profile for RGB; None where each colour has its own curve."""
    found = _read_curves(icc)
    if read_space(icc) != b"RGB " or found is None or len(set(found)) > 1:
        return None
    return build_gray_profile(found[0], "Gray of an RGB profile")


def turn_to_rgb(icc: bytes) -> bytes | None:
    """The profile by which gray as RGB looks the same; None where ``icc`` is none for gray."""
    found, colorants = _read_curves(icc), compute_colorants(SRGB)
    if read_space(icc) != b"GRAY" or found is None or colorants is None:
        return None
    return build_rgb_profile(colorants, (found[0],) * 3, "RGB of a gray profile")


def _read_curves(icc: bytes) -> list[Curve] | None:
    """One curve or three, where these are what counts; None where they cannot be read."""
    tags = read_tags(icc)
    if any(name in tags for name in _BY_TABLES):
        return None
    gray = read_space(icc) == b"GRAY"
    if not gray and not all(len(tags.get(name, b"")) == 20 for name in _COLORANTS):
        return None
    found = [read_curve(tags.get(name, b"")) for name in (_GRAY_CURVE if gray else _CURVES)]
    return [curve for curve in found if curve is not None] if all(found) else None
