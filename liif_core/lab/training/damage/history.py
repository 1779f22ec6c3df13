# SPDX-License-Identifier: Apache-2.0
"""The history of a picture: twice blurred, resized, noisy, sharpened and compressed, each with a
chance of its own (after the second-order degradation of Real-ESRGAN, arXiv 2107.10833).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.lab.training.damage.codecs import JPEG_OF, Codec, Compression, compress
from liif_core.lab.training.damage.optics import Pixels, add_noise, blur, sharpen
from liif_core.lab.training.degradations import GRID

FILTERS = (
    Image.Resampling.BOX,
    Image.Resampling.BILINEAR,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
)
STRONGLY = 1.5
"""A compression whose strength times this is 1 leaves no texture."""
LARGEST_BLUR = 2.0
"""Standard deviation in pixels of the small picture."""


@dataclass(frozen=True)
class Harshness:
    """Chances and limits of what happens in one of the two rounds."""

    blurred: float
    blur: float
    """Largest standard deviation, in pixels of the small picture."""
    resized: float
    """Chance that the round works at a size of its own."""
    smallest: float
    largest: float
    """Sides of that size, in sides of the small picture."""
    noisy: float
    noise: float
    """Largest standard deviation, in levels of 255."""
    sharpened: float
    sharpening: float
    """Largest amount of unsharp masking."""
    compressed: float
    qualities: tuple[int, int]
    """Of JPEG and, by their equivalents, the others."""
    least_blur: float = 0.2
    """Smallest standard deviation of a blur."""


MILD = Harshness(
    blurred=0.3, blur=0.8, resized=0.3, smallest=0.7, largest=1.6, noisy=0.25, noise=4.0,
    sharpened=0.15, sharpening=0.6, compressed=0.8, qualities=(50, 96),
)  # fmt: skip
STRONG = Harshness(
    blurred=0.6, blur=LARGEST_BLUR, resized=0.6, smallest=0.4, largest=2.0, noisy=0.5, noise=12.0,
    sharpened=0.25, sharpening=1.5, compressed=0.9, qualities=(15, 92),
)  # fmt: skip
SOFT = Harshness(
    blurred=0.7, blur=LARGEST_BLUR, resized=0.5, smallest=0.35, largest=1.0, noisy=0.4, noise=6.0,
    sharpened=0.15, sharpening=0.8, compressed=0.85, qualities=(30, 95), least_blur=0.6,
)  # fmt: skip
"""Out of focus, or enlarged before: most of what people want to have enlarged."""


@dataclass(frozen=True)
class Shares:
    """How often pictures have which history; the rest of 1 is STRONG."""

    none: float
    jpeg: float
    """Reduced and compressed, by JPEG mostly, once or twice: what ``fast`` knows."""
    mild: float
    soft: float = 0.0
    webp: float = 0.2
    avif: float = 0.1
    """Shares of the codecs in all compressions."""


MOSTLY_SOFT = Shares(none=0.05, jpeg=0.1, mild=0.1, soft=0.55)
MOSTLY_SHARP = Shares(none=0.3, jpeg=0.5, mild=0.15, soft=0.05)
"""Drawings are hardly ever out of focus or noisy."""


def live(
    truth: NDArray[np.uint8],
    side: int,
    corner: tuple[int, int],
    shares: Shares,
    rng: np.random.Generator,
) -> tuple[NDArray[np.uint8], float, float]:
    """``truth`` (s, s, 3) reduced to ``side`` and treated as the world treats photos.

    Returns of the small picture the part (side - GRID, side - GRID, 3) that begins at ``corner``,
    its row and column of 0..15, the strength of its compression in 0..1, and how roughly it was
    treated in all, in 0..1: 1 where texture can no longer be told from damage.
    """
    picture = Image.fromarray(truth)
    top, left = corner
    cut = (left, top, left + side - GRID, top + side - GRID)
    kind = rng.random()
    strength = 0.0
    if kind < shares.none:
        small = _resize(
            picture, side, Image.Resampling.BICUBIC if rng.random() < 0.5 else None, rng
        )
        return np.asarray(small.crop(cut)), 0.0, 0.0
    if kind < shares.none + shares.jpeg:
        small = _resize(picture, side, Image.Resampling.BICUBIC, rng)
        how = _compression(_typical_quality(rng), shares, rng)
        small, strength = compress(small, how).crop(cut), how.strength
        if rng.random() < 0.25:
            how = _compression(_typical_quality(rng), shares, rng)
            small, strength = compress(small, how), max(strength, how.strength)
        return np.asarray(small), strength, min(1.0, STRONGLY * strength)
    kind -= shares.none + shares.jpeg
    mild = kind < shares.mild
    harsh = MILD if mild else SOFT if kind < shares.mild + shares.soft else STRONG
    small, strength = _round(picture, side, side, harsh, shares, rng)
    if rng.random() < 0.5:
        small = small.crop(cut)
        again, more = _round(small, side - GRID, side - GRID, harsh, shares, rng, resizing=False)
        strength = max(strength, more)
        return np.asarray(again), strength, 0.5 if mild else 1.0
    return np.asarray(small.crop(cut)), strength, 0.5 if mild else 1.0


def _round(
    picture: Image.Image,
    side: int,
    small_side: int,
    harsh: Harshness,
    shares: Shares,
    rng: np.random.Generator,
    resizing: bool = True,
) -> tuple[Image.Image, float]:
    """One round, at the end of ``side`` pixels, and the strength of its compression there."""
    work = side
    if resizing and rng.random() < harsh.resized:
        low, high = math.log(harsh.smallest), math.log(harsh.largest)
        work = min(round(side * math.exp(rng.uniform(low, high))), picture.width)
    if rng.random() < harsh.blurred:
        unit = picture.width / side
        first = rng.uniform(harsh.least_blur, harsh.blur)
        second = first if rng.random() < 0.6 else rng.uniform(harsh.least_blur, harsh.blur)
        soft = blur(_floats(picture), (first * unit, second * unit), rng.uniform(0, math.pi))
        picture = _file(soft)
    picture = _resize(picture, work, None, rng)
    pixels = _floats(picture)
    if rng.random() < harsh.noisy:
        levels = harsh.noise * rng.random() ** 1.5
        pixels = add_noise(pixels, levels, rng.random(), bool(rng.random() < 0.4), rng)
    if rng.random() < harsh.sharpened:
        pixels = sharpen(pixels, rng.uniform(0.2, harsh.sharpening), rng.uniform(0.5, 1.5))
    picture = _file(pixels)
    strength = 0.0
    if rng.random() < harsh.compressed:
        how = _compression(rng.uniform(*harsh.qualities), shares, rng)
        picture, strength = compress(picture, how), how.strength
    # Reducing takes away as much of the artifacts as of the picture, enlarging adds none.
    return _resize(picture, side, None, rng), strength * min(1.0, side / work)


def _typical_quality(rng: np.random.Generator) -> float:
    """As users mostly meet them, 10 to 70, else 8 to 95."""
    return rng.uniform(10, 70) if rng.random() < 0.7 else rng.uniform(8, 95)


def _compression(quality: float, shares: Shares, rng: np.random.Generator) -> Compression:
    """By a random codec, of the strength of JPEG's ``quality``."""
    kind = rng.random()
    codec: Codec = "WEBP" if kind < shares.webp else "JPEG"
    if shares.webp <= kind < shares.webp + shares.avif:
        codec = "AVIF"
    own, of_jpeg = JPEG_OF[codec]
    same = round(float(np.interp(quality, of_jpeg, own)))
    return Compression(codec, max(1, same), bool(rng.random() < 0.7))


def _resize(
    picture: Image.Image, side: int, by: Image.Resampling | None, rng: np.random.Generator
) -> Image.Image:
    if picture.width == side:
        return picture
    chosen = by if by is not None else FILTERS[rng.integers(len(FILTERS))]
    return picture.resize((side, side), chosen)


def _floats(picture: Image.Image) -> Pixels:
    return np.asarray(picture, dtype=np.float32)


def _file(pixels: Pixels) -> Image.Image:
    """Rounded as a file."""
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
