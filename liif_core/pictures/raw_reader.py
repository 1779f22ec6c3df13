# SPDX-License-Identifier: Apache-2.0
"""Raw files of cameras, developed by LibRaw; never the preview that is in them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image

from liif_core.errors import LiifError
from liif_core.packages import need
from liif_core.pictures import tiff_reader
from liif_core.pictures.content import Content
from liif_core.pictures.exif import put_orientation
from liif_core.pictures.limits import check_size
from liif_core.pictures.pages import take_page
from liif_core.pictures.raw_files import find_raw
from liif_core.pictures.tiff_metadata import read_metadata
from liif_core.pictures.to_srgb import build_srgb_profile

if TYPE_CHECKING:
    from pathlib import Path

    from rawpy import RawPy

_SRGB_CURVE: Final = (2.4, 12.92)
"""Its power, and its slope at black."""
_UPRIGHT: Final = 1


def read(path: Path, page: int | None = None) -> Content:
    """The photo as RGB (h, w, 3) uint16 in sRGB, with the white balance of the camera.

    Raises :class:`LiifError` where the library is missing or does not know the camera, and for
    sizes beyond the limit.
    """
    kind = find_raw(path)
    need(
        "rawpy",
        f"{path} is a raw file ({kind}). Develop it to a TIFF with 16 bits first, or install rawpy,"
        " which does it here",
        "raw",
    )
    import rawpy

    take_page(path, 1, page)
    try:
        with rawpy.imread(str(path)) as raw:
            check_size(path, raw.sizes.width, raw.sizes.height)
            samples = raw.postprocess(use_camera_wb=True, output_bps=16, gamma=_SRGB_CURVE)
            exif = None if tiff_reader.is_tiff(path) else _preview_exif(raw)
    except rawpy.LibRawError as error:
        raise LiifError(
            f"{path} is a raw file ({kind}) that cannot be developed ({_plain(error)})",
            "Develop it to a TIFF with 16 bits in another program.",
        ) from None
    told = f"it is a raw file ({kind}), and is developed with the white balance of the camera"
    # The camera may have noted other colours for its own JPEG files.
    content = Content(samples, build_srgb_profile(), exif, None, lossless=True, notes=(told,))
    if tiff_reader.is_tiff(path):
        content = read_metadata(path, content)
    # LibRaw has turned the pixels.
    return content._replace(exif=put_orientation(content.exif, _UPRIGHT), lossless=True)


def _preview_exif(raw: RawPy) -> bytes | None:
    """The EXIF block of the preview, where the file is of a kind that has it nowhere else."""
    import rawpy

    try:
        preview = raw.extract_thumb()
        if preview.format != rawpy.ThumbFormat.JPEG:
            return None
        with Image.open(io.BytesIO(bytes(preview.data)), formats=["JPEG"]) as image:
            exif = image.info.get("exif")
    except (rawpy.LibRawError, OSError):
        return None
    return exif.removeprefix(b"Exif\0\0") if isinstance(exif, bytes) else None


def _plain(error: Exception) -> str:
    text = error.args[0] if error.args else error
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
