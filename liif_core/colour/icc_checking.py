# SPDX-License-Identifier: Apache-2.0
"""Whether an ICC profile can be used, as littlecms sees it."""

from __future__ import annotations

import functools
import io

from PIL import ImageCms

from liif_core.colour.icc_reading import read_space

_MODES = {b"GRAY": "L", b"RGB ": "RGB"}


def is_usable(icc: bytes, *, gray: bool) -> bool:
    """Whether pixels in RGB, or ``gray`` ones, can be shown by the profile."""
    mode = _MODES.get(read_space(icc))
    if mode != ("L" if gray else "RGB"):
        return False
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        ImageCms.buildTransform(opened, _srgb(), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return False
    return True


@functools.cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
