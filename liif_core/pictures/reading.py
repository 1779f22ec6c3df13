# SPDX-License-Identifier: Apache-2.0
"""Picture files -> :class:`Picture`."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, SupportsFloat

from PIL import UnidentifiedImageError

from liif_core.errors import LiifError
from liif_core.pictures import pillow_reader, tiff_reader
from liif_core.pictures.exif import kept, orientation_of, resolution_of, upright
from liif_core.pictures.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from liif_core.pictures.picture import Resolution

_ICC_SPACES = {1: b"GRAY", 2: b"GRAY", 3: b"RGB ", 4: b"RGB "}
_CREDIBLE_PPI = (1.01, 100_000.0)
# 1 is what programs write for "unknown".


def read_picture(path: Path, warn: Callable[[str], None] = lambda _: None) -> Picture:
    """Read a picture, turned upright as its EXIF asks.

    8-bit files give uint8, 16-bit ones uint16, float TIFF float32. Palettes become RGB or RGBA,
    CMYK becomes sRGB by its profile. ``warn`` is told what of the file could not be kept.
    Raises :class:`LiifError` when the file is missing, damaged, too large, moves, or is of a
    kind that cannot be read.
    """
    try:
        read = tiff_reader.read if tiff_reader.is_tiff(path) else pillow_reader.read
        with warnings.catch_warnings(record=True) as caught:
            samples, icc, exif, resolution = read(path)
        for warning in caught:
            warn(f"{path}: {str(warning.message).strip()}")
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
    try:
        kept_exif = kept(exif)
    except Exception as error:  # as above, and the photo is worth more than its notes
        warn(f"the EXIF data of {path} is damaged and left out ({error})")
        kept_exif = None
    orientation = orientation_of(exif)
    ppi = _credible(resolution) or _credible(resolution_of(exif))
    if ppi and orientation >= 5:
        ppi = ppi[1], ppi[0]
    return Picture(upright(samples, orientation), icc, kept_exif, ppi)


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
