# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of the GIMP 2 API (``gimpcolor.RGB``) and their exchange with GEGL's."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gimpfu.colorparts import Color
from gimpfu.errors import ArgumentError
from gimpfu.introspection import Babl, Gegl, Gimp, GLib

if TYPE_CHECKING:
    from gimpfu.colormodels import CMYK, HSL, HSV

# Defaults of parameters are colours, and made before GIMP 3.0 does this itself.
Babl.init()

_FORMAT = "R'G'B'A double"
"""Not linear light, which is what GEGL's own ``set_rgba`` takes."""

LUMINANCE = (0.22248840, 0.71690369, 0.06060791)
"""How much red, green and blue count in GIMP 2's luminance."""
COMPOSITE_NONE, COMPOSITE_NORMAL, COMPOSITE_BEHIND = range(3)


class RGB(Color):
    """A colour with the floats ``r``, ``g``, ``b`` and ``a``, each 0 to 1.

    Components may be given as floats of that range or as whole numbers from 0 to 255. By index,
    slice or as a sequence of four the components are whole numbers from 0 to 255; by name, floats.
    Methods whose name is a verb change the colour itself.
    """

    __slots__ = ()

    NAMES = ("red", "green", "blue", "alpha")

    if TYPE_CHECKING:
        r: float
        g: float
        b: float
        a: float

    def __init__(
        self, r: float = 0.0, g: float = 0.0, b: float = 0.0, a: float | None = None
    ) -> None:
        self._set((r, g, b, 1.0 if a is None else a))

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

    def set(
        self,
        r: float | None = None,
        g: float | None = None,
        b: float | None = None,
        a: float | None = None,
    ) -> None:
        """Set red, green and blue, alpha, or all of them. Raises :class:`TypeError`."""
        self._replace((r, g, b), a)

    def add(self, color: RGB, with_alpha: bool = False) -> None:
        """Add another colour; what exceeds 1 is kept until :meth:`clamp`."""
        self._combine([mine + theirs for mine, theirs in self._pairs(color)], with_alpha)

    def subtract(self, color: RGB, with_alpha: bool = False) -> None:
        """Take another colour off; what is below 0 is kept until :meth:`clamp`."""
        self._combine([mine - theirs for mine, theirs in self._pairs(color)], with_alpha)

    def multiply(self, factor: float, with_alpha: bool = False) -> None:
        """Make it brighter or darker."""
        self._combine([part * factor for part in self._parts], with_alpha)

    def gamma(self, gamma: float) -> None:
        """Raise red, green and blue to the power of ``1 / gamma``."""
        power = 1 / gamma if gamma else 0.0
        self._combine([max(part, 0.0) ** power for part in self._parts], False)

    def composite(self, color: RGB, mode: int = COMPOSITE_NORMAL) -> None:
        """Lay another colour over this one, or behind it, by their alphas.

        Raises :class:`gimpfu.errors.ArgumentError` for another mode than RGB_COMPOSITE_NONE,
        RGB_COMPOSITE_NORMAL, RGB_COMPOSITE_BEHIND.
        """
        if mode not in (COMPOSITE_NONE, COMPOSITE_NORMAL, COMPOSITE_BEHIND):
            raise ArgumentError(f"there is no way {mode!r} to lay colours over each other")
        if mode == COMPOSITE_NONE:
            return
        above, below = (color, self) if mode == COMPOSITE_NORMAL else (self, color)
        alpha = above.a + (1 - above.a) * below.a
        if not alpha:
            return
        share = above.a / alpha
        mixed = [
            share * over + (1 - share) * under
            for over, under in zip(above._parts[:3], below._parts[:3], strict=True)
        ]
        self._set((*mixed, alpha))

    def distance(self, color: RGB, alpha: bool = False) -> float:
        """The sum of the differences in red, green and blue, 0 to 3."""
        return sum(abs(mine - theirs) for mine, theirs in list(self._pairs(color))[:3])

    def max(self) -> float:
        """The largest of red, green and blue."""
        return max(self._parts[:3])

    def min(self) -> float:
        """The smallest of red, green and blue."""
        return min(self._parts[:3])

    def luminance(self) -> float:
        """How bright it is, 0 to 1."""
        return sum(part * share for part, share in zip(self._parts, LUMINANCE, strict=False))

    def parse_name(self, name: str) -> None:
        """Become the colour of a name of X11. Raises :class:`ValueError` when there is none."""
        self._become(Gimp.color_parse_name(name), name)

    def parse_hex(self, hex: str) -> None:  # noqa: A002 - the keyword of GIMP 2
        """Become the colour of ``#rrggbb``. Raises :class:`ValueError` for other texts."""
        self._become(Gimp.color_parse_hex(hex), hex)

    def parse_css(self, css: str, with_alpha: bool = False) -> None:
        """Become a colour of CSS, its alpha as well if asked. Raises :class:`ValueError`."""
        alpha = self.a
        self._become(Gimp.color_parse_css(css), css)
        if not with_alpha:
            self.a = alpha

    def to_hsv(self) -> HSV:
        from gimpfu.colormodels import HSV  # which leads back here

        return HSV.of_rgb(self)

    def to_hsl(self) -> HSL:
        from gimpfu.colormodels import HSL

        return HSL.of_rgb(self)

    def to_cmyk(self, pullout: float = 1.0) -> CMYK:
        """With so much of the common part of cyan, magenta and yellow as black, 0 to 1."""
        from gimpfu.colormodels import CMYK

        return CMYK.of_rgb(self, pullout)

    def _pairs(self, color: RGB) -> zip[tuple[float, float]]:
        return zip(self._parts, color._parts, strict=True)

    def _combine(self, parts: Sequence[float], with_alpha: bool) -> None:
        self._set((*parts[:3], parts[3] if with_alpha else self.a))

    def _become(self, color: Gegl.Color | None, text: str) -> None:
        if color is None:
            raise ValueError(f"there is no colour {text!r}")
        self._set(RGB.of(color)._parts)
