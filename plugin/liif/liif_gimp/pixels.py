# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixels between GIMP's buffers and the pixel file, in bands, never as a second whole copy."""

from __future__ import annotations

import array
import mmap
from collections.abc import Iterator
from dataclasses import dataclass

from gimpfu import error
from gimpfu.introspection import Babl, Gegl, Gimp

from liif_core.request.layout import FINER, SAMPLE_BYTES, Channels, Sample
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.pixelfile import PixelFile
from liif_gimp.words import _

_BAND_ROWS = 256
_ON_SCREEN = "R'G'B'A u8"
"""Without a space, which means sRGB."""
_BABL_TYPES: dict[Sample, str] = {"u8": "u8", "u16": "u16", "f32": "float"}
_DEPTHS: dict[str, Sample] = {
    "U8": "u8",
    "U16": "u16",
    "U32": "f32",
    "HALF": "f32",
    "FLOAT": "f32",
    "DOUBLE": "f32",
}
_PRECISIONS: dict[Gimp.Precision, tuple[Sample, str]] = {
    getattr(Gimp.Precision, f"{depth}_{encoding}"): (sample, encoding)
    for depth, sample in _DEPTHS.items()
    for encoding in ("LINEAR", "NON_LINEAR", "PERCEPTUAL")
}
_CODES: dict[Sample, str] = {"u8": "B", "u16": "H", "f32": "f"}
"""Of the array module."""
_OPAQUE: dict[Sample, int] = {"u8": 255, "u16": 65535, "f32": 1}
"""The value of a fully opaque pixel."""


_SEEN = bytes(value > 1 for value in range(256))
"""By value of a selection in 255ths."""


@dataclass(frozen=True)
class Layout:
    """How the pixels of one drawable are exchanged."""

    channels: Channels
    sample: Sample
    format: str
    """Babl's name for it, which includes the colour space of the image."""

    @property
    def has_alpha(self) -> bool:
        """Whether the last channel is alpha."""
        return self.channels.endswith("A")

    @property
    def pixel_bytes(self) -> int:
        """Bytes of one pixel."""
        return len(self.channels) * SAMPLE_BYTES[self.sample]


def layout_of(image: Gimp.Image, drawable: Gimp.Drawable, *, with_alpha: bool = False) -> Layout:
    """The layout that loses nothing: the image's own colour space and at least its precision.

    It has alpha where the drawable has, or ``with_alpha``.

    The encoding is a perceptual one even where the image's is linear, because that is what
    the networks know. A bare format name would mean sRGB and clip the colours of wider spaces.
    """
    sample, encoding = _PRECISIONS[image.get_precision()]
    profile = image.get_effective_color_profile()
    if encoding == "LINEAR" or (profile is not None and profile.is_linear()):
        # The profile's own curve would be no curve, hence "~", which always is that of sRGB.
        mark, sample = "~", FINER[sample]
    else:
        mark = "~" if encoding == "PERCEPTUAL" else "'"
    alpha = "A" if with_alpha or drawable.has_alpha() else ""
    colours = f"Y{mark}" if drawable.is_gray() else f"R{mark}G{mark}B{mark}"
    plain = f"{colours}{alpha} {_BABL_TYPES[sample]}"
    spaced = Babl.get_name(Babl.format_with_space(plain, drawable.get_format()))
    channels: Channels = (
        ("YA" if alpha else "Y") if drawable.is_gray() else ("RGBA" if alpha else "RGB")
    )
    return Layout(channels, sample, spaced)


def read(drawable: Gimp.Drawable, area: Rectangle, layout: Layout, file: PixelFile) -> bool:
    """Copy an area, in the drawable's own coordinates, to the beginning of the pixel file.

    Returns whether every pixel is opaque. Raises :class:`gimpfu.error` when none is visible,
    and when GIMP gives other than the asked-for pixels.
    """
    *_before, opaque = reading(drawable, area, layout, file)
    return opaque


def reading(
    drawable: Gimp.Drawable, area: Rectangle, layout: Layout, file: PixelFile
) -> Iterator[bool]:
    """:func:`read` in short steps; each tells whether every pixel so far is opaque."""
    file.begin((area.size, layout))
    buffer = drawable.get_buffer()
    opaque = transparent = position = 0
    for band in _bands(area):
        data = buffer.get(_gegl(band), 1.0, layout.format, Gegl.AbyssPolicy.CLAMP)
        if len(data) != band.width * band.height * layout.pixel_bytes:
            told = _("GIMP gave %(bytes)d bytes for %(width)d x %(height)d pixels")
            raise error(told % {"bytes": len(data), "width": band.width, "height": band.height})
        file.put(position, data)
        position += len(data)
        of_band = _opacity(data, layout)
        opaque, transparent = opaque + of_band[0], transparent + of_band[1]
        yield opaque * layout.pixel_bytes == position
    if transparent == area.width * area.height:
        raise error(_("there is nothing but transparency here. Nothing was changed."))


