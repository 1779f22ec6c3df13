# SPDX-License-Identifier: Apache-2.0
"""JPEG by Pillow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liif_core.pictures.pillow_image import collect_metadata, to_pillow

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from liif_core.pictures.picture import Picture

QUALITY = 95
_MAX_JFIF_PPI = 65_535
_MAX_SEGMENT = 65_533


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
    extra = collect_metadata(picture)
    if len(extra.get("exif", b"")) > _MAX_SEGMENT:
        warn("the EXIF data is too long for a JPEG and was left out")
        del extra["exif"]
    if picture.resolution and max(picture.resolution) <= _MAX_JFIF_PPI:
        extra["dpi"] = tuple(map(round, picture.resolution))
    to_pillow(picture).save(
        file,
        "JPEG",
        quality=quality,
        subsampling=2 if subsampled else 0,
        progressive=progressive,
        **extra,
    )
