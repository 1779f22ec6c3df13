# SPDX-License-Identifier: Apache-2.0
"""``liif bench effort``: what leaving out the flat parts of a picture saves, and changes."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from skimage import data

from liif_core.lab.benchmarks.metrics import Picture
from liif_core.lab.benchmarks.tasks import compress
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.run import run

SCALE = 2
ROUNDS = 3
QUALITY = 75
_TEXT = "The quick brown fox jumps over the lazy dog. "


@dataclass(frozen=True)
class Row:
    """One picture; the seconds are medians."""

    picture: str
    megapixels: float
    """Of the result."""
    whole: float
    """Seconds with all of it computed."""
    seconds: float
    """With the flat parts left out."""
    largest: int
    """Difference of the two in levels of 255."""


def pictures() -> dict[str, Picture]:
    """Things that people enlarge, JPEG files but for the one with transparency."""
    portrait = Image.fromarray(data.astronaut())
    product = Image.new("RGB", (1400, 1000), "white")
    product.paste(portrait, (440, 240))
    page = Image.new("RGB", (1000, 1400), "white")
    draw = ImageDraw.Draw(page)
    for line in range(18):
        draw.text((120, 120 + 22 * line), _TEXT * 2, "black")
    logo = Image.new("RGBA", (1000, 1000))
    ImageDraw.Draw(logo).ellipse((300, 350, 700, 600), (200, 30, 40, 255))
    return {
        "a portrait on white": _compressed(product),
        "a page with a third of text": _compressed(page),
        "a logo on nothing": np.asarray(logo),
        "a photo": _compressed(Image.fromarray(data.coffee())),
    }


def measure() -> list[Row]:
    """Each picture both ways in turn, with a network that is open already."""
    backends = Backends()
    return [_row(name, picture, backends) for name, picture in pictures().items()]


def table(rows: list[Row]) -> str:
    """As Markdown."""
    lines = [
        "| picture | MP | times as fast | largest difference in levels |",
        "|---|---:|---:|---:|",
    ]
    lines += [
        f"| {row.picture} | {row.megapixels:.1f} | {row.whole / row.seconds:.2f} | {row.largest} |"
        for row in rows
    ]
    return "\n".join(lines)


def _row(name: str, picture: Picture, backends: Backends) -> Row:
    height, width, channels = picture.shape
    size = SCALE * width, SCALE * height
    results = {skip: np.empty((size[1], size[0], channels), np.uint8) for skip in (False, True)}
    request = Enlarge(Frame.of(size), Settings(strength=100 - QUALITY))
    seconds: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(ROUNDS):
        for skip, result in results.items():
            start = time.perf_counter()
            run(request, picture, result, backends=backends, skip_flat=skip)
            seconds[skip].append(time.perf_counter() - start)
    whole, skipped = (results[skip].astype(int) for skip in (False, True))
    off = np.abs(whole - skipped)
    if channels == 4:
        off = off[whole[..., 3] > 0]  # colours that can be seen
    medians = [statistics.median(seconds[skip]) for skip in (False, True)]
    return Row(name, size[0] * size[1] / 1e6, medians[0], medians[1], int(off.max()))


def _compressed(picture: Image.Image) -> Picture:
    return np.asarray(compress(picture, (QUALITY,)))