def read_mask(mask: Gimp.LayerMask, area: Rectangle, layout: Layout, file: PixelFile) -> None:
    """Put an area of a mask in the place of the alpha that :func:`read` has copied."""
    buffer, code, count = mask.get_buffer(), _CODES[layout.sample], len(layout.channels)
    position = 0
    for band in _bands(area):
        data = buffer.get(_gegl(band), 1.0, _mask_format(layout), Gegl.AbyssPolicy.CLAMP)
        size = band.width * band.height * layout.pixel_bytes
        samples = array.array(code, file.map[position : position + size])
        samples[count - 1 :: count] = array.array(code, data)
        file.put(position, samples.tobytes())
        position += size


def seen_bounds(selection: Gimp.Selection, area: Rectangle) -> Rectangle:
    """The bounds within ``area`` of what is selected by more than 1/255; empty if nothing is.

    A feather's tail goes on far beyond: there a change of 127 levels of 255 would not show.
    """
    buffer = selection.get_buffer()
    left, top, right, bottom = area.width, area.height, 0, 0
    for band in _bands(area):
        data = buffer.get(_gegl(band), 1.0, "Y u8", Gegl.AbyssPolicy.NONE).translate(_SEEN)
        for number in range(band.height):
            row = data[number * band.width : (number + 1) * band.width]
            if width := len(row.rstrip(b"\0")):
                left = min(left, band.width - len(row.lstrip(b"\0")))
                right = max(right, width)
                top = min(top, band.y - area.y + number)
                bottom = band.y - area.y + number + 1
    return Rectangle(area.x + left, area.y + top, right - left, bottom - top)


def mask_values(size: Size, layout: Layout, memory: mmap.mmap, position: int) -> bytes:
    """The alpha of the pixels that begin at ``position`` in the pixel file."""
    code, count = _CODES[layout.sample], len(layout.channels)
    found = []
    for band in _bands(Rectangle(0, 0, *size)):
        length = band.width * band.height * layout.pixel_bytes
        samples = array.array(code, memory[position : position + length])
        found.append(samples[count - 1 :: count].tobytes())
        position += length
    return b"".join(found)


def write_mask(mask: Gimp.LayerMask, layout: Layout, values: bytes) -> None:
    """Fill a mask with what :func:`mask_values` gave."""
    buffer, position = mask.get_buffer(), 0
    whole = Rectangle(0, 0, mask.get_width(), mask.get_height())
    for band in _bands(whole):
        length = band.width * band.height * SAMPLE_BYTES[layout.sample]
        buffer.set(_gegl(band), _mask_format(layout), values[position : position + length])
        position += length
    buffer.flush()
    mask.update(*whole)


def _mask_format(layout: Layout) -> str:
    """Masks have no colour space: their values are what they are."""
    return f"Y {_BABL_TYPES[layout.sample]}"


def shown(drawable: Gimp.Drawable, area: Rectangle) -> bytes:
    """An area as a screen shows it: red, green, blue and alpha in sRGB, of 8 bits."""
    return small(drawable, area, 1.0)[0]


def small(drawable: Gimp.Drawable, area: Rectangle, scale: float) -> tuple[bytes, Size]:
    """The same of an ``area`` made smaller, by ``scale`` of 0 to 1, and its size."""
    x, y, right, bottom = (
        round(scale * end) for end in (area.x, area.y, area.x + area.width, area.y + area.height)
    )
    seen = Rectangle(x, y, max(1, right - x), max(1, bottom - y))
    pixels = drawable.get_buffer().get(_gegl(seen), scale, _ON_SCREEN, Gegl.AbyssPolicy.CLAMP)
    return bytes(pixels), seen.size


def as_shown(pixels: bytes, layout: Layout, size: Size) -> bytes:
    """Pixels from the pixel file, in the same form as those of :func:`shown`."""
    area = _gegl(Rectangle(0, 0, *size))
    buffer = Gegl.Buffer.new(layout.format, 0, 0, *size)
    buffer.set(area, layout.format, pixels)
    return bytes(buffer.get(area, 1.0, _ON_SCREEN, Gegl.AbyssPolicy.NONE))


def write(layer: Gimp.Layer, layout: Layout, memory: mmap.mmap, position: int) -> None:
    """Fill a layer with the pixels that begin at ``position`` in the pixel file."""
    buffer = layer.get_buffer()
    whole = Rectangle(0, 0, layer.get_width(), layer.get_height())
    for band in _bands(whole):
        size = band.width * band.height * layout.pixel_bytes
        # A slice of a mapping is a bytes object, which GEGL takes far faster than a view.
        buffer.set(_gegl(band), layout.format, memory[position : position + size])
        position += size
    buffer.flush()
    layer.update(*whole)


def _bands(area: Rectangle) -> Iterator[Rectangle]:
    for top in range(area.y, area.y + area.height, _BAND_ROWS):
        height = min(_BAND_ROWS, area.y + area.height - top)
        yield Rectangle(area.x, top, area.width, height)


def _gegl(area: Rectangle) -> Gegl.Rectangle:
    return Gegl.Rectangle.new(*area)


def _opacity(data: bytes, layout: Layout) -> tuple[int, int]:
    """How many pixels are fully opaque and how many fully transparent."""
    if not layout.has_alpha:
        return len(data) // layout.pixel_bytes, 0
    samples = array.array(_CODES[layout.sample], data)
    alpha = samples[len(layout.channels) - 1 :: len(layout.channels)]
    return alpha.count(_OPAQUE[layout.sample]), alpha.count(0)
