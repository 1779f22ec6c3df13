# SPDX-License-Identifier: Apache-2.0
"""Colours of print and of colour science, which become sRGB by littlecms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import ImageCms

from liif_core.errors import LiifError
from liif_core.pictures.depth import to_depth

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from liif_core.pictures.picture import Samples


def convert_cmyk(path: Path, inks: Samples, icc: bytes | None) -> tuple[Samples, bytes]:
    """RGB (h, w, 3) of the type of ``inks`` (h, w, 4), but uint16 for float, and its profile.

    In ``inks`` 0 is none. Raises :class:`LiifError` where the profile ``icc`` of the file at
    ``path`` is missing or cannot be used.
    """
    import imagecodecs

    if icc is None:
        raise LiifError(
            f"{path} is CMYK without a colour profile, so its colours are not known",
            "Convert it to RGB in an editor first.",
        )
    srgb = build_srgb_profile()
    try:
        if icc[16:20] != b"CMYK":
            raise ValueError("it is not for CMYK")
        colours = imagecodecs.cms_transform(
            np.ascontiguousarray(to_depth(inks, np.uint16)),
            icc,
            srgb,
            colorspace="cmyk",
            outcolorspace="rgb",
        )
    except (imagecodecs.CmsError, ValueError) as error:
        raise LiifError(
            f"{path} is CMYK and its colour profile cannot be used ({error})",
            "Convert it to RGB in an editor first.",
        ) from None
    return colours, srgb


def convert_lab(lab: NDArray[np.float32]) -> tuple[NDArray[np.float32], bytes]:
    """RGB (h, w, 3) within 0..1 and its profile, of CIE L*a*b* under D50: 0..100 and about 0."""
    import imagecodecs

    srgb = build_srgb_profile()
    source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    colours = imagecodecs.cms_transform(
        np.ascontiguousarray(lab), source, srgb, colorspace="lab", outcolorspace="rgb"
    )
    return np.clip(colours, 0, 1), srgb


def build_srgb_profile() -> bytes:
    """That of littlecms."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
