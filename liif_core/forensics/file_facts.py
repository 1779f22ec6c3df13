# SPDX-License-Identifier: Apache-2.0
"""What a file says of its own compression."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import JpegImagePlugin

from liif_core.errors import LiifError
from liif_core.forensics.blocks import Phase
from liif_core.forensics.tables import Table
from liif_core.jfif import BLOCK
from liif_core.pictures import pillow_reader
from liif_core.pictures.exif import read_orientation_of
from liif_core.pictures.file_kind import find_kind
from liif_core.pictures.pillow_metadata import plain_exif
from liif_core.registry.files import check_regular

_HEAD = 8
_STARTS = {b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP", b"GIF8": "GIF"}
"""Of files that Pillow may not open if they are damaged, and that tell nothing but their format."""
_SUBSAMPLING = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (1, 2): "4:4:0", (4, 1): "4:1:1"}


@dataclass(frozen=True, eq=False)
class FileFacts:
    """Of a picture that was read from a file and not changed since."""

    format: str
    """As Pillow names it: ``JPEG``, ``PNG``, ``TIFF``, ``WEBP`` ...; or ``HEIC``, ``JPEG XL``."""
    table: Table | None = None
    """Quantisation steps (8, 8) of Y in a JPEG, vertical frequency first."""
    subsampling: str | None = None
    """Colour resolution of a JPEG, such as ``4:2:0``; None for gray."""
    phase: Phase | None = None
    """Where the JPEG's own grid lies in the picture turned upright."""
    turned: bool = False
    """Whether the file's rows are the columns of the picture turned upright."""


def read_facts(path: Path) -> FileFacts:
    """What the header of the file says. Raises :class:`LiifError` when it cannot be read."""
    try:
        check_regular(path)
        if kind := find_kind(path):
            return FileFacts(kind)
        with path.open("rb") as file:
            head = file.read(_HEAD)
        for start, name in _STARTS.items():
            if head.startswith(start):
                return FileFacts(name)
        with warnings.catch_warnings():
            # What is damaged is told where the picture is read.
            warnings.simplefilter("ignore")
            with pillow_reader.open_image(path) as image:
                if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode in ("L", "RGB"):
                    return _jpeg_facts(image)
                return FileFacts(image.format or "unknown")
    except Exception as error:  # Pillow raises nearly anything on a damaged file
        raise LiifError(f"{path} cannot be read ({error})", "Check the file.") from error


def _jpeg_facts(image: JpegImagePlugin.JpegImageFile) -> FileFacts:
    _, across, down, number = image.layer[0]
    table = np.array(image.quantization[number], np.int64).reshape(BLOCK, BLOCK)
    subsampling = None
    if len(image.layer) > 1:
        _, other_across, other_down, _ = image.layer[1]
        ratio = across // other_across, down // other_down
        subsampling = _SUBSAMPLING.get(ratio, f"{ratio[0]}x{ratio[1]}")
    width, height = image.size
    orientation = read_orientation_of(plain_exif(image.info.get("exif")))
    turned = orientation >= 5
    if turned:
        width, height = height, width
    # A side that is mirrored counts its blocks from the other end.
    x = width % BLOCK if orientation in (2, 3, 6, 7) else 0
    y = height % BLOCK if orientation in (3, 4, 7, 8) else 0
    return FileFacts("JPEG", table, subsampling, (x, y), turned)
