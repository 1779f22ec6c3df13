# SPDX-License-Identifier: Apache-2.0
"""PBM, PGM, PPM, PAM and PFM of any depth, of which Pillow cuts the deep ones to 8 bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from liif_core.errors import LiifError
from liif_core.pictures.content import Content
from liif_core.pictures.limits import check_size
from liif_core.pictures.pages import take_page
from liif_core.pictures.sample_ranges import invert, spread

if TYPE_CHECKING:
    from pathlib import Path

_BITMAPS: Final = ("P1", "P4")
"""In which 1 is black."""
MAGIC: Final = (b"P1", b"P2", b"P3", b"P4", b"P5", b"P6", b"P7", b"Pf", b"PF")


def read(path: Path, page: int | None = None) -> Content:
    """The content of a file, of its first picture if there are more.

    Raises :class:`LiifError` for what it cannot be made of and for sizes beyond the limit, and
    whatever the library raises on damaged files.
    """
    import netpbmfile

    with netpbmfile.NetpbmFile(path) as file:
        check_size(path, file.width, file.height)
        if not 1 <= file.depth <= 4:
            raise LiifError(
                f"{path} has {file.depth} samples of each pixel", "Save it as RGB first."
            )
        take_page(path, 1, page)
        samples = file.asarray().reshape(-1, file.height, file.width, file.depth)[0]
        kind, white, more = file.magicnumber, file.maxval, file.frames > 1
    if samples.dtype.kind == "f":
        # Their rows stand from the bottom to the top.
        return Content(samples[::-1].astype(np.float32), None, None, None, lossless=True)
    samples = spread(samples, 0, white)
    if kind in _BITMAPS:
        samples = invert(samples)
    bits = white.bit_length() if 0xFF < white < 0x8000 else None
    notes = ("the first of its pictures is taken",) if more else ()
    return Content(samples, None, None, None, lossless=True, bits=bits, notes=notes)
