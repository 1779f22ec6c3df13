# SPDX-License-Identifier: Apache-2.0
"""What a TIFF says besides its pixels."""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING, Final

from liif_core.pictures import exif, iptc
from liif_core.pictures.exif_block import read_block

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.content import Content

_XMP, _IPTC, _RESOURCES, _COMPRESSION = 0x02BC, 0x83BB, 0x8649, 0x0103
_LEFT_OUT: Final = {
    0x830E: "its place on the map (GeoTIFF)",
    0x8480: "its place on the map (GeoTIFF)",
    0x85D8: "its place on the map (GeoTIFF)",
    0x935C: "its layers (Photoshop)",
}
LOSSY: Final = frozenset({6, 7, 33003, 33004, 33005, 34712, 34892, 50001, 50002, 52546})
"""Compressions of the kinds of JPEG, and of WebP."""


def read_metadata(path: Path, content: Content) -> Content:
    """``content`` with what the first page of the file at ``path`` says. Raises :class:`OSError`.

    What is damaged says nothing.
    """
    wanted = exif.NEEDED | {_XMP, _IPTC, _RESOURCES, _COMPRESSION, *_LEFT_OUT}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            block = read_block(data, wanted)
        except (ValueError, struct.error):
            return content
    found = {tag: block.first.pop(tag).data for tag in wanted - exif.NEEDED if tag in block.first}
    compression = struct.unpack(f"{block.order}H", found.get(_COMPRESSION, b"")[:2] or b"\0\0")
    return content._replace(
        exif=block.to_bytes(),
        xmp=found.get(_XMP),
        # Some programs fill it up with zeros to a multiple of four.
        iptc=found.get(_IPTC, b"").rstrip(b"\0") or iptc.find_iptc(found.get(_RESOURCES, b"")),
        lossless=compression[0] not in LOSSY,
        left_out=tuple(sorted({_LEFT_OUT[tag] for tag in _LEFT_OUT if tag in found})),
    )
