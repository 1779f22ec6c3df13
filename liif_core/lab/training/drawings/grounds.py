# SPDX-License-Identifier: Apache-2.0
"""What lies under text and drawings: colours, paper, gradients, photos."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from liif_core.lab.training.drawings.canvas import image
from liif_core.lab.training.drawings.colours import Colour, of_hue, palette
from liif_core.lab.training.drawings.kit import SIDE, Kit


def gradient(kit: Kit, colours: list[Colour], radial: bool = False) -> Image.Image:
    """From the first colour to the last one, in a direction by chance; some are dithered."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / (SIDE - 1)
    if radial:
        cx, cy = kit.between(0.1, 0.9), kit.between(0.1, 0.9)
        place = np.hypot(x - cx, y - cy) / kit.between(0.5, 1.1)
    else:
        angle = kit.choose((0.0, np.pi / 2, kit.between(0, 2 * np.pi)))
        along = x * np.cos(angle) + y * np.sin(angle)
        place = (along - along.min()) / max(float(np.ptp(along)), 1e-6)
    return _coloured(kit, np.clip(place, 0, 1), colours)


def _coloured(kit: Kit, place: NDArray[np.float64], colours: list[Colour]) -> Image.Image:
    stops = np.linspace(0, 1, len(colours))
    levels = np.stack([np.interp(place, stops, [c[i] for c in colours]) for i in range(3)], axis=-1)
    if kit.chance(0.3):
        levels = levels + kit.rng.random(levels.shape) - 0.5
    return image(np.clip(np.round(levels), 0, 255).astype(np.uint8))


def paper(kit: Kit) -> Image.Image:
    """Scanned or photographed paper: fibres, stains, uneven light."""
    tint = np.array(of_hue(kit.between(0.06, 0.16), kit.between(0, 0.18), kit.between(0.88, 1)))
    fine = cloud(kit, 1.2) * kit.between(0.5, 5)
    coarse = cloud(kit, 40) * kit.between(0, 6)
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE - 0.5
    light = (x * kit.between(-1, 1) + y * kit.between(-1, 1)) * kit.between(0, 24)
    levels = tint + (fine + coarse + light)[..., None]
    return image(np.clip(np.round(levels), 0, 255).astype(np.uint8))


def cloud(kit: Kit, size: float) -> NDArray[np.float64]:
    """Noise with spots of about ``size`` pixels, mean 0, deviation 1."""
    small = max(4, round(SIDE / max(size, 1)))
    noise = kit.rng.normal(size=(small, small)).astype(np.float32)
    large = Image.fromarray(noise).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    spots = np.asarray(large, np.float64)
    return (spots - spots.mean()) / max(float(spots.std()), 1e-6)


def photo(kit: Kit) -> Image.Image | None:
    """A photo, sharp, out of focus or toned down; none when no photos were given."""
    crop = kit.photo()
    if crop is None:
        return None
    ground = image(crop)
    manner = kit.choose(("as it is", "soft", "toned"))
    if manner == "soft":
        ground = ground.filter(ImageFilter.GaussianBlur(kit.between(2, 12)))
    elif manner == "toned":
        tone = Image.new("RGB", ground.size, kit.choose(palette(kit, 3)))
        ground = Image.blend(ground, tone, kit.between(0.25, 0.7))
    return ground


def any_ground(kit: Kit) -> Image.Image:
    """Mostly plain, as grounds are."""
    manner = kit.choose(("white", "colour", "paper", "gradient", "photo"), (3, 3, 2, 3, 4))
    if manner == "white":
        return Image.new("RGB", (SIDE, SIDE), kit.choose(((255, 255, 255), (250, 250, 248))))
    if manner == "paper":
        return paper(kit)
    if manner == "photo":
        found = photo(kit)
        if found is not None:
            return found
    if manner == "gradient":
        return gradient(kit, palette(kit, kit.whole(2, 4)), radial=kit.chance(0.3))
    return Image.new("RGB", (SIDE, SIDE), kit.choose(palette(kit, 4)))
