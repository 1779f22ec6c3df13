# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of an indexed image as bytes, 3 for each."""

from __future__ import annotations

from gimpfu.colors import RGB
from gimpfu.errors import ArgumentError, error
from gimpfu.introspection import Gimp


def read(image: Gimp.Image) -> bytes:
    """The colours in order. Raises :class:`gimpfu.errors.error` for other images."""
    colors = _palette(image).get_colors()
    return bytes(value for color in colors for value in RGB.of(color)[:3])


def write(image: Gimp.Image, data: bytes) -> None:
    """Replace the first colours, and add as many as are missing.

    Raises :class:`gimpfu.errors.error` for other images, and
    :class:`gimpfu.errors.ArgumentError` when the bytes are not 3 for each of 1 to 256 colours.
    """
    palette = _palette(image)
    raw = bytes(data)
    if not raw or len(raw) % 3 or len(raw) > 3 * 256:
        raise ArgumentError(f"a colour map has 3 bytes for each colour, not {len(raw)} in all")
    count = len(palette.get_colors())
    for number in range(len(raw) // 3):
        color = RGB(*raw[3 * number : 3 * number + 3]).to_gegl()
        if number < count:
            palette.set_entry_color(number, color)
        else:
            palette.add_entry(f"#{number}", color)


def _palette(image: Gimp.Image) -> Gimp.Palette:
    palette = image.get_palette()
    if palette is None:
        raise error("only indexed images have a colour map")
    return palette
