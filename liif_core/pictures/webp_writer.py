# SPDX-License-Identifier: Apache-2.0
"""WebP by Pillow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liif_core.pictures.colour_channels import to_colour
from liif_core.pictures.pillow_image import collect_metadata, to_pillow

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from liif_core.pictures.formats import Encoding
    from liif_core.pictures.picture import Picture

QUALITY = 95


def write(
    file: BinaryIO, picture: Picture, encoding: Encoding, warn: Callable[[str], None]
) -> None:
    """Write with 8 bit; ``warn`` is told what WebP cannot keep. Raises :class:`OSError`.

    With loss its colours have half the resolution, always: so a picture from a file without loss
    is written without loss too, unless a quality is asked for.
    """
    if picture.samples.shape[2] < 3:
        picture = to_colour(picture, "WebP has no gray pictures", warn)
    extra = collect_metadata(picture)
    lossless = encoding.lossless or (picture.lossless and encoding.quality is None)
    to_pillow(picture).save(
        file,
        "WEBP",
        lossless=lossless,
        # Also what hides behind full transparency.
        exact=lossless,
        # Without loss it is not the quality but how hard the encoder tries.
        quality=75 if lossless else encoding.quality or QUALITY,
        method=4,
        **extra,
    )
