# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixels as GIMP 2 gave them: 8 bits per channel, in the image's own colour space.

A script may write pixel by pixel. To send each to GIMP would take minutes, so that what is
written stays here until something else is done with an image; see :func:`flush`.
"""

from __future__ import annotations

from gimpfu.errors import ArgumentError
from gimpfu.introspection import Babl, Gegl, Gimp

_FORMATS = {
    Gimp.ImageType.RGB_IMAGE: ("R'G'B' u8", 3),
    Gimp.ImageType.RGBA_IMAGE: ("R'G'B'A u8", 4),
    Gimp.ImageType.GRAY_IMAGE: ("Y' u8", 1),
    Gimp.ImageType.GRAYA_IMAGE: ("Y'A u8", 2),
}
_INDEXED = {Gimp.ImageType.INDEXED_IMAGE: 1, Gimp.ImageType.INDEXEDA_IMAGE: 2}

_open: dict[tuple[int, bool], PixelBuffer] = {}
_shadowed: set[int] = set()
"""The numbers of the drawables whose shadow was asked for, and neither merged nor freed."""


class PixelBuffer:
    """The pixels of one drawable, or of its shadow, where a change waits for its merging."""

    def __init__(self, native: Gimp.Drawable, shadow: bool) -> None:
        self.bpp = bytes_per_pixel(native)
        self._format = _format_of(native)
        self._buffer = native.get_shadow_buffer() if shadow else native.get_buffer()

    def read(self, x: int, y: int, width: int, height: int) -> bytes:
        """``width * height * bpp`` bytes, row by row; the area must lie within the drawable."""
        area = Gegl.Rectangle.new(x, y, width, height)
        return self._buffer.get(area, 1.0, self._format, Gegl.AbyssPolicy.NONE)

    def write(self, x: int, y: int, width: int, height: int, data: object) -> None:
        """Replace the pixels of an area by bytes as :meth:`read` gives them.

        Text is taken as well, one character per byte, as Python 2 had no other bytes.
        Raises :class:`gimpfu.errors.ArgumentError` when the length is another: GEGL would only
        complain on standard error.
        """
        try:
            pixels = data.encode("latin-1") if isinstance(data, str) else bytes(data)  # type: ignore[call-overload]
        except (TypeError, ValueError) as problem:
            raise ArgumentError(f"pixels are bytes, one per channel: {problem}") from None
        if len(pixels) != width * height * self.bpp:
            raise ArgumentError(
                f"{width} x {height} pixels with {self.bpp} bytes each are "
                f"{width * height * self.bpp} bytes, not {len(pixels)}"
            )
        self._buffer.set(Gegl.Rectangle.new(x, y, width, height), self._format, pixels)

    def flush(self) -> None:
        """Send what was written to GIMP."""
        self._buffer.flush()


def pixels_of(native: Gimp.Drawable, shadow: bool = False) -> PixelBuffer:
    """The buffer of a drawable, opened when there is none: do not keep it."""
    key = (native.get_id(), shadow)
    if shadow:
        _shadowed.add(native.get_id())
    if key not in _open:
        _open[key] = PixelBuffer(native, shadow)
    return _open[key]


def take_shadow(native: Gimp.Drawable) -> bool:
    """Whether the drawable has a shadow, which is merged or freed from here on.

    GIMP itself cannot say, and complains on standard error where there is none.
    """
    shadowed = native.get_id() in _shadowed
    _shadowed.discard(native.get_id())
    return shadowed


def read_as(native: Gimp.Drawable, format: str) -> bytes:  # noqa: A002 - Babl's own word
    """All pixels of a drawable, row by row, in a format of Babl such as ``RGBA float``."""
    area = Gegl.Rectangle.new(0, 0, native.get_width(), native.get_height())
    return native.get_buffer().get(area, 1.0, format, Gegl.AbyssPolicy.NONE)


def flush() -> None:
    """Send all pixels written so far to GIMP, and read anew from then on."""
    while _open:
        _, buffer = _open.popitem()
        buffer.flush()


def bytes_per_pixel(native: Gimp.Drawable) -> int:
    """1 for each channel, whatever precision the image has."""
    kind = native.type()
    return _INDEXED[kind] if kind in _INDEXED else _FORMATS[kind][1]


def _format_of(native: Gimp.Drawable) -> str:
    own = native.get_format()
    if native.type() in _INDEXED:
        return Babl.get_name(own)
    if isinstance(native, Gimp.Channel):
        # How strong a mask or selection is has no gamma.
        return "Y u8"
    name, _ = _FORMATS[native.type()]
    # A bare name would mean sRGB, and the colours of other spaces would be converted and cut.
    return Babl.get_name(Babl.format_with_space(name, own))
