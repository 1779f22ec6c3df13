# SPDX-License-Identifier: Apache-2.0
""":class:`Picture` -> files."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from liif_core.atomic import put_bytes
from liif_core.errors import LiifError
from liif_core.pictures import (
    avif_writer,
    heic_writer,
    jpeg_writer,
    jxl_writer,
    png_writer,
    tiff_writer,
    webp_writer,
)
from liif_core.pictures.depth import find_type, set_depth
from liif_core.pictures.formats import (
    AVIF,
    DEFAULT,
    HEIC,
    JPEG,
    JXL,
    PNG,
    TIFF,
    Encoding,
    describe_losses,
    find_format,
)
from liif_core.pictures.linear_light import restore_picture
from liif_core.pictures.replacing import check_free, check_name, explaining, replacing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from liif_core.pictures.picture import Picture


def check_output(
    source: Path,
    target: Path,
    *,
    overwrite: bool,
    size: tuple[int, int],
    alpha: bool,
    encoding: Encoding = DEFAULT,
) -> None:
    """Raise :class:`LiifError` when the picture could not be written to ``target`` later.

    Asked before the work begins: ``size`` is the new width and height, ``alpha`` whether the
    picture has transparency.
    """
    kind = find_format(target)
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
    kind.check(size, alpha=alpha, encoding=encoding)


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
    encoding: Encoding = DEFAULT,
) -> None:
    """Write in the format that the file's ending names, complete or not at all.

    The ``encoding`` is heeded where the format has the choice; by default the quality is 95, with
    full colour resolution but in WebP, and the depth that of the picture, or the most that the
    format has. ``warn`` is told what the format cannot keep. Unless to ``overwrite``, a file that
    is there is kept, even if it was not when the work began. Raises :class:`LiifError` for an
    unknown ending, for what the format cannot hold, and when the file cannot be written.
    """
    kind = find_format(path)
    picture = picture.drop_opaque_alpha()
    kind.check(picture.size, alpha=picture.has_alpha, encoding=encoding)
    for loss in describe_losses(kind, picture, encoding):
        warn(loss)
    if encoding.strip:
        picture = picture.strip()
    if kind in (TIFF, PNG):
        # With 8 bits light would have too few steps in the shadows: the others keep the curve.
        picture = restore_picture(picture, find_type(encoding.depth))
    picture = set_depth(picture, encoding.depth)
    if kind in (TIFF, PNG, JXL):
        with replacing(path, overwrite=overwrite) as staged:
            if kind is JXL:
                jxl_writer.write(staged, picture, encoding, warn)
            else:
                (tiff_writer if kind is TIFF else png_writer).write(staged, picture)
        return
    # In memory first: Pillow takes a file for written of which a full disk took a part.
    encoded = io.BytesIO()
    try:
        if kind is JPEG:
            quality = encoding.quality or jpeg_writer.QUALITY
            jpeg_writer.write(encoded, picture, warn, quality=quality)
        else:
            writer = avif_writer if kind is AVIF else heic_writer if kind is HEIC else webp_writer
            writer.write(encoded, picture, encoding, warn)
    except (RuntimeError, ValueError) as error:  # of the encoders
        raise LiifError(
            f"{path} cannot be encoded as {kind.name} ({error})", "Write a .png or .tif instead."
        ) from error
    put_picture(path, encoded.getbuffer(), overwrite=overwrite)


def put_picture(path: Path, encoded: bytes | memoryview, *, overwrite: bool = True) -> None:
    """Write what a picture's file holds, complete or not at all. Raises :class:`LiifError`."""
    with explaining(path):
        put_bytes(path, encoded, overwrite=overwrite)
