# SPDX-License-Identifier: GPL-3.0-or-later
"""The small picture of an open image, of any depth: GIMP's own way knows 8 bits only."""

from __future__ import annotations

from array import array
from struct import unpack
from typing import Final

import gi
from gimpfu.introspection import Gimp, GLib

gi.require_version("GdkPixbuf", "2.0")

from gi.repository import GdkPixbuf  # noqa: E402 - needs the version above

_CODES: Final = {
    "U8": ("B", 0xFF), "U16": ("H", 0xFFFF), "U32": ("I", 0xFFFFFFFF),
    "HALF": ("e", 1), "FLOAT": ("f", 1), "DOUBLE": ("d", 1),
}  # fmt: skip
"""How :mod:`struct` reads samples of a kind, and what is white."""


def thumbnail(image: Gimp.Image, side: int) -> GdkPixbuf.Pixbuf | None:
    """What it shows, with ``side`` pixels at most on each side; None if GIMP does not say."""
    if not image.is_valid():
        return None
    bytes_, width, height, pixel = image.get_thumbnail_data(side, side)
    if bytes_ is None:
        return None
    name = _precision(image)
    kind, linear = name.partition("_")[0], name.endswith("_LINEAR") and "NON" not in name
    gray = image.get_base_type() == Gimp.ImageBaseType.GRAY
    channels = 2 if gray else 4
    data = bytes_.get_data() or b""
    code, white = _CODES[kind]
    count = width * height * channels
    samples = unpack(f"={count}{code}", data) if len(data) == width * height * pixel else ()
    if len(samples) != count:
        return None
    return _pixbuf(samples, white, width, height, gray=gray, linear=linear)


def _precision(image: Gimp.Image) -> str:
    """Such as ``U16_LINEAR``."""
    given = int(image.get_precision())
    for kind in _CODES:
        for curve in ("LINEAR", "NON_LINEAR", "PERCEPTUAL"):
            if int(getattr(Gimp.Precision, f"{kind}_{curve}")) == given:
                return f"{kind}_{curve}"
    raise AssertionError("GIMP has no others")


def _pixbuf(
    samples: tuple[float, ...], white: int, width: int, height: int, *, gray: bool, linear: bool
) -> GdkPixbuf.Pixbuf:
    """Of samples with alpha: one colour of each pixel if it is ``gray``, otherwise three."""
    channels = 2 if gray else 4
    shown = array("B", bytes(width * height * 4))
    for channel in range(channels):
        values = (min(max(value / white, 0.0), 1.0) for value in samples[channel::channels])
        alpha = channel == channels - 1
        if linear and not alpha:
            values = (value ** (1 / 2.2) for value in values)  # near enough
        plane = array("B", [round(255 * value) for value in values])
        for place in (3,) if alpha else (0, 1, 2) if gray else (channel,):
            shown[place::4] = plane
    data = GLib.Bytes.new(shown.tobytes())
    rgb = GdkPixbuf.Colorspace.RGB
    return GdkPixbuf.Pixbuf.new_from_bytes(data, rgb, True, 8, width, height, 4 * width)
