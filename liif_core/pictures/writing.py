# SPDX-License-Identifier: Apache-2.0
""":class:`Picture` -> files."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from liif_core.atomic import put_bytes
from liif_core.colour.icc_changing import turn_to_rgb
from liif_core.errors import LiifError
from liif_core.pictures import jpeg_writer, png_writer, tiff_writer
from liif_core.pictures.exif import build_resolution_block
from liif_core.pictures.linear_light import restore_picture
from liif_core.pictures.pillow_image import collect_metadata, to_pillow
from liif_core.pictures.replacing import check_free, check_name, explaining, replacing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from liif_core.pictures.picture import Picture

JPEG, PNG, TIFF, WEBP = "JPEG", "PNG", "TIFF", "WebP"
_FORMATS = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": PNG,
    ".tif": TIFF,
    ".tiff": TIFF,
    ".webp": WEBP,
}
ENDINGS = frozenset(_FORMATS)
"""In lower case, of the files that can be written."""
_MAX_SIDES = {JPEG: 65_500, WEBP: 16_383}


def check_output(
    source: Path, target: Path, *, overwrite: bool, size: tuple[int, int], alpha: bool
) -> None:
    """Raise :class:`LiifError` when the picture could not be written to ``target`` later.

    Asked before the work begins: ``size`` is the new width and height, ``alpha`` whether the
    picture has transparency.
    """
    kind = _format_of(target)
    if not target.parent.is_dir():
        raise LiifError(f"the folder {target.parent} is not there", "Make it first.")
    if not os.access(target.parent, os.W_OK):
        raise LiifError(f"the folder {target.parent} may not be written", "Choose another one.")
    check_name(target)
    if target.is_dir():
        raise LiifError(f"{target} is a folder", "Name another file for the result.")
    check_other(source, target)
    if not overwrite:
        check_free(target)
    _check_fit(kind, size, alpha=alpha)


def check_other(source: Path, target: Path) -> None:
    """Raise :class:`LiifError` if ``target`` is ``source``, which is never replaced."""
    if target.exists() and target.samefile(source):
        raise LiifError(f"{target} is the picture itself", "Name another file for the result.")


def write_picture(
    path: Path,
    picture: Picture,
    warn: Callable[[str], None] = lambda _: None,
    *,
    overwrite: bool = True,
) -> None:
    """Write in the format that the file's ending names, complete or not at all.

    JPEG (quality 95, full colour resolution) and WebP (quality 95) hold 8 bit, PNG 8 or 16, TIFF
    all; deeper samples are rounded. ``warn`` is told what the format cannot keep. Unless to
    ``overwrite``, a file that is there is kept, even if it was not when the work began. Raises
    :class:`LiifError` for an unknown ending, transparency in a JPEG, sides beyond the format's
    limit, and when the file cannot be written.
    """
    kind = _format_of(path)
    picture = picture.drop_opaque_alpha()
    _check_fit(kind, picture.size, alpha=picture.has_alpha)
    if kind in (TIFF, PNG):
        # With 8 bits light would have too few steps in the shadows: the others keep the curve.
        picture = restore_picture(picture)
        with replacing(path, overwrite=overwrite) as staged:
            (tiff_writer if kind == TIFF else png_writer).write(staged, picture)
        return
    # In memory first: Pillow takes a file for written of which a full disk took a part.
    encoded = io.BytesIO()
    if kind == JPEG:
        jpeg_writer.write(encoded, picture, warn)
    else:
        _write_webp(encoded, picture, warn)
    put_picture(path, encoded.getbuffer(), overwrite=overwrite)


def put_picture(path: Path, encoded: bytes | memoryview, *, overwrite: bool = True) -> None:
    """Write what a picture's file holds, complete or not at all. Raises :class:`LiifError`."""
    with explaining(path):
        put_bytes(path, encoded, overwrite=overwrite)


def _format_of(path: Path) -> str:
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        raise LiifError(
            f"{path.name} does not say which format to write",
            "Let the name end in .jpg, .png, .tif or .webp.",
        ) from None


def _check_fit(kind: str, size: tuple[int, int], *, alpha: bool) -> None:
    limit = _MAX_SIDES.get(kind)
    if limit and max(size) > limit:
        raise LiifError(
            f"{kind} cannot hold {size[0]} x {size[1]} pixels, only {limit:,} a side",
            "Write a .png or .tif instead.",
        )
    if alpha and kind == JPEG:
        raise LiifError(
            "JPEG cannot hold the picture's transparency", "Write a .png, .tif or .webp instead."
        )


def _write_webp(file: BinaryIO, picture: Picture, warn: Callable[[str], None]) -> None:
    extra = collect_metadata(picture)
    if picture.resolution and "exif" not in extra:
        extra["exif"] = build_resolution_block(picture.resolution)
    if picture.icc is not None and picture.samples.shape[2] < 3:
        profile = turn_to_rgb(picture.icc)
        extra["icc_profile"] = profile
        if profile is None:
            warn("WebP has no gray pictures; the gray colour profile was left out")
            del extra["icc_profile"]
    to_pillow(picture).save(file, "WEBP", quality=95, method=4, **extra)
