# SPDX-License-Identifier: GPL-3.0-or-later
"""What layers and channels have in common: pixels."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from gimpfu.introspection import Gimp
from gimpfu.objects import buffers
from gimpfu.objects.items import Item
from gimpfu.objects.regions import PixelRgn
from gimpfu.objects.tiles import TILE, Tile
from gimpfu.objects.transforms import Transforms
from gimpfu.objects.wrapping import wraps

_ARRAYS = {"u8": "B", "u16": "H", "float": "f", "double": "d"}
"""How the name of a format of Babl ends, and what Python's arrays call its type."""


@wraps(Gimp.Drawable)
class Drawable(Transforms, Item):
    """An item with pixels. Coordinates begin at its own upper left corner.

    What no pixel can change is asked of ``_native``, which sends none: scripts ask for it between
    one pixel and the next.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.Layer | Gimp.Channel  # there are no other drawables

        @property
        def native(self) -> Gimp.Layer | Gimp.Channel: ...

    @property
    def width(self) -> int:
        return int(self._native.get_width())

    @property
    def height(self) -> int:
        return int(self._native.get_height())

    @property
    def bpp(self) -> int:
        """Bytes of a pixel in regions and tiles: 1 for each channel, at any precision."""
        return buffers.bytes_per_pixel(self._native)

    @property
    def offsets(self) -> tuple[int, int]:
        """Where its upper left corner lies in the image."""
        _, x, y = self._native.get_offsets()
        return x, y

    @property
    def opacity(self) -> float:
        """0 to 100."""
        return float(self.native.get_opacity())

    @opacity.setter
    def opacity(self, opacity: float) -> None:
        self.do("set_opacity", float(opacity))

    @property
    def type(self) -> int:
        """RGB_IMAGE, RGBA_IMAGE, ..."""
        return int(self._native.type())

    @property
    def type_with_alpha(self) -> int:
        return int(self._native.type_with_alpha())

    @property
    def has_alpha(self) -> bool:
        return bool(self._native.has_alpha())

    @property
    def is_rgb(self) -> bool:
        return bool(self._native.is_rgb())

    @property
    def is_gray(self) -> bool:
        return bool(self._native.is_gray())

    is_grey = is_gray

    @property
    def is_indexed(self) -> bool:
        return bool(self._native.is_indexed())

    @property
    def is_layer_mask(self) -> bool:
        return bool(self._native.is_layer_mask())

    @property
    def mask_bounds(self) -> tuple[int, int, int, int]:
        """x1, y1, x2, y2 of the selection on it: the whole drawable where nothing is selected."""
        _, x1, y1, x2, y2 = self.native.mask_bounds()
        return x1, y1, x2, y2

    def mask_intersect(self) -> tuple[int, int, int, int] | None:
        """x, y, width, height of the selection on it, None where it misses the drawable."""
        meets, x, y, width, height = self.native.mask_intersect()
        return (x, y, width, height) if meets else None

    def get_pixel_rgn(
        self,
        x: int,
        y: int,
        width: int,
        height: int,
        dirty: bool = True,
        shadow: bool = False,
    ) -> PixelRgn:
        """A part of the pixels; see :class:`PixelRgn`."""
        return PixelRgn(self, x, y, width, height, dirty, shadow)

    def get_tile(self, shadow: bool, row: int, col: int) -> Tile:
        """The tile in a row and column of tiles, counted from 0."""
        return Tile(self, shadow, row, col)

    def get_tile2(self, shadow: bool, x: int, y: int) -> Tile:
        """The tile that holds a pixel."""
        return Tile(self, shadow, y // TILE, x // TILE)

    def get_pixel(self, *place: Any) -> tuple[int, ...]:  # noqa: ANN401 - see _place
        """The bytes of one pixel, at ``x, y`` or ``(x, y)``."""
        x, y = _place(place)
        return tuple(buffers.pixels_of(self._native).read(x, y, 1, 1))

    def set_pixel(self, *values: Any) -> None:  # noqa: ANN401 - see _place
        """Replace the bytes of one pixel: ``x, y, pixel`` or ``(x, y), pixel``.

        The pixel is a sequence of whole numbers, a colour, bytes, or the text of Python 2.
        """
        x, y = _place(values[:-1])
        pixel = values[-1]
        data = pixel if isinstance(pixel, str) else bytes(tuple(pixel)[: self.bpp])
        buffers.pixels_of(self._native).write(x, y, 1, 1, data)

    def get_data(self, format: str = "RGBA float") -> array[Any]:  # noqa: A002 - a keyword of GIMP 2
        """All pixels row by row as an ``array``, in a format of Babl.

        Its items are of the format's type; bytes where that is none of u8, u16, float, double.
        """
        code = next((c for end, c in _ARRAYS.items() if format.endswith(end)), "B")
        return array(code, buffers.read_as(self.native, format))

    def flush(self) -> None:
        """Send what was written to GIMP, which happens by itself before anything else is done."""
        buffers.flush()

    def merge_shadow(self, undo: bool = False) -> None:
        """Make the shadow the drawable's pixels, within the selection, as one step to undo.

        Nothing is done where nobody asked for the shadow: there is none then.
        """
        native = self.native
        if buffers.take_shadow(native):
            self.do("merge_shadow", bool(undo))

    def free_shadow(self) -> None:
        """Forget the shadow."""
        native = self.native
        if buffers.take_shadow(native):
            self.do("free_shadow")

    def update(self, x: int, y: int, width: int, height: int) -> None:
        """Say which part was changed, so that it is shown anew."""
        self.do("update", x, y, width, height)

    def fill(self, fill: int = 0) -> None:
        """Fill the whole drawable; one of FOREGROUND_FILL, BACKGROUND_FILL, WHITE_FILL, ..."""
        self.do("fill", Gimp.FillType(int(fill)))

    def offset(self, wrap_around: bool, fill_type: int, offset_x: int, offset_y: int) -> None:
        """Move the pixels within the drawable; one of OFFSET_BACKGROUND, OFFSET_TRANSPARENT."""
        color = Gimp.context_get_background()
        how = Gimp.OffsetType(int(fill_type))
        self.do("offset", bool(wrap_around), how, color, offset_x, offset_y)


def _place(values: tuple[Any, ...]) -> tuple[int, int]:
    """x and y, given as two values or as one pair."""
    x, y = values[0] if len(values) == 1 else values
    return x, y
