# SPDX-License-Identifier: Apache-2.0
"""Photos with a gain map, which screens that can do so show brighter (Ultra HDR and others)."""

from __future__ import annotations

from typing import Final

from liif_core.pictures.xmp import GAIN_MAPS

GAIN_MAP: Final = "its gain map (the HDR part)"
_MARKS: Final = (b"urn:iso:std:iso:ts:21496", *(each.encode() for each in GAIN_MAPS))


def has_gain_map(jpeg: bytes) -> bool:
    """Whether the file says so, by itself or in the second picture that it holds."""
    return any(mark in jpeg for mark in _MARKS)
