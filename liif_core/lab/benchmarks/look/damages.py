# SPDX-License-Identifier: Apache-2.0
"""What is done to a picture before it is enlarged: the same by the same seed."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from liif_core.errors import LiifError
from liif_core.lab.benchmarks.metrics import Picture

SHIFT = 8
"""Pixels, at most, that are cut off above and at the left: where the grids of the source and of
its compression begin is drawn by the seed."""


@dataclass(frozen=True)
class Damage:
    """One kind of damage; the picture is reduced first, by Pillow's bicubic filter."""

    name: str
    words: str
    reduced: int = 1
    """How much smaller than the source the picture was before it was enlarged, by bicubic."""
    blur: float = 0.0
    """Deviation of a Gaussian, in pixels of the source."""
    noise: float = 0.0
    """Deviation of a sensor's noise, in levels, each colour's its own."""
    format: str = ""
    quality: int = 0


DAMAGES = (
    Damage("clean", "reduced, nothing else"),
    Damage("jpeg75", "JPEG, quality 75", format="JPEG", quality=75),
    Damage("jpeg30", "JPEG, quality 30", format="JPEG", quality=30),
    Damage("webp40", "WebP, quality 40", format="WEBP", quality=40),
    Damage("soft", "blurred by 1 pixel, JPEG 60", blur=1.0, format="JPEG", quality=60),
    Damage("enlarged", "enlarged by 2 before, JPEG 75", reduced=2, format="JPEG", quality=75),
    Damage("noisy", "noise of 8 levels, JPEG 90", noise=8.0, format="JPEG", quality=90),
)


def named(names: list[str]) -> list[Damage]:
    """The damages of these names. Raises :class:`LiifError` for one that there is not."""
    known = {damage.name: damage for damage in DAMAGES}
    for name in names:
        if name not in known:
            raise LiifError(f"there is no damage {name!r}", f"there are: {', '.join(known)}")
    return [known[name] for name in names]


def damaged_pair(
    photo: Image.Image, factor: float, damage: Damage, seed: int
) -> tuple[Picture, Picture]:
    """The damaged source and the truth, ``factor`` times its size, (h, w, 3) each."""
    rng = np.random.default_rng(seed)
    left, top = rng.integers(0, SHIFT, 2).tolist()
    # The same for all damages, so that their figures can be compared.
    step = max(each.reduced for each in DAMAGES)
    width, height = (int((n - SHIFT) / factor) // step * step for n in photo.size)
    if min(width, height) < step * SHIFT:
        raise LiifError(f"a picture of {photo.width} x {photo.height} is too small for x{factor:g}")
    size = round(width * factor), round(height * factor)
    truth = photo.convert("RGB").crop((left, top, left + size[0], top + size[1]))
    small = (width // damage.reduced, height // damage.reduced)
    source = truth.resize(small, Image.Resampling.BICUBIC)
    if damage.reduced > 1:
        source = source.resize((width, height), Image.Resampling.BICUBIC)
    if damage.blur:
        pixels = np.asarray(source, np.float32)
        blurred = gaussian_filter(pixels, (damage.blur, damage.blur, 0), mode="nearest")
        source = Image.fromarray(np.rint(blurred).astype(np.uint8))
    if damage.noise:
        noisy = np.asarray(source) + rng.normal(0, damage.noise, (height, width, 3))
        source = Image.fromarray(np.rint(noisy).clip(0, 255).astype(np.uint8))
    if damage.format:
        source = compressed(source, damage.format, damage.quality)
    return np.asarray(source), np.asarray(truth)


def compressed(picture: Image.Image, format: str, quality: int) -> Image.Image:  # noqa: A002
    """``picture`` as its file of that format and quality gives it back."""
    buffer = io.BytesIO()
    picture.save(buffer, format, quality=quality)
    return Image.open(buffer).convert("RGB")
