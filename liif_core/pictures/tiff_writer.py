# SPDX-License-Identifier: Apache-2.0
"""TIFF of any depth, losslessly compressed."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from liif_core.pictures import xmp
from liif_core.pictures.exif import complete_block, split_for_tiff
from liif_core.pictures.exif_block import ASCII, BYTE, LONG, Block

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liif_core.pictures.picture import Picture
    from liif_core.pictures.rows import Rows

_XMP, _IPTC = 0x02BC, 0x83BB
_UTF8 = 129
_SMALL = (1 << 32) - (1 << 25)
"""Bytes up to which a file needs no BigTIFF, with room for all that is not pixels."""
_STRIP = 1 << 18
"""Bytes of a strip, about, before it is compressed."""
_Tag: TypeAlias = tuple[int, int, int, bytes | int, bool]


def write(path: Path, picture: Picture, rows: Rows) -> None:
    """Write the file, with the ``rows`` as the samples of ``picture``; a BigTIFF where 4 GB are not
    enough. Raises :class:`OSError`.
    """
    import tifffile

    height, width, channels = rows.shape
    row_bytes = width * channels * rows.dtype.itemsize
    strip = min(height, max(1, _STRIP // row_bytes))
    exif = complete_block(picture.exif, picture.size, picture.resolution)
    block = Block("<") if exif is None else split_for_tiff(exif, profile=picture.icc is not None)
    big = height * row_bytes > _SMALL
    header = _header(block, big=big)
    # They come before the pixels: there a camera's own notes keep the place that they point into.
    beginning, places = block.inner_directories(len(header))
    path.write_bytes(header + beginning[len(header) :])
    with tifffile.TiffWriter(path, append=True) as file:
        file.write(
            _compress(rows, strip, block.order),
            shape=rows.shape if channels > 1 else (height, width),
            dtype=rows.dtype,
            rowsperstrip=strip,
            photometric="rgb" if channels >= 3 else "minisblack",
            planarconfig="contig" if channels > 1 else None,
            extrasamples=["unassalpha"] if channels in (2, 4) else None,
            # Of the compressions that the standard itself has, the best.
            compression="lzw",
            predictor=True,
            iccprofile=picture.icc,
            resolution=picture.resolution,
            resolutionunit="INCH" if picture.resolution else None,
            software=False,
            metadata=None,
            extratags=[
                *_tags(block),
                *_words(picture),
                # It writes no such tags itself: the neighbouring numbers hold the place for them.
                *((tag - 1, LONG, 1, place, True) for tag, place in places.items()),
            ],
        )
    with tifffile.TiffFile(path, mode="r+") as written:
        tags = written.pages.first.aspage().tags
        for tag in places:
            written.filehandle.seek(tags[tag - 1].offset)
            written.filehandle.write(struct.pack(f"{block.order}H", tag))


def _compress(rows: Rows, strip: int, order: str) -> Iterator[bytes]:
    """Strips of so many rows, by the predictor and the compression that the file names; ``order``
    is that of the bytes of a number."""
    import imagecodecs

    predict = imagecodecs.floatpred_encode if rows.dtype.kind == "f" else imagecodecs.delta_encode
    dtype = rows.dtype.newbyteorder(order)  # type: ignore[arg-type]
    for band in rows.bands(strip):
        predicted = predict(np.ascontiguousarray(band, dtype), axis=-2)
        yield bytes(imagecodecs.lzw_encode(predicted.tobytes()))


def _header(block: Block, *, big: bool) -> bytes:
    """Of a file without pages."""
    mark = b"II" if block.order == "<" else b"MM"
    numbers = ("HHHQ", 43, 8, 0, 0) if big else ("HL", 42, 0)
    return mark + struct.pack(block.order + str(numbers[0]), *numbers[1:])


def _tags(block: Block) -> list[_Tag]:
    # As bytes, which are written as they are.
    return [
        (tag, ASCII if value.kind == _UTF8 else value.kind, value.number, value.data, True)
        for tag, value in block.first.items()
    ]


def _words(picture: Picture) -> list[_Tag]:
    tags: list[_Tag] = []
    packet = xmp.complete(picture.xmp, picture.size, picture.resolution)
    if packet is not None:
        tags.append((_XMP, BYTE, len(packet), packet, True))
    if picture.iptc is not None:
        filled = picture.iptc + bytes(-len(picture.iptc) % 4)
        tags.append((_IPTC, LONG, len(filled) // 4, filled, True))
    return tags
