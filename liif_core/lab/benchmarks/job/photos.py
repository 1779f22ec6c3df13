# SPDX-License-Identifier: Apache-2.0
"""The JPEG files that are worked on: the same by the same seed.

``python -m liif_core.lab.benchmarks.job.photos FOLDER SEED SIZE...`` makes them, as the libraries
that it loads must not be in use when a command is to read them from the disk.

They are made of the bundled photo, reduced, so that no trace of its own past is left, and repeated
as in mirrors, so that it has no seams.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.lab.benchmarks.job.contenders import QUALITY
from liif_core.pictures.saving import save_image
from liif_core.sample import PHOTO

ASPECT = 1.5
"""Width by height."""
REDUCED = 0.7
"""Of the bundled photo's sides."""
FIRST = 60
"""Quality of a first compression, before ``CUT`` pixels were cut off at the left and the top."""
CUT = 3
SUBSAMPLING = "4:2:0"


def save_sources(folder: Path, seed: int, megapixels: list[float]) -> list[dict[str, object]]:
    """For each of ``megapixels`` a JPEG that was compressed once, and one that was twice, in
    ``folder``; the values of a :class:`Source` for each.
    """
    sources: list[dict[str, object]] = []
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
            real = picture.width * picture.height / 1e6
            sources.append({"file": path.name, "megapixels": real, "compressed": words})
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


if __name__ == "__main__":
    # They are our own: Pillow need not warn of large ones.
    Image.MAX_IMAGE_PIXELS = None
    made = save_sources(Path(sys.argv[1]), int(sys.argv[2]), [float(size) for size in sys.argv[3:]])
    sys.stdout.write(json.dumps(made) + "\n")
