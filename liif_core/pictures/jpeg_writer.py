# SPDX-License-Identifier: Apache-2.0
"""JPEG by Pillow."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from liif_core.pictures import iptc, xmp, xmp_jpeg
from liif_core.pictures.exif import complete_block
from liif_core.pictures.pillow_image import to_pillow

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from liif_core.pictures.picture import Picture

QUALITY = 95
_MAX_JFIF_PPI = 65_535
_MAX_SEGMENT = 65_533
_COMMENT, _RESOURCES = b"\xff\xfe", b"\xff\xed"


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
    to_pillow(picture).save(
        file,
        "JPEG",
        quality=quality,
        subsampling=2 if subsampled else 0,
        progressive=progressive,
        extra=b"".join(more),
        **extra,
    )


def _segment(mark: bytes, content: bytes, name: str, warn: Callable[[str], None]) -> list[bytes]:
    """The segment, if it is short enough for one."""
    if len(content) > _MAX_SEGMENT:
        warn(f"{name} is too long for a JPEG and was left out")
        return []
    return [mark + struct.pack(">H", len(content) + 2) + content]
