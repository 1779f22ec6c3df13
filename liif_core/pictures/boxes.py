# SPDX-License-Identifier: Apache-2.0
"""The boxes of which AVIF, HEIC and JPEG XL files consist (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Box(NamedTuple):
    """One box of a file."""

    kind: bytes
    """Four letters."""
    whole: bytes
    content: bytes


def read_boxes(data: bytes) -> Iterator[Box]:
    """Those that follow each other in ``data``. Raises :class:`ValueError` for one cut off."""
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        head = 8
        if length == 1 and at + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        elif length == 0:  # the last one goes to the end
            length = len(data) - at
        if length < head or at + length > len(data):
            raise ValueError("it is cut off")
        yield Box(kind, data[at : at + length], data[at + head : at + length])
        at += length


def build_box(kind: bytes, *parts: bytes) -> bytes:
    """A whole box."""
    content = b"".join(parts)
    return struct.pack(">L4s", len(content) + 8, kind) + content


def count_frames(data: bytes) -> int:
    """How many a moving picture has, by its first track. Raises :class:`ValueError`."""
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsz"):
        data = next((box.content for box in read_boxes(data) if box.kind == kind), b"")
    if len(data) < 12:
        raise ValueError("it has no frames")
    return int.from_bytes(data[8:12], "big")


def read_brands(data: bytes) -> tuple[bytes, ...]:
    """What kinds of file it says it is, the main one first; none where it has no such box."""
    if data[4:8] != b"ftyp":
        return ()
    content = data[8 : min(len(data), struct.unpack_from(">L", data)[0])]
    every = [content[at : at + 4] for at in range(0, len(content), 4)]
    # The second number is a version.
    return tuple(every[:1] + every[2:])
