# SPDX-License-Identifier: Apache-2.0
"""What the colours of a file mean, by the order that its format gives to what says it.

PNG: cICP, then an ICC profile, then sRGB, then gAMA and cHRM. AVIF and HEIF: a profile, then the
codes of nclx. All: a profile before EXIF data and the tags of TIFF, which come last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liif_core.colour.box_colour import BoxColour, has_boxes, read_box_colour
from liif_core.colour.code_points import CodePoints, interpret
from liif_core.colour.exif_colour import read_exif_colour
from liif_core.colour.icc_changing import turn_to_gray
from liif_core.colour.icc_checking import is_usable
from liif_core.colour.icc_reading import mend_size
from liif_core.colour.meaning import Meaning, build_profile
from liif_core.colour.png_colour import (
    SIGNATURE,
    PngColour,
    mean_gamma_and_points,
    read_png_colour,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PIL import Image


def find_profile(
    path: Path,
    icc: object,
    exif: Image.Exif,
    *,
    gray: bool,
    warn: Callable[[str], None],
) -> bytes | None:
    """The ICC profile that says what the colours of a file mean; None for sRGB.

    ``icc`` is the profile in it, or None, and ``gray`` says what its pixels have become. ``warn``
    is told of a profile that cannot be used. Raises :class:`LiifError` for HDR (PQ and HLG) and
    for the narrow range of video, and :class:`OSError`.
    """
    with path.open("rb") as file:
        head = file.read(12)
    chunks = read_png_colour(path) if head.startswith(SIGNATURE) else PngColour()
    boxes = read_box_colour(path) if has_boxes(head) else BoxColour()
    meaning = _interpret(chunks.codes, path, warn)
    if meaning is None:
        icc = icc or boxes.icc
        if icc is not None:
            usable = _fit_profile(icc, gray=gray)
            if usable is not None:
                return usable
            warn(f"the colour profile of {path} does not fit its pixels and is left out")
        meaning = chunks.meaning or _interpret(boxes.codes, path, warn) or read_exif_colour(exif)
    return build_profile(meaning, gray=gray) if meaning else None


def find_profile_of_image(image: Image.Image, *, gray: bool) -> bytes | None:
    """As :func:`find_profile`, for an image of Pillow without a profile, by what it tells of one.

    The codes of PNG, AVIF and HEIF it does not tell.
    """
    meaning = Meaning() if "srgb" in image.info else None
    meaning = meaning or mean_gamma_and_points(
        image.info.get("gamma"), image.info.get("chromaticity")
    )
    meaning = meaning or read_exif_colour(image.getexif())
    return build_profile(meaning, gray=gray) if meaning else None


def _fit_profile(icc: object, *, gray: bool) -> bytes | None:
    """The profile as it can be used for pixels in RGB or ``gray``; None where it cannot.

    Its length is mended; of one for RGB, gray pixels take the curve.
    """
    mended = mend_size(icc) if isinstance(icc, bytes) else None
    if mended is None:
        return None
    if is_usable(mended, gray=gray):
        return mended
    if gray and is_usable(mended, gray=False):
        return turn_to_gray(mended)
    return None


def _interpret(codes: CodePoints | None, path: Path, warn: Callable[[str], None]) -> Meaning | None:
    return interpret(codes, str(path), warn) if codes else None
