# SPDX-License-Identifier: Apache-2.0
"""HEIC and other HEIF files with 8, 10 or 12 bit, by libheif."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from liif_core.packages import need
from liif_core.pictures.content import Content
from liif_core.pictures.depth import fill_range
from liif_core.pictures.exif import put_orientation
from liif_core.pictures.gain_maps import GAIN_MAP
from liif_core.pictures.limits import check_size
from liif_core.pictures.pages import take_page

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.picture import Samples

EXTRA = "formats"
"""Its library is built with an encoder that is under the GPL, so this package does not need it."""


def read(path: Path, page: int | None = None) -> Content:
    """The content of the picture number ``page``, from 1, of a HEIF file, or of its main one.

    Raises :class:`LiifError` where the library or such a picture is missing and for sizes beyond
    the limit, and whatever that raises on damaged files.
    """
    need("pillow_heif", f"{path} is HEIC, for which pillow-heif is needed", EXTRA)
    import pillow_heif

    file = pillow_heif.open_heif(path, convert_hdr_to_8bit=False, hdr_to_16bit=False)
    taken = take_page(path, len(file), page, word="picture", usual=file.primary_index)
    picture = file[taken.place]
    info: dict[str, Any] = picture.info
    check_size(path, *picture.size)
    samples: Samples = np.asarray(picture)
    left_out = [GAIN_MAP] if any("hdrgainmap" in name for name in info.get("aux", {})) else []
    left_out += ["its depth map"] if info.get("depth_images") else []
    exif = info.get("exif") or None
    return Content(
        fill_range(samples.reshape(*samples.shape[:2], -1), info["bit_depth"]),
        info.get("icc_profile"),
        # The library has turned it.
        put_orientation(exif and exif.removeprefix(b"Exif\0\0"), 1),
        None,
        info.get("xmp") or None,
        bits=info["bit_depth"],
        left_out=tuple(left_out),
        notes=taken.notes,
    )
