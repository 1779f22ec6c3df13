# SPDX-License-Identifier: Apache-2.0
"""JPEG by Pillow.

Pillow takes all samples at once. Of a large picture it encodes bands, each of which holds as many
intervals between restart marks as there are numbers for such marks; behind one another they are
the scan of one picture, and its pixels are the same.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from liif_core.jfif import BLOCK
from liif_core.pictures import iptc, xmp, xmp_jpeg
from liif_core.pictures.exif import complete_block
from liif_core.pictures.pillow_image import to_pillow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from liif_core.pictures.picture import Picture
    from liif_core.pictures.rows import Rows

QUALITY = 95
_MAX_JFIF_PPI = 65_535
_MAX_SEGMENT = 65_533
_COMMENT, _RESOURCES = b"\xff\xfe", b"\xff\xed"
_FRAME, _SCAN, _END = 0xC0, 0xDA, b"\xff\xd9"
_RESTARTS: Final = 8
"""Restart marks have numbers, 0 to 7 in turns."""
_LAST_RESTART = b"\xff\xd7"


def write(
    file: BinaryIO,
    picture: Picture,
    warn: Callable[[str], None],
    *,
    quality: int = QUALITY,
    subsampled: bool = False,
    progressive: bool = False,
) -> None:
    """Write a picture without alpha with 8 bit; ``warn`` is told what JPEG cannot keep.

    ``quality`` 1 to 100 is libjpeg's; ``subsampled`` stores colours at half the width and height
    (4:2:0); a ``progressive`` file takes longer to write and is smaller. Raises :class:`OSError`.
    """
    to_pillow(picture).save(
        file,
        "JPEG",
        quality=quality,
        subsampling=2 if subsampled else 0,
        progressive=progressive,
        **_describe(picture, warn),
    )


def write_rows(
    path: Path, picture: Picture, rows: Rows, warn: Callable[[str], None], *, quality: int
) -> None:
    """The same for ``rows`` uint8 as the samples of ``picture``, in full colour resolution."""
    with path.open("wb") as file:
        if rows.few:
            encoded = io.BytesIO()
            write(encoded, replace(picture, samples=rows.whole()), warn, quality=quality)
            file.write(encoded.getbuffer())
        else:
            file.writelines(_encode(picture, rows, _describe(picture, warn), quality))


def _encode(
    picture: Picture, rows: Rows, extra: dict[str, Any], quality: int
) -> Iterator[bytes | memoryview]:
    """The file, in parts; ``extra`` is for its beginning."""
    done = 0
    for band in rows.bands(_RESTARTS * BLOCK):
        encoded = io.BytesIO()
        part = to_pillow(replace(picture, samples=band))
        # Each row of blocks is an interval.
        part.save(
            encoded, "JPEG", quality=quality, subsampling=0, restart_marker_rows=1,
            **(extra if done == 0 else {}),
        )  # fmt: skip
        data = encoded.getbuffer()
        frame, scan = _find_scan(data)
        if done == 0:
            yield b"".join((data[: frame + 1], struct.pack(">H", rows.shape[0])))
            yield data[frame + 3 : scan]
        done += len(band)
        yield data[scan : -len(_END)]
        yield _END if done == rows.shape[0] else _LAST_RESTART


def _find_scan(data: memoryview) -> tuple[int, int]:
    """Where in a JPEG the content of its frame's segment begins, and where its scan does."""
    at, frame = 2, 0
    while True:
        mark, length = struct.unpack_from(">xBH", data, at)
        if mark == _FRAME:
            frame = at + 4
        at += 2 + length
        if mark == _SCAN:
            return frame, at


def _describe(picture: Picture, warn: Callable[[str], None]) -> dict[str, Any]:
    """What belongs to the samples, as Pillow takes it; ``warn`` is told what has no place."""
    extra: dict[str, Any] = {}
    if picture.icc is not None:
        extra["icc_profile"] = picture.icc
    if picture.resolution and max(picture.resolution) <= _MAX_JFIF_PPI:
        extra["dpi"] = tuple(map(round, picture.resolution))
    exif = complete_block(
        picture.exif,
        picture.size,
        picture.resolution,
        jpeg=True,
        profile=picture.icc is not None,
    )
    if exif is not None:
        if len(exif) + len(b"Exif\0\0") > _MAX_SEGMENT:
            warn("the EXIF data is too long for a JPEG and was left out")
        else:
            extra["exif"] = b"Exif\0\0" + exif
    more: list[bytes] = []
    packet = xmp.complete(picture.xmp, picture.size, picture.resolution)
    if packet is not None:
        packet, more = xmp_jpeg.split(packet)
        if len(packet) > xmp_jpeg.LIMIT:
            warn("the XMP data is too long for a JPEG and was left out")
            more = []
        else:
            extra["xmp"] = packet
    if picture.iptc is not None:
        content = iptc.JPEG_PREFIX + iptc.build_resources(picture.iptc)
        more += _segment(_RESOURCES, content, "the IPTC data", warn)
    for text in picture.texts:
        if text.key == "Comment":
            more += _segment(_COMMENT, text.value.encode(), "a comment", warn)
    return {"extra": b"".join(more), **extra}


def _segment(mark: bytes, content: bytes, name: str, warn: Callable[[str], None]) -> list[bytes]:
    """The segment, if it is short enough for one."""
    if len(content) > _MAX_SEGMENT:
        warn(f"{name} is too long for a JPEG and was left out")
        return []
    return [mark + struct.pack(">H", len(content) + 2) + content]
