# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``gimpcolor`` of GIMP 2: colours and what is done with four of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gimpfu.colormodels import CMYK, HSL, HSV
from gimpfu.colors import COMPOSITE_BEHIND, COMPOSITE_NONE, COMPOSITE_NORMAL, LUMINANCE, RGB
from gimpfu.errors import UnavailableError
from gimpfu.introspection import Gimp

__all__ = ["CMYK", "HSL", "HSV", "RGB"]

RGB_COMPOSITE_NONE = COMPOSITE_NONE
RGB_COMPOSITE_NORMAL = COMPOSITE_NORMAL
RGB_COMPOSITE_BEHIND = COMPOSITE_BEHIND
RGB_LUMINANCE_RED, RGB_LUMINANCE_GREEN, RGB_LUMINANCE_BLUE = LUMINANCE

_NOT_HERE = {
    "adaptive_supersample_area": "draw at twice the size and scale down",
    "bilinear_pixels_8": "it never did anything; use bilinear()",
}


def __getattr__(name: str) -> object:
    if name in _NOT_HERE:
        raise UnavailableError(f"gimpcolor.{name} is not available: {_NOT_HERE[name]}")
    raise AttributeError(f"gimpcolor has no {name!r}; see GIMPFU.md for what is covered")


def rgb_parse_name(name: str) -> RGB:
    """The colour of a name of X11. Raises :class:`ValueError` when there is none."""
    return _parsed(RGB.parse_name, name)


def rgb_parse_hex(hex: str) -> RGB:  # noqa: A002 - the keyword of GIMP 2
    """The colour of ``#rrggbb``. Raises :class:`ValueError` for other texts."""
    return _parsed(RGB.parse_hex, hex)


def rgb_parse_css(css: str, with_alpha: bool = False) -> RGB:
    """A colour of CSS, with its alpha if asked. Raises :class:`ValueError` for other texts."""
    color = RGB()
    color.parse_css(css, with_alpha)
    return color


def rgb_names() -> dict[str, RGB]:
    """The colours that have names."""
    names, colors = Gimp.color_list_names()
    return {name: RGB.of(color) for name, color in zip(names, colors, strict=True)}


def bilinear(x: float, y: float, values: Sequence[float] | bytes) -> float | bytes:
    """The value at ``x, y`` between four: upper left, upper right, lower left, lower right.

    Four bytes give one byte.
    """
    if isinstance(values, bytes):
        return bytes([int(_between(x, y, values))])
    return _between(x, y, values)


def bilinear_rgb(x: float, y: float, values: Sequence[RGB]) -> RGB:
    """The colour between four, without regard to alpha."""
    return RGB(*(_between(x, y, [color._parts[part] for color in values]) for part in range(3)))


def bilinear_rgba(x: float, y: float, values: Sequence[RGB]) -> RGB:
    """The colour between four; what is transparent does not count."""
    alpha = _between(x, y, [color.a for color in values])
    if not alpha:
        return RGB(0.0, 0.0, 0.0, 0.0)
    r, g, b = (
        _between(x, y, [color._parts[number] * color.a for color in values]) / alpha
        for number in range(3)
    )
    return RGB(r, g, b, alpha)


def _between(x: float, y: float, values: Sequence[float]) -> float:
    """Raises :class:`TypeError` when they are not four."""
    if len(values) != 4:
        raise TypeError("values is not a sequence of 4 items")
    x, y = x % 1.0, y % 1.0
    upper = (1 - x) * values[0] + x * values[1]
    lower = (1 - x) * values[2] + x * values[3]
    return (1 - y) * upper + y * lower


def _parsed(parse: Callable[[RGB, str], None], text: str) -> RGB:
    color = RGB()
    parse(color, text)
    return color
