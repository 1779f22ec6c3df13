# SPDX-License-Identifier: Apache-2.0
""":class:`Picture` -> files."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

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
from liif_core.pictures.depth import find_type, set_depth, to_depth
from liif_core.pictures.formats import (
    AVIF,
    DEFAULT,
    HEIC,
    JPEG,
    JXL,
    PNG,
    TIFF,
    Encoding,
    Format,
    describe_losses,
    find_format,
)
from liif_core.pictures.linear_light import restore_picture
from liif_core.pictures.replacing import check_free, check_name, explaining, replacing
from liif_core.pictures.rows import Rows, cut_into_bands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from liif_core.pictures.picture import Picture, Samples

IN_BANDS: Final = (JPEG, PNG, TIFF)
"""Formats that need not have all samples at once."""


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
    check_holds(kind, picture, encoding, warn)
    if kind in IN_BANDS:
        with replacing(path, overwrite=overwrite) as staged:
            bands = partial(cut_into_bands, picture.samples)
            write_bands(path, staged, picture, bands, warn, encoding)
        return
    if encoding.strip:
        picture = picture.strip()
    picture = set_depth(picture, encoding.depth)
    if kind is JXL:
        with replacing(path, overwrite=overwrite) as staged:
            jxl_writer.write(staged, picture, encoding, warn)
        return
    # In memory first: Pillow takes a file for written of which a full disk took a part.
    encoded = io.BytesIO()
    writer = avif_writer if kind is AVIF else heic_writer if kind is HEIC else webp_writer
    with _encoding(path, kind):
        writer.write(encoded, picture, encoding, warn)
    put_picture(path, encoded.getbuffer(), overwrite=overwrite)


def write_bands(
    path: Path,
    staged: Path,
    picture: Picture,
    bands: Callable[[int], Iterator[Samples]],
    warn: Callable[[str], None],
    encoding: Encoding,
) -> None:
    """Write to ``staged``, in one of the formats ``IN_BANDS``, what ``path`` shall become.

    The samples of ``picture`` are those that ``bands`` gives, in bands of as many rows as asked
    for. Raises :class:`LiifError`, and :class:`OSError`.
    """
    kind = find_format(path)
    if encoding.strip:
        picture = picture.strip()

    def finish(band: Samples) -> Picture:
        part = replace(picture, samples=band)
        if kind is not JPEG:
            # With 8 bits light would have too few steps in the shadows: a JPEG keeps the curve.
            part = restore_picture(part, find_type(encoding.depth))
        part = set_depth(part, encoding.depth)
        if kind is TIFF:
            return part
        deepest = np.uint8 if kind is JPEG else np.uint16
        return replace(part, samples=to_depth(part.samples, deepest))

    finished = finish(picture.samples[:1])
    rows = Rows(
        picture.samples.shape,
        finished.samples.dtype,
        lambda height: (finish(band).samples for band in bands(height)),
    )
    made = replace(finished, samples=picture.samples)
    with _encoding(path, kind):
        if kind is JPEG:
            quality = encoding.quality or jpeg_writer.QUALITY
            jpeg_writer.write_rows(staged, made, rows, warn, quality=quality)
        else:
            (tiff_writer if kind is TIFF else png_writer).write(staged, made, rows)


def check_holds(
    kind: Format, picture: Picture, encoding: Encoding, warn: Callable[[str], None]
) -> None:
    """Tell what a file of that format does not keep. Raises :class:`LiifError` where it cannot
    hold the picture."""
    kind.check(picture.size, alpha=picture.has_alpha, encoding=encoding)
    for loss in describe_losses(kind, picture, encoding):
        warn(loss)


@contextlib.contextmanager
def _encoding(path: Path, kind: Format) -> Iterator[None]:
    """Raise :class:`LiifError` for what the encoders raise in this block."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise LiifError(
            f"{path} cannot be encoded as {kind.name} ({error})", "Write a .png or .tif instead."
        ) from error


def put_picture(path: Path, encoded: bytes | memoryview, *, overwrite: bool = True) -> None:
    """Write what a picture's file holds, complete or not at all. Raises :class:`LiifError`."""
    with explaining(path):
        put_bytes(path, encoded, overwrite=overwrite)
