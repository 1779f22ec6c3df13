# SPDX-License-Identifier: Apache-2.0
"""IPTC data (IIM), and Photoshop's resources, in which most files hold it."""

from __future__ import annotations

import struct
from typing import Final

_RESOURCE: Final = b"8BIM"
_IPTC: Final = 0x0404
JPEG_PREFIX: Final = b"Photoshop 3.0\0"
JPEG_LIMIT: Final = 65_533
"""Bytes of a segment."""


def find_iptc(resources: bytes) -> bytes | None:
    """The IPTC data among Photoshop's ``resources``; None where there is none."""
    at = 0
    while resources[at : at + 4] == _RESOURCE and at + 12 <= len(resources):
        (number,) = struct.unpack_from(">H", resources, at + 4)
        # The name, its length before it, and the content are each filled up to an even length.
        at += 6 + (resources[at + 6] + 2) // 2 * 2
        if at + 4 > len(resources):
            return None
        (length,) = struct.unpack_from(">L", resources, at)
        content = resources[at + 4 : at + 4 + length]
        if number == _IPTC:
            return content if len(content) == length and content else None
        at += 4 + length + length % 2
    return None


def build_resources(iptc: bytes) -> bytes:
    """Photoshop's resources with nothing but the IPTC data."""
    head = _RESOURCE + struct.pack(">HHL", _IPTC, 0, len(iptc))
    return head + iptc + b"\0" * (len(iptc) % 2)
