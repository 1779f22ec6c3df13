# SPDX-License-Identifier: Apache-2.0
"""JPEG 2000 files that are cut off: the decoder takes none without its end mark."""

from __future__ import annotations

from typing import Final

from liif_core.pictures.damage import HOPELESS, WHOLE, Damage, tell_share
from liif_core.pictures.jpeg2000 import START

_TILE: Final = b"\xff\x90"
_END: Final = b"\xff\xd9"
_TILE_HEAD: Final = 12


def examine(data: bytes) -> Damage:
    """What is amiss with a JPEG 2000; only of what it lacks at its end."""
    start = data.find(START)
    at = data.find(_TILE, start)
    if start < 0 or at < 0:
        return WHOLE
    first = at
    # Each part of a tile says how long it is, 0 for all the rest.
    while data[at : at + 2] == _TILE and at + _TILE_HEAD <= len(data):
        length = int.from_bytes(data[at + 6 : at + 10], "big")
        if length < _TILE_HEAD:
            return WHOLE
        at += length
    missing = at - len(data)
    if data[at : at + 2] == _END or missing < -1:
        return WHOLE
    mended = data[:at] + bytes(max(0, missing)) + _END
    if missing <= 0:
        return Damage(("its end mark is missing",), mended=mended)
    share = missing / (at - first)
    lost = f"{tell_share(share)} of its data are missing, and fine detail with them"
    return Damage((), lost, mended, hopeless=share > HOPELESS)
