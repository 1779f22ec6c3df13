# SPDX-License-Identifier: Apache-2.0
"""Printing screens: dots and lines whose size gives the tone, in one ink or in four."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.lab.training.drawings.canvas import array, image
from liif_core.lab.training.drawings.colours import Colour, darker, palette
from liif_core.lab.training.drawings.grounds import gradient, paper
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture

FINE = 3
"""Screens are computed at so many times the size and reduced by area."""
Tone = NDArray[np.floating]
"""0 for no ink to 1 for full ink."""


def screened(tone: Tone, pitch: float, angle: float, shape: str = "dot") -> Tone:
    """The share of ink on each pixel when the tone is printed by a screen of that pitch."""
    side = tone.shape[0] * FINE
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / FINE
    u = (x * np.cos(angle) + y * np.sin(angle)) / pitch
    v = (y * np.cos(angle) - x * np.sin(angle)) / pitch
    turn = np.float32(2 * np.pi)
    level = np.cos(turn * u) + (0 if shape == "line" else np.cos(turn * v))
    # As much of the screen lies above each level as the tone asks for.
    heights = np.quantile(level[: SIDE // 2, : SIDE // 2], np.linspace(0, 1, 257))
    cut = np.interp(1 - tone, np.linspace(0, 1, 257), heights).astype(np.float32)
    cut[tone <= 0] = np.inf
    printed = level >= np.repeat(np.repeat(cut, FINE, 0), FINE, 1)
    parts = printed.reshape(tone.shape[0], FINE, tone.shape[1], FINE)
    return np.asarray(parts.mean(axis=(1, 3), dtype=np.float32))


def source(kit: Kit) -> Picture:
    """What is printed: a photo where there are some, else gradients."""
    photo = None if kit.chance(0.2) else kit.photo()
    if photo is None:
        return array(gradient(kit, palette(kit, kit.whole(2, 4)), radial=kit.chance(0.5)))
    return photo


def draw_screens(kit: Kit) -> Picture:
    picture = source(kit).astype(np.float32) / 255
    pitch = kit.choose((3, 4, 5, 6, 8, 11, 16))
    shape = "line" if kit.chance(0.2) else "dot"
    ground = array(paper(kit)) if kit.chance(0.4) else np.full((SIDE, SIDE, 3), 255, np.uint8)
    if kit.chance(0.4):
        return in_four_inks(picture, pitch, ground)
    grey = 1 - picture @ np.array([0.299, 0.587, 0.114], np.float32)
    cover = screened(grey, pitch, kit.choose((0.0, np.pi / 4, kit.between(0, 1.5))), shape)
    ink: Colour = kit.choose(((0, 0, 0), (30, 28, 30), darker(kit.choose(palette(kit, 3)), 0.3)))
    return printed_on(ground, cover, ink)


def printed_on(ground: Picture, cover: Tone, ink: Colour) -> Picture:
    share = cover[..., None]
    levels = ground * (1 - share) + np.array(ink, np.float32) * share
    return np.round(levels).astype(np.uint8)


def in_four_inks(picture: NDArray[np.floating], pitch: float, ground: Picture) -> Picture:
    """Cyan, magenta, yellow and black at the angles that printers use."""
    cmy = 1 - picture
    black = cmy.min(axis=-1) ** 1.5
    inks = (
        ((0, 158, 224), 15, cmy[..., 0] - black),
        ((229, 0, 125), 75, cmy[..., 1] - black),
        ((255, 237, 0), 0, cmy[..., 2] - black),
        ((29, 29, 27), 45, black),
    )
    levels: Tone = ground.astype(np.float32)
    for ink, angle, tone in inks:
        share = screened(np.clip(tone, 0, 1), pitch, float(np.radians(angle)))[..., None]
        levels = levels * (1 - share * (1 - np.array(ink, np.float32) / 255))
    return np.asarray(image(np.round(levels).astype(np.uint8)))
