# SPDX-License-Identifier: Apache-2.0
"""Picture files -> :class:`Picture`."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, SupportsFloat

from PIL import UnidentifiedImageError

from liif_core.colour.exif_colour import load_exif
from liif_core.colour.finding import find_profile
from liif_core.errors import LiifError
from liif_core.pictures import (
    avif_reader,
    deep_jpeg_reader,
    heic_reader,
    jxl_reader,
    netpbm_reader,
    pillow_reader,
    raw_reader,
    tiff_reader,
    xmp,
)
from liif_core.pictures.content import Content
from liif_core.pictures.exif import (
    build_kept_block,
    read_orientation,
    read_resolution,
    turn_upright,
)
from liif_core.pictures.exif_block import read_block
from liif_core.pictures.file_kind import Kind, find_kind
from liif_core.pictures.hearing import hearing
from liif_core.pictures.linear_light import encode_picture
from liif_core.pictures.mending import read_mended
from liif_core.pictures.picture import Picture
from liif_core.registry.files import check_regular

if TYPE_CHECKING:
    from liif_core.pictures.picture import Resolution

_READERS: dict[Kind | None, Callable[[Path, int | None], Content]] = {
    "AVIF": avif_reader.read,
    "deep JPEG": deep_jpeg_reader.read,
    "HEIC": heic_reader.read,
    "JPEG XL": jxl_reader.read,
    "PNM": netpbm_reader.read,
    "RAW": raw_reader.read,
    "TIFF": tiff_reader.read,
    None: pillow_reader.read,
}
_CREDIBLE_PPI = (1.01, 100_000.0)
# 1 is what programs write for "unknown".


def read_picture(
    path: Path,
    warn: Callable[[str], None] = lambda _: None,
    *,
    page: int | None = None,
    salvage: bool = False,
) -> Picture:
    """Read a picture, turned upright as its EXIF asks.

    Files of up to 8 bits give uint8, those of up to 16 uint16, deeper ones and float give float32.
    Palettes become RGB or RGBA, CMYK becomes sRGB by its profile, raw files are developed, linear
    light has the curve of sRGB (see ``Picture.light``). Its profile says what its colours mean,
    wherever the file says it. Of a file with several pages or frames it is that number ``page``,
    from 1; the first if None, which ``warn`` is told, as well as what of the file could not be
    kept. To ``salvage`` a damaged file is to take what is left of its pixels. Raises
    :class:`LiifError` when the file is missing, damaged, too large, has no such page, is HDR, or of
    a kind that cannot be read.
    """

    def read(whole: Path) -> Content:
        return _READERS[find_kind(whole)](whole, page)

    try:
        check_regular(path)
        with hearing() as heard, warnings.catch_warnings(record=True) as caught:
            content, amiss = read_mended(path, read, salvage=salvage)
        for told in amiss:
            warn(told)
        for said in heard:
            warn(f"{path}: {said}")
        for warning in caught:
            # What Pillow says of EXIF data it says of its own reading; ours is told below.
            if not warning.filename.endswith("TiffImagePlugin.py") or content.exif is None:
                warn(f"{path}: {str(warning.message).strip()}")
        # Behind the block, in which nothing is printed.
        with warnings.catch_warnings():
            # As above, of EXIF data.
            warnings.simplefilter("ignore")
            gray = content.samples.shape[2] < 3
            exif = load_exif(content.exif)
            profile = find_profile(path, content.icc, exif, gray=gray, warn=warn)
    except (LiifError, ImportError):  # of a library that is loaded only for this kind of file
        raise
    except MemoryError:
        raise LiifError(f"there is not enough memory to open {path}") from None
    except UnidentifiedImageError:
        raise LiifError(
            f"{path} is not a picture, or of a kind that cannot be read",
            "JPEG, PNG, TIFF, WebP, AVIF, HEIC and JPEG XL can.",
        ) from None
    except Exception as error:  # decoders raise nearly anything on a damaged file
        raise _unreadable(path, error) from error
    for told in content.notes:
        warn(f"{path}: {told}")
    if content.left_out:
        warn(f"{path}: left out is {' and '.join(content.left_out)}")
    kept_exif, orientation, exif_ppi = _read_exif(path, content.exif, warn)
    ppi = _credible(content.resolution) or _credible(exif_ppi)
    if ppi and orientation >= 5:
        ppi = ppi[1], ppi[0]
    picture = Picture(
        turn_upright(content.samples, orientation),
        profile,
        kept_exif,
        ppi,
        _keep_xmp(path, content.xmp, turned=orientation > 1, warn=warn),
        content.iptc,
        content.texts,
        content.lossless,
        content.bits,
    )
    return encode_picture(picture)


def _read_exif(
    path: Path, exif: bytes | None, warn: Callable[[str], None]
) -> tuple[bytes | None, int, Resolution | None]:
    """What is kept of it, the orientation, and pixels per inch."""
    if exif is None:
        return None, 1, None
    try:
        block = read_block(exif)
    except (ValueError, struct.error):
        warn(f"the EXIF data of {path} is damaged and left out")
        return None, 1, None
    if block.damaged:
        warn(f"the EXIF data of {path} is damaged; what could be read of it is kept")
    orientation, ppi = read_orientation(block), read_resolution(block)
    return build_kept_block(block), orientation, ppi


def _keep_xmp(
    path: Path, packet: bytes | None, *, turned: bool, warn: Callable[[str], None]
) -> bytes | None:
    if packet is None:
        return None
    try:
        return xmp.keep(packet, turned=turned)
    except ValueError:
        warn(f"the XMP data of {path} is damaged and left out")
        return None


def _unreadable(path: Path, error: Exception) -> LiifError:
    """For the user; the decoders' own errors have no number, or are no :class:`OSError`."""
    if isinstance(error, FileNotFoundError):
        return LiifError(f"{path} is not there", "Check the name.")
    if isinstance(error, IsADirectoryError):
        return LiifError(f"{path} is a folder", "Name a picture file.")
    if isinstance(error, PermissionError):
        return LiifError(f"{path} may not be read", "Check its permissions.")
    if isinstance(error, OSError) and error.errno is not None:
        return LiifError(f"{path} cannot be read ({error.strerror})", "Check the name.")
    said = " ".join(str(error).split())
    return LiifError(f"{path} is damaged or incomplete ({said})")


def _credible(resolution: tuple[SupportsFloat, SupportsFloat] | None) -> Resolution | None:
    """Pixels per inch as floats; None where they make no sense."""
    if resolution is None:
        return None
    try:
        across, down = (float(value) for value in resolution)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    low, high = _CREDIBLE_PPI
    return (across, down) if low <= across <= high and low <= down <= high else None
