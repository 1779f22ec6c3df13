# SPDX-License-Identifier: Apache-2.0
"""The JPEG files that are worked on: the same by the same seed.

They are made of the bundled photo, reduced, so that no trace of its own past is left, and repeated
as in mirrors, so that it has no seams.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.pictures.saving import save_image
from liif_core.sample import PHOTO

ASPECT = 1.5
"""Width by height."""
REDUCED = 0.7
"""Of the bundled photo's sides."""
QUALITY = 75
FIRST = 60
"""Quality of a first compression, before ``CUT`` pixels were cut off at the left and the top."""
CUT = 3
SUBSAMPLING = "4:2:0"


@dataclass(frozen=True)
class Source:
    """One file."""

    path: Path
    megapixels: float
    """As it really is."""
    compressed: str
    """For people: its qualities, first to last."""


def save_sources(folder: Path, megapixels: list[float], seed: int = 0) -> list[Source]:
    """For each of ``megapixels`` a JPEG that was compressed once, and one that was twice."""
    sources = []
    for size in megapixels:
        photo = make_photo(size, seed)
        first = _compressed(photo, FIRST)
        cut = first.crop((CUT, CUT, first.width, first.height))
        for kind, picture, words in (
            ("once", photo, f"{QUALITY}"),
            ("twice", cut, f"{FIRST}, cut, {QUALITY}"),
        ):
            path = folder / f"{size:g}-{kind}.jpg"
            save_image(picture, path, "JPEG", quality=QUALITY, subsampling=SUBSAMPLING)
            sources.append(Source(path, picture.width * picture.height / 1e6, words))
    return sources


def make_photo(megapixels: float, seed: int) -> Image.Image:
    """About so many megapixels in colour; where in the photo it begins is drawn by ``seed``."""
    with Image.open(PHOTO) as bundled:
        size = round(bundled.width * REDUCED), round(bundled.height * REDUCED)
        photo = np.asarray(bundled.convert("RGB").resize(size, Image.Resampling.BICUBIC))
    height = max(1, round((megapixels * 1e6 / ASPECT) ** 0.5))
    width = round(ASPECT * height)
    left, top = np.random.default_rng(seed).integers(0, min(size), 2)
    rows = _mirrored(np.arange(top, top + height), size[1])
    columns = _mirrored(np.arange(left, left + width), size[0])
    return Image.fromarray(photo[rows[:, None], columns])


def _mirrored(places: np.ndarray, length: int) -> np.ndarray:
    """Where ``places`` beyond the end of an axis lie when it goes back and forth."""
    within = places % (2 * length)
    return np.minimum(within, 2 * length - 1 - within)


def _compressed(picture: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, subsampling=SUBSAMPLING)
    return Image.open(buffer).convert("RGB")
