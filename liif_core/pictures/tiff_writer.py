# SPDX-License-Identifier: Apache-2.0
"""TIFF of any depth, losslessly compressed."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, TypeAlias

from liif_core.pictures import xmp
from liif_core.pictures.exif import complete_block, split_for_tiff
from liif_core.pictures.exif_block import ASCII, BYTE, LONG, Block

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.picture import Picture

_XMP, _IPTC = 0x02BC, 0x83BB
_UTF8 = 129
_SMALL = (1 << 32) - (1 << 25)
"""Bytes up to which a file needs no BigTIFF, with room for all that is not pixels."""
_Tag: TypeAlias = tuple[int, int, int, bytes | int, bool]


def write(path: Path, picture: Picture) -> None:
    """Write the file, a BigTIFF where 4 GB are not enough. Raises :class:`OSError`."""
    import tifffile

    samples = picture.samples
    exif = complete_block(picture.exif, picture.size, picture.resolution)
    block = Block("<") if exif is None else split_for_tiff(exif, profile=picture.icc is not None)
    big = samples.nbytes > _SMALL
    header = _header(block, big=big)
    # They come before the pixels: there a camera's own notes keep the place that they point into.
    beginning, places = block.inner_directories(len(header))
    path.write_bytes(header + beginning[len(header) :])
    with tifffile.TiffWriter(path, append=True) as file:
        file.write(
            samples if samples.shape[2] > 1 else samples[..., 0],
            photometric="rgb" if samples.shape[2] >= 3 else "minisblack",
            planarconfig="contig" if samples.shape[2] > 1 else None,
            extrasamples=["unassalpha"] if picture.has_alpha else None,
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
