# SPDX-License-Identifier: GPL-3.0-or-later
"""The other colours of ``gimpcolor``: HSV, HSL and CMYK."""

from __future__ import annotations

import colorsys

from gimpfu.colorparts import Color
from gimpfu.colors import RGB

_DEGREES = (360, 100, 100, 255)
_GRAY = -1.0
"""The hue of grays in HSL: there is none."""


class HSV(Color):
    """Hue, saturation, value and alpha, each 0 to 1, or as whole numbers degrees and percents."""

    __slots__ = ()

    NAMES = ("hue", "saturation", "value", "alpha")
    SCALES = _DEGREES

    def __init__(self, h: float, s: float, v: float, a: float | None = None) -> None:
        self._set((h, s, v, 1.0 if a is None else a))

    @classmethod
    def of_rgb(cls, color: RGB) -> HSV:
        return cls(*colorsys.rgb_to_hsv(*color._parts[:3]), color.a)

    def set(
        self,
        h: float | None = None,
        s: float | None = None,
        v: float | None = None,
        a: float | None = None,
    ) -> None:
        """Set hue, saturation and value, alpha, or all of them. Raises :class:`TypeError`."""
        self._replace((h, s, v), a)

    def to_rgb(self) -> RGB:
        h, s, v, a = self._parts
        return RGB(*colorsys.hsv_to_rgb(h, s, v), a)


class HSL(Color):
    """Hue, saturation, lightness and alpha, each 0 to 1, or degrees and percents."""

    __slots__ = ()

    NAMES = ("hue", "saturation", "lightness", "alpha")
    SCALES = _DEGREES

    def __init__(self, h: float, s: float, l: float, a: float | None = None) -> None:  # noqa: E741
        self._set((h, s, l, 1.0 if a is None else a))

    @classmethod
    def of_rgb(cls, color: RGB) -> HSL:
        hue, lightness, saturation = colorsys.rgb_to_hls(*color._parts[:3])
        return cls(hue if saturation else _GRAY, saturation, lightness, color.a)

    def set(
        self,
        h: float | None = None,
        s: float | None = None,
        l: float | None = None,  # noqa: E741
        a: float | None = None,
    ) -> None:
        """Set hue, saturation and lightness, alpha, or all of them. Raises :class:`TypeError`."""
        self._replace((h, s, l), a)

    def to_rgb(self) -> RGB:
        h, s, lightness, a = self._parts
        return RGB(*colorsys.hls_to_rgb(h, lightness, s), a)


class CMYK(Color):
    """Cyan, magenta, yellow, black and alpha, each 0 to 1, or whole numbers from 0 to 255."""

    __slots__ = ()

    NAMES = ("cyan", "magenta", "yellow", "black", "alpha")

    def __init__(self, c: float, m: float, y: float, k: float, a: float | None = None) -> None:
        self._set((c, m, y, k, 1.0 if a is None else a))

    @classmethod
    def of_rgb(cls, color: RGB, pullout: float) -> CMYK:
        inks = [1.0 - part for part in color._parts[:3]]
        black = min(1.0, *inks) * pullout
        c, m, y = ((ink - black) / (1.0 - black) if black < 1.0 else 0.0 for ink in inks)
        return cls(c, m, y, black, color.a)

    def set(
        self,
        c: float | None = None,
        m: float | None = None,
        y: float | None = None,
        k: float | None = None,
        a: float | None = None,
    ) -> None:
        """Set the inks, alpha, or all of them. Raises :class:`TypeError`."""
        self._replace((c, m, y, k), a)
