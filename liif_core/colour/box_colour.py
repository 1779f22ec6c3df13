# SPDX-License-Identifier: Apache-2.0
"""What AVIF, HEIF and JPEG 2000 say about their colours, in boxes named "colr"."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from liif_core.colour.code_points import CodePoints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JP2_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_FAMILY = b"ftyp"
_MOST_BYTES = 64 << 20
"""Longer headers are no headers."""
_RESTRICTED, _ANY = 2, 3
"""Ways in which JPEG 2000 names a profile."""


class BoxColour(NamedTuple):
    """A profile goes before the codes."""

    icc: bytes | None = None
    codes: CodePoints | None = None


def has_boxes(head: bytes) -> bool:
    """Whether a file that begins so (12 bytes) is one of these formats."""
    return head == JP2_SIGNATURE or head[4:8] == _FAMILY


def read_box_colour(path: Path) -> BoxColour:
    """What the file says about its main picture. Raises :class:`OSError`."""
    with path.open("rb") as file:
        start = 0
        while len(head := file.read(16)) >= 8:
            length, name = struct.unpack_from(">I4s", head)
            header = 8
            if length == 1 and len(head) == 16:
                (length,), header = struct.unpack_from(">Q", head, 8), 16
            if name in (b"meta", b"jp2h") and header <= length <= _MOST_BYTES:
                file.seek(start + header)
                content = file.read(length - header)
                return _of_jpeg2000(content) if name == b"jp2h" else _of_heif(content[4:])
            if length < header:
                break
            start += length
            file.seek(start)
    return BoxColour()


def _of_jpeg2000(content: bytes) -> BoxColour:
    for name, box in _boxes(content):
        if name == b"colr" and box[:1] in (bytes([_RESTRICTED]), bytes([_ANY])):
            return BoxColour(icc=box[3:])
    return BoxColour()


def _of_heif(content: bytes) -> BoxColour:
    boxes = dict(_boxes(content))
    parts = dict(_boxes(boxes.get(b"iprp", b"")))
    properties = list(_boxes(parts.get(b"ipco", b"")))
    used = _uses(parts.get(b"ipma", b"")).get(_main_item(boxes.get(b"pitm", b"")), [])
    own = [properties[number - 1] for number in used if 0 < number <= len(properties)]
    # A picture of tiles may leave it to them.
    return _read_properties(own) or _read_properties(properties) or BoxColour()


def _read_properties(properties: list[tuple[bytes, bytes]]) -> BoxColour | None:
    icc = codes = None
    for name, box in properties:
        if name == b"colr" and box[:4] in (b"prof", b"rICC"):
            icc = icc or box[4:]
        elif name == b"colr" and box[:4] == b"nclx" and len(box) >= 8:
            codes = codes or CodePoints(*struct.unpack_from(">HH", box, 4))
    return BoxColour(icc, codes) if icc or codes else None


def _main_item(box: bytes) -> int:
    return int.from_bytes(box[4 : 8 if box[:1] == b"\1" else 6], "big")


def _uses(box: bytes) -> dict[int, list[int]]:
    """Which properties each item has, by their numbers from 1."""
    if len(box) < 8:
        return {}
    wide_items, wide_numbers = box[0] > 0, box[3] & 1
    (count,), at = struct.unpack_from(">I", box, 4), 8
    found: dict[int, list[int]] = {}
    for _ in range(count):
        size = 4 if wide_items else 2
        item, at = int.from_bytes(box[at : at + size], "big"), at + size
        if at >= len(box):
            break
        numbers, at = box[at], at + 1
        size = 2 if wide_numbers else 1
        mask = 0x7FFF if wide_numbers else 0x7F
        ends = range(at, at + size * numbers, size)
        found[item] = [int.from_bytes(box[end : end + size], "big") & mask for end in ends]
        at += size * numbers
    return found


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each box, as far as they are whole."""
    at = 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        header = 8
        if length == 1 and at + 16 <= len(content):
            (length,), header = struct.unpack_from(">Q", content, at + 8), 16
        elif length == 0:
            length = len(content) - at
        if length < header or at + length > len(content):
            return
        yield name, content[at + header : at + length]
        at += length
