# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures damaged in known ways, for the tests of the diagnosis."""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image
from skimage import data

from liif_core.forensics.excerpts import Plane, compute_luma, cut_excerpts
from tests.engine.pictures import Bytes, compressed, photo


@cache
def photos() -> dict[str, Bytes]:
    """Photos with no trace of any compression or enlargement.

    All are reduced, which removes what happened to them before: even the sample photo was
    once, at another size, a JPEG of high quality, and shows its grid.
    """
    return {
        "cat": resized(photo(), 0.7),
        "astronaut": resized(data.astronaut(), 0.7),
        "coffee": resized(data.coffee(), 0.7),
    }


def resized(
    picture: Bytes, scale: float, how: Image.Resampling = Image.Resampling.BICUBIC
) -> Bytes:
    """``picture`` by one of Pillow's filters."""
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    return np.array(Image.fromarray(picture).resize(size, how))


def enlarged(
    picture: Bytes, factor: float, how: Image.Resampling = Image.Resampling.BICUBIC
) -> Bytes:
    """About the same size as ``picture``, with 1 / ``factor`` of its resolution."""
    return resized(resized(picture, 1 / factor), factor, how)


def cropped_jpeg(picture: Bytes, quality: int, left: int, top: int) -> Bytes:
    """``picture`` as a JPEG of which ``left`` columns and ``top`` rows were cut off."""
    return compressed(picture, quality)[top:, left:]


def planes(picture: Bytes) -> list[Plane]:
    """What most measures take."""
    return [compute_luma(window) for window in cut_excerpts(picture)]
