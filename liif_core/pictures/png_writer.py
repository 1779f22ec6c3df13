# SPDX-License-Identifier: Apache-2.0
"""PNG with 8 or 16 bit, which Pillow writes for gray only."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from liif_core.pictures import xmp
from liif_core.pictures.depth import to_depth
from liif_core.pictures.exif import complete_block
from liif_core.pictures.png_compression import choose_compression
from liif_core.pictures.png_texts import build_chunk, write_words

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.picture import Picture

_HEADER_END = 8 + 25
"""After the signature and the IHDR chunk, which is where our chunks belong."""
_METRES_PER_INCH = 0.0254


def write(path: Path, picture: Picture) -> None:
    """Write the file; float samples become 16 bit. Raises :class:`OSError`."""
    import imagecodecs

    samples = np.ascontiguousarray(to_depth(picture.samples, np.uint16))
    encoded = memoryview(imagecodecs.png_encode(samples, **choose_compression(samples)))
    packet = xmp.complete(picture.xmp, picture.size, picture.resolution)
    with path.open("wb") as file:
        file.write(encoded[:_HEADER_END])
        if picture.icc is not None:
            file.write(build_chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(picture.icc)))
        if picture.resolution is not None:
            across, down = (round(ppi / _METRES_PER_INCH) for ppi in picture.resolution)
            file.write(build_chunk(b"pHYs", struct.pack(">IIB", across, down, 1)))
        exif = complete_block(picture.exif, picture.size, picture.resolution)
        if exif is not None:
            file.write(build_chunk(b"eXIf", exif))
        for chunk in write_words(picture.texts, packet, picture.iptc):
            file.write(chunk)
        file.write(encoded[_HEADER_END:])
