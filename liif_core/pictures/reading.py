# SPDX-License-Identifier: Apache-2.0
"""Picture files -> :class:`Picture`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from liif_core.errors import LiifError
from liif_core.pictures import pillow_reader, tiff_reader
from liif_core.pictures.exif import kept, orientation_of, resolution_of, upright
from liif_core.pictures.limits import check_size
from liif_core.pictures.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import SupportsFloat

    from liif_core.pictures.picture import Resolution

_ICC_SPACES = {1: b"GRAY", 2: b"GRAY", 3: b"RGB ", 4: b"RGB "}
_CREDIBLE_PPI = (0.01, 100_000.0)


def read_picture(path: Path, warn: Callable[[str], None] = lambda _: None) -> Picture:
    """Read a picture, turned upright as its EXIF asks.

    8-bit files give uint8, 16-bit ones uint16, float TIFF float32. Palettes become RGB or RGBA,
    CMYK becomes sRGB by its profile. ``warn`` is told what of the file could not be kept.
    Raises :class:`LiifError` when the file is missing, damaged, too large, moves, or is of a
    kind that cannot be read.
    """
    try:
        with _own_size_limit(), Image.open(path) as image:
            check_size(path, *image.size)
            read = tiff_reader.read if tiff_reader.wanted(image) else pillow_reader.read
            samples, icc = read(path, image)
            exif = _exif_of(path, image, warn)
            info_resolution = image.info.get("dpi")
    except LiifError:
        raise
    except FileNotFoundError:
        raise LiifError(f"{path} is not there", "Check the name.") from None
    except IsADirectoryError:
        raise LiifError(f"{path} is a folder", "Name a picture file.") from None
    except PermissionError:
        raise LiifError(f"{path} may not be read", "Check its permissions.") from None
    except MemoryError:
        raise LiifError(f"there is not enough memory to open {path}") from None
    except UnidentifiedImageError:
        raise LiifError(
            f"{path} is not a picture, or of a kind that cannot be read",
            "JPEG, PNG, TIFF and WebP can.",
        ) from None
    except Exception as error:  # decoders raise nearly anything on a damaged file
        raise LiifError(f"{path} is damaged or incomplete ({error})") from error
    if icc is not None and icc[16:20] != _ICC_SPACES[samples.shape[2]]:
        warn(f"the colour profile of {path} does not fit its pixels and is left out")
        icc = None
    orientation = orientation_of(exif)
    resolution = _credible(info_resolution) or _credible(resolution_of(exif))
    if resolution and orientation >= 5:
        resolution = resolution[1], resolution[0]
    return Picture(upright(samples, orientation), icc, kept(exif), resolution)


def _exif_of(path: Path, image: Image.Image, warn: Callable[[str], None]) -> Image.Exif:
    try:
        exif = image.getexif()
        # Forces the parts to be read that Pillow would otherwise read on writing.
        kept(exif)
    except Exception as error:  # as above, and the photo is worth more than its notes
        warn(f"the EXIF data of {path} is damaged and left out ({error})")
        return Image.Exif()
    return exif


def _credible(resolution: tuple[SupportsFloat, SupportsFloat] | None) -> Resolution | None:
    """Pixels per inch as floats; None for the values that programs write for "unknown"."""
    if resolution is None:
        return None
    try:
        across, down = (float(value) for value in resolution)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    low, high = _CREDIBLE_PPI
    return (across, down) if low <= across <= high and low <= down <= high else None


@contextlib.contextmanager
def _own_size_limit() -> Iterator[None]:
    """Suspend Pillow's limit: ``check_size`` knows ours before any pixel is decoded."""
    limit = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = limit
