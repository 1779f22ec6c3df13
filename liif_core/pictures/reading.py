# SPDX-License-Identifier: Apache-2.0
"""Picture files -> :class:`Picture`."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, SupportsFloat

from PIL import UnidentifiedImageError

from liif_core.colour.finding import find_profile
from liif_core.errors import LiifError
from liif_core.pictures import pillow_reader, tiff_reader
from liif_core.pictures.exif import (
    build_kept_block,
    read_orientation,
    read_resolution,
    turn_upright,
)
from liif_core.pictures.linear_light import encode_picture
from liif_core.pictures.picture import Picture
from liif_core.registry.files import check_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image

    from liif_core.pictures.picture import Resolution

_CREDIBLE_PPI = (1.01, 100_000.0)
# 1 is what programs write for "unknown".


def read_picture(path: Path, warn: Callable[[str], None] = lambda _: None) -> Picture:
    """Read a picture, turned upright as its EXIF asks.

    8-bit files give uint8, 16-bit ones uint16, float TIFF float32. Palettes become RGB or RGBA,
    CMYK becomes sRGB by its profile, linear light has the curve of sRGB (see ``Picture.light``).
    Its profile says what its colours mean, wherever the file says it. ``warn`` is told what of the
    file could not be kept. Raises :class:`LiifError` when the file is missing, damaged, too large,
    moves, is HDR, or of a kind that cannot be read.
    """
    try:
        check_regular(path)
        read = tiff_reader.read if tiff_reader.is_tiff(path) else pillow_reader.read
        with _muted(), warnings.catch_warnings(record=True) as caught:
            samples, icc, exif, resolution = read(path)
            gray = samples.shape[2] < 3
            profile = find_profile(path, icc, exif, gray=gray, warn=warn)
            notes = _notes(exif)
        for warning in caught:
            warn(f"{path}: {str(warning.message).strip()}")
    except LiifError:
        raise
    except MemoryError:
        raise LiifError(f"there is not enough memory to open {path}") from None
    except UnidentifiedImageError:
        raise LiifError(
            f"{path} is not a picture, or of a kind that cannot be read",
            "JPEG, PNG, TIFF and WebP can.",
        ) from None
    except Exception as error:  # decoders raise nearly anything on a damaged file
        raise _unreadable(path, error) from error
    if notes is None:
        warn(f"the EXIF data of {path} is damaged and left out")
        notes = None, 1, None
    kept_exif, orientation, exif_ppi = notes
    ppi = _credible(resolution) or _credible(exif_ppi)
    if ppi and orientation >= 5:
        ppi = ppi[1], ppi[0]
    picture = Picture(turn_upright(samples, orientation), profile, kept_exif, ppi)
    return encode_picture(picture)


def _notes(exif: Image.Exif) -> tuple[bytes | None, int, Resolution | None] | None:
    """What is kept of them, the orientation, and pixels per inch; None where that is damaged."""
    try:
        return build_kept_block(exif), read_orientation(exif), read_resolution(exif)
    except Exception:  # as for the pixels, and the photo is worth more than its notes
        return None


@contextlib.contextmanager
def _muted() -> Iterator[None]:
    """Keep what libraries written in C print from the user: what matters they raise as well."""
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # a program without standard error, as those with windows are on Windows
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


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
    return LiifError(f"{path} is damaged or incomplete ({error})")


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
