# SPDX-License-Identifier: Apache-2.0
"""Colours that go together, as people choose them for pages, programs and pictures."""

from __future__ import annotations

import colorsys

from liif_core.lab.training.drawings.kit import Kit

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
PURE: tuple[Colour, ...] = (
    *((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255)),
    *((255, 128, 0), (128, 0, 255), (0, 128, 255), (255, 0, 128), (0, 160, 60), (210, 0, 30)),
)
SETS: tuple[tuple[Colour, ...], ...] = (
    ((31, 119, 180), (255, 127, 14), (44, 160, 44), (214, 39, 40), (148, 103, 189), (140, 86, 75)),
    ((66, 133, 244), (219, 68, 55), (244, 180, 0), (15, 157, 88), (171, 71, 188), (0, 172, 193)),
    ((38, 70, 83), (42, 157, 143), (233, 196, 106), (244, 162, 97), (231, 111, 81), (29, 53, 87)),
    ((239, 71, 111), (255, 209, 102), (6, 214, 160), (17, 138, 178), (7, 59, 76), (247, 127, 0)),
    (
        (102, 194, 165),
        (252, 141, 98),
        (141, 160, 203),
        (231, 138, 195),
        (166, 216, 84),
        (90, 90, 90),
    ),
    ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37), (30, 30, 60)),
)
"""Sets that programs for charts and designers use."""


def of_hue(hue: float, saturation: float, value: float) -> Colour:
    """All of 0 to 1."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def palette(kit: Kit, count: int) -> list[Colour]:
    """``count`` colours: a designer's set, neighbours on the wheel, pastels, pure or random."""
    manner = kit.choose(("set", "near", "pastel", "pure", "any", "earth"), (4, 2, 2, 2, 2, 1))
    if manner == "set":
        chosen = list(kit.choose(SETS))
        return [chosen[i % len(chosen)] for i in range(count)]
    if manner == "pure":
        return [kit.choose(PURE) for _ in range(count)]
    start = kit.between(0, 1)
    colours = []
    for i in range(count):
        if manner == "near":
            hue, saturation, value = start + 0.06 * i, kit.between(0.4, 0.9), kit.between(0.35, 1)
        elif manner == "pastel":
            hue, saturation, value = start + 0.17 * i, kit.between(0.15, 0.4), kit.between(0.85, 1)
        elif manner == "earth":
            hue, saturation, value = (
                kit.between(0.02, 0.3),
                kit.between(0.2, 0.6),
                kit.between(0.25, 0.9),
            )
        else:
            hue, saturation, value = start + 0.618 * i, kit.between(0.5, 1), kit.between(0.4, 1)
        colours.append(of_hue(hue, saturation, value))
    return colours


def luminance(colour: Colour) -> float:
    """0 to 255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``share`` of the other colour."""
    a, b, c = (round(x * (1 - share) + y * share) for x, y in zip(one, other, strict=True))
    return a, b, c


def darker(colour: Colour, share: float) -> Colour:
    return mixed(colour, BLACK, share)


def lighter(colour: Colour, share: float) -> Colour:
    return mixed(colour, WHITE, share)


def legible(kit: Kit, ground: Colour) -> Colour:
    """A colour for text that can be read on the ground."""
    dark = luminance(ground) > 127
    if kit.chance(0.5):
        return (20, 20, 24) if dark else (245, 245, 245)
    hue = kit.between(0, 1)
    return of_hue(hue, kit.between(0.4, 1), 0.35) if dark else of_hue(hue, kit.between(0, 0.5), 1)


def visible(kit: Kit, ground: Colour) -> Colour:
    """Any colour that stands out from the ground."""
    for colour in palette(kit, 8):
        if abs(luminance(colour) - luminance(ground)) > 70:
            return colour
    return legible(kit, ground)
