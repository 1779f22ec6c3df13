# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with all that cameras and programs write into them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.pictures.exif_block import (
    ASCII,
    BYTE,
    GPS,
    INTEROP,
    LONG,
    PHOTO,
    RATIONAL,
    SHORT,
    UNDEFINED,
    Block,
    Value,
    read_block,
)
from liif_core.pictures.picture import Samples

__all__ = ["ASCII", "BYTE", "GPS", "INTEROP", "LONG", "PHOTO", "RATIONAL", "SHORT", "UNDEFINED",
           "Block", "Value", "read_block"]  # fmt: skip

IPTC = b"\x1c\x02\x00\x00\x02\x00\x04" + b"".join(
    b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text
    for number, text in ((25, b"keyword one"), (25, b"print"), (120, b"A caption"))
)
NOTES = b"Camera notes\0\0" + b"x" * 40
INSIDE = b"pointed at"
"""What stands in a camera's notes and is found by its place in the block."""


def smooth(width: int = 48, height: int = 32, channels: int = 3) -> Samples:
    """A picture (h, w, c) uint8 on which every codec does well."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 5, y * 7, (x + y) * 3, 255 - x]
    return np.stack(planes[:channels], -1).astype(np.uint8)


def camera_exif(order: str = "<", *, orientation: int = 1) -> bytes:
    """An EXIF block as cameras write it: all types, notes that point into themselves, a
    thumbnail."""
    block = Block("<" if order == "<" else ">")
    block.first = {
        0x010F: _text(b"Maker"),
        0x0110: _text(b"Model 1"),
        0x013B: _text(b"J\xc3\xb6rg"),
    }
    block.put(block.first, 0x0112, SHORT, orientation)
    for tag in (0x011A, 0x011B):
        block.put(block.first, tag, RATIONAL, 300, 1)
    block.put(block.first, 0x0128, SHORT, 2)
    block.put(block.first, 0x0213, SHORT, 2)
    block.photo = {
        0x9000: Value(UNDEFINED, 4, b"0230"),
        0x9003: _text(b"2024:05:06 07:08:09"),
        0x9101: Value(UNDEFINED, 4, b"\1\2\3\0"),
        0x9286: Value(UNDEFINED, 13, b"ASCII\0\0\0hello"),
        0xA000: Value(UNDEFINED, 4, b"0100"),
        0xA300: Value(UNDEFINED, 1, b"\3"),
    }
    block.put(block.photo, 0x829A, RATIONAL, 1, 250)
    block.put(block.photo, 0x8827, SHORT, 200)
    block.put(block.photo, 0x9204, 10, -1, 3)
    block.put(block.photo, 0xA001, SHORT, 1)
    block.put(block.photo, 0xA002, LONG, 48)
    block.put(block.photo, 0xA003, LONG, 32)
    block.put(block.photo, 0x9214, SHORT, 24, 16, 10, 8)
    block.gps = {0: Value(BYTE, 4, b"\2\3\0\0"), 1: _text(b"N"), 3: _text(b"E")}
    block.put(block.gps, 2, RATIONAL, 52, 1, 31, 1, 123, 10)
    block.put(block.gps, 4, RATIONAL, 13, 1, 24, 1, 5, 1)
    block.interop = {1: _text(b"R98"), 2: Value(UNDEFINED, 4, b"0100")}
    place = 900
    notes = NOTES + struct.pack(f"{order}L", place + len(NOTES) + 4) + INSIDE
    block.photo[0x927C] = Value(UNDEFINED, len(notes), notes)
    block.notes_at = place
    return _with_thumbnail(block)


def _text(value: bytes) -> Value:
    return Value(ASCII, len(value) + 1, value + b"\0")


def _with_thumbnail(block: Block) -> bytes:
    whole = bytearray(block.to_bytes())
    number = struct.unpack_from(f"{block.order}H", whole, 8)[0]
    struct.pack_into(f"{block.order}L", whole, 8 + 2 + 12 * number, len(whole))
    rows = (0x0103, SHORT, 1, 6 if block.order == "<" else 6 << 16), (0x0202, LONG, 1, 9)
    table = struct.pack(f"{block.order}H", 3)
    where = len(whole) + 2 + 36 + 4
    for row in (rows[0], (0x0201, LONG, 1, where), rows[1]):
        table += struct.pack(f"{block.order}HHLL", *row)
    return bytes(whole) + table + b"\0\0\0\0" + b"\xff\xd8thumbs!"[:9]


def packet(properties: str, *, names: str = "") -> bytes:
    """An XMP packet with these properties as elements, and ``names`` as its name spaces."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        f' rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" {names}>{properties}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def segment(mark: int, content: bytes) -> bytes:
    """One of a JPEG."""
    return bytes((0xFF, mark)) + struct.pack(">H", len(content) + 2) + content


def write_jpeg(
    path: Path,
    *segments: bytes,
    exif: bytes | None = None,
    xmp: bytes | None = None,
    iptc: bytes | None = None,
    comments: tuple[bytes, ...] = (),
    samples: Samples | None = None,
) -> None:
    """A JPEG as other programs write it."""
    encoded = io.BytesIO()
    Image.fromarray(smooth() if samples is None else samples).save(encoded, "JPEG", quality=95)
    parts = [*segments]
    if exif is not None:
        parts.append(segment(0xE1, b"Exif\0\0" + exif))
    if xmp is not None:
        parts.append(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp))
    if iptc is not None:
        # After another resource with a name of odd length, as Photoshop has them.
        other = b"8BIM\x03\xed\x03abc" + struct.pack(">L", 3) + b"\1\2\3\0"
        resource = b"8BIM\x04\x04\0\0" + struct.pack(">L", len(iptc)) + iptc
        parts.append(segment(0xED, b"Photoshop 3.0\0" + other + resource))
    parts += [segment(0xFE, comment) for comment in comments]
    whole = encoded.getvalue()
    path.write_bytes(whole[:2] + b"".join(parts) + whole[2:])
