# SPDX-License-Identifier: Apache-2.0
"""Text on pictures as programs draw it: smoothed, in one bit, or by the thirds of a pixel."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

from liif_core.lab.training.drawings.colours import Colour
from liif_core.lab.training.drawings.fonts import Font, Usable, opened
from liif_core.lab.training.drawings.kit import Kit

SMOOTHED, ONE_BIT, THIRDS = "smoothed", "one bit", "thirds"
FILTER = np.array([1, 2, 3, 2, 1]) / 9
"""Spreads each third of a pixel, as FreeType does for liquid crystal displays."""


def write(
    picture: Image.Image,
    place: tuple[float, float],
    text: str,
    font: Usable,
    colour: Colour,
    manner: str = SMOOTHED,
    anchor: str = "la",
) -> None:
    """Set ``text`` with its anchor (Pillow's) at x and y."""
    if manner == THIRDS and anchor == "la":
        _write_thirds(picture, place, text, font, colour)
        return
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1" if manner == ONE_BIT else "L"
    at = (round(place[0]), round(place[1])) if manner == ONE_BIT else place
    pen.text(at, text, fill=colour, font=font, anchor=anchor)


def _write_thirds(
    picture: Image.Image, place: tuple[float, float], text: str, font: Usable, colour: Colour
) -> None:
    large = font.font_variant(size=round(font.size * 3))
    _, _, right, bottom = large.getbbox(text)
    width, height = int(right) // 3 + 4, int(bottom) // 3 + 2
    mask = Image.new("L", (width * 3, height * 3))
    ImageDraw.Draw(mask).text((3, 0), text, fill=255, font=large)
    rows = np.asarray(mask, np.float64).reshape(height, 3, width * 3).mean(axis=1) / 255
    spread = np.apply_along_axis(np.convolve, 1, rows, FILTER, "same")
    cover = spread.reshape(height, width, 3)
    x, y = round(place[0]) - 1, round(place[1])
    box = (max(x, 0), max(y, 0), min(x + width, picture.width), min(y + height, picture.height))
    if box[2] <= box[0] or box[3] <= box[1]:
        return
    cover = cover[box[1] - y : box[3] - y, box[0] - x : box[2] - x]
    under = np.asarray(picture.crop(box), np.float64)
    mixed = under * (1 - cover) + np.array(colour, np.float64) * cover
    picture.paste(Image.fromarray(np.round(mixed).astype(np.uint8)), box[:2])


def manner_of(kit: Kit) -> str:
    return kit.choose((SMOOTHED, THIRDS, ONE_BIT), (6, 2, 1))


def fitting(text: str, font: Font, width: float, largest: int) -> Usable:
    """The font as large as lets the text into the width in pixels, at most ``largest``."""
    length = opened(font, 100).getlength(text)
    return opened(font, max(6, min(largest, int(100 * width / max(length, 1)))))


def lines_of(words: list[str], font: Usable, width: float, gap: str = " ") -> Iterator[str]:
    """The words broken into lines no wider than the width in pixels."""
    line = ""
    for word in words:
        longer = f"{line}{gap}{word}" if line else word
        if line and font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
