# SPDX-License-Identifier: Apache-2.0
"""JPEG XL with 8 or 16 bit or float, by OpenImageIO."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from liif_core.colour.curves import SRGB
from liif_core.colour.icc_building import build_gray_profile
from liif_core.errors import LiifError
from liif_core.pictures.boxes import build_box, read_boxes
from liif_core.pictures.colour_channels import to_colour
from liif_core.pictures.pillow_image import collect_metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from liif_core.pictures.formats import Encoding
    from liif_core.pictures.picture import Picture

QUALITY = 95
LOSSLESS = 100


def write(path: Path, picture: Picture, encoding: Encoding, warn: Callable[[str], None]) -> None:
    """Write the file; ``warn`` is told what JPEG XL cannot keep.

    Raises :class:`LiifError` where it cannot hold the samples, and :class:`OSError`.
    """
    import OpenImageIO as oiio  # noqa: N813 - as its own pages have it

    if picture.samples.shape[2] == 2:
        picture = to_colour(picture, "JPEG XL is written with colours here", warn)
    samples = np.ascontiguousarray(picture.samples)
    kinds = {"uint8": oiio.UINT8, "uint16": oiio.UINT16, "float32": oiio.FLOAT}
    spec = oiio.ImageSpec(*picture.size, samples.shape[2], kinds[samples.dtype.name])
    # Otherwise the colours would be taken for multiplied by it.
    spec.attribute("oiio:UnassociatedAlpha", 1)
    level = LOSSLESS if encoding.lossless else encoding.quality or QUALITY
    spec.attribute("compression", f"jpegxl:{level}")
    extra = collect_metadata(picture)
    icc = extra.get("icc_profile")
    # Floats of which nothing is said would be taken for light.
    if icc is None and samples.shape[2] == 1:
        icc = build_gray_profile(SRGB, "gray with the curve of sRGB")
    if icc is None:
        spec.attribute("oiio:ColorSpace", "sRGB")
    else:
        kind = oiio.TypeDesc(f"uint8[{len(icc)}]")
        spec.attribute("ICCProfile", kind, np.frombuffer(icc, np.uint8))
    file = oiio.ImageOutput.create("jxl")
    if file is None:
        raise LiifError(f"JPEG XL cannot be written ({oiio.geterror()})", "Write a .tif instead.")
    if not (file.open(str(path), spec) and file.write_image(samples) and file.close()):
        raise LiifError(f"JPEG XL cannot be written ({file.geterror()})", "Write a .tif instead.")
    path.write_bytes(_with_words(path.read_bytes(), extra))


def _with_words(data: bytes, extra: dict[str, bytes]) -> bytes:
    """The file with EXIF and XMP data, in place of what the library says of its own accord."""
    boxes = [box for box in read_boxes(data) if box.kind not in (b"Exif", b"xml ", b"brob")]
    added = []
    if exif := extra.get("exif"):
        added.append(build_box(b"Exif", b"\0\0\0\0", exif))
    if packet := extra.get("xmp"):
        added.append(build_box(b"xml ", packet))
    first = next(number for number, box in enumerate(boxes) if box.kind in (b"jxlc", b"jxlp"))
    whole = [box.whole for box in boxes]
    return b"".join([*whole[:first], *added, *whole[first:]])
