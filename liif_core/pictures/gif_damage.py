# SPDX-License-Identifier: Apache-2.0
"""GIF files without their end mark."""

from __future__ import annotations

from typing import Final

from liif_core.pictures.damage import WHOLE, Damage

START: Final = (b"GIF87a", b"GIF89a")
_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B


def examine(data: bytes) -> Damage:
    """What is amiss with the order of a GIF; its pixels are not looked at."""
    at = 13 + _palette(data, 10)
    while at < len(data):
        if data[at] == _EXTENSION:
            at = _skip_blocks(data, at + 2)
        elif data[at] == _IMAGE:
            at = _skip_blocks(data, at + 11 + _palette(data, at + 9))
        else:
            return WHOLE
    return Damage(("its end mark is missing",)) if at == len(data) else WHOLE


def _palette(data: bytes, at: int) -> int:
    """Bytes of the palette of which the flags ``at`` tell."""
    flags = data[at] if at < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
