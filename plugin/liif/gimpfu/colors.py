# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of the GIMP 2 API (``gimpcolor.RGB``) and their exchange with GEGL's."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from gimpfu.errors import ArgumentError
from gimpfu.introspection import Babl, Gegl, Gimp, GLib

# Defaults of parameters are colours, and made before GIMP 3.0 does this itself.
Babl.init()

_FORMAT = "R'G'B'A double"
"""Not linear light, which is what GEGL's own ``set_rgba`` takes."""


class RGB:
    """A colour with the floats ``r``, ``g``, ``b`` and ``a``, each 0 to 1.

    Components may be given as floats of that range or as whole numbers from 0 to 255. By index,
    slice or as a sequence of four the components are whole numbers from 0 to 255.
    """

    def __init__(
        self, r: float = 0.0, g: float = 0.0, b: float = 0.0, a: float | None = None
    ) -> None:
        self.r, self.g, self.b = _component(r), _component(g), _component(b)
        self.a = 1.0 if a is None else _component(a)

    @classmethod
    def parse(cls, value: object) -> RGB:
        """The colour that a script gave as RGB, as a tuple of 3 or 4, or by its CSS name.

        Raises :class:`gimpfu.errors.ArgumentError` for anything else.
        """
        if isinstance(value, RGB):
            return value
        if isinstance(value, str):
            # Not by GEGL's own names: it takes those that it does not know for cyan.
            color = Gimp.color_parse_css(value)
            if color is None:
                raise ArgumentError(f"there is no colour named {value!r}")
            return cls.of(color)
        if isinstance(value, Gegl.Color):
            return cls.of(value)
        if isinstance(value, Sequence) and len(value) in (3, 4):
            return cls(*value)
        raise ArgumentError(f"a colour is (red, green, blue) or a name, not {value!r}")

    @classmethod
    def of(cls, color: Gegl.Color) -> RGB:
        """The same colour as one of GEGL's."""
        data = color.get_bytes(Babl.format(_FORMAT)).get_data()
        assert data is not None  # that is of no bytes at all
        return cls(*struct.unpack("4d", data))

    def to_gegl(self) -> Gegl.Color:
        """The same colour for GIMP 3."""
        color = Gegl.Color.new("black")
        packed = struct.pack("4d", self.r, self.g, self.b, self.a)
        color.set_bytes(Babl.format(_FORMAT), GLib.Bytes.new(packed))
        return color

    red = property(lambda self: self.r, lambda self, value: setattr(self, "r", _component(value)))
    green = property(lambda self: self.g, lambda self, value: setattr(self, "g", _component(value)))
    blue = property(lambda self: self.b, lambda self, value: setattr(self, "b", _component(value)))
    alpha = property(lambda self: self.a, lambda self, value: setattr(self, "a", _component(value)))

    def _bytes(self) -> tuple[int, ...]:
        return tuple(
            round(255 * min(max(part, 0.0), 1.0)) for part in (self.r, self.g, self.b, self.a)
        )

    def __len__(self) -> int:
        return 4

    def __iter__(self) -> Iterator[int]:
        return iter(self._bytes())

    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        return self._bytes()[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RGB):
            return NotImplemented
        return (self.r, self.g, self.b, self.a) == (other.r, other.g, other.b, other.a)

    def __hash__(self) -> int:
        return hash((self.r, self.g, self.b, self.a))

    def __repr__(self) -> str:
        return f"RGB({self.r:g}, {self.g:g}, {self.b:g}, {self.a:g})"


def _component(value: float) -> float:
    """0 to 1, from that range as a float or from 0 to 255 as a whole number."""
    return value / 255.0 if isinstance(value, int) else float(value)
