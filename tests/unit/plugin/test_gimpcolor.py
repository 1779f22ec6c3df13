# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of GIMP 2 and what can be done with them."""

from __future__ import annotations

import copy
import pickle

import pytest
from gimpfu import gimpcolor
from gimpfu.errors import ArgumentError, UnavailableError
from gimpfu.gimpcolor import CMYK, HSL, HSV, RGB, bilinear, bilinear_rgb, bilinear_rgba


def parts(color: RGB) -> tuple[float, ...]:
    return tuple(round(part, 4) for part in color._parts)


def test_parts_are_read_by_attribute_name_index_and_slice() -> None:
    color = RGB(255, 128, 0, 0.5)
    assert (color.red, color["r"], color["Red"], color[0]) == (1.0, 1.0, 1.0, 255)
    assert (color[1], color[-1], color[:2]) == (128, 128, (255, 128))
    with pytest.raises(KeyError):
        color["cyan"]
    with pytest.raises(IndexError):
        color[4]


def test_whole_numbers_are_of_255_and_floats_of_1() -> None:
    color = RGB(0, 0, 0)
    color.r, color["g"], color[2] = 255, 0.5, 51
    assert parts(color) == (1.0, 0.5, 0.2, 1.0)
    color.set(a=0.25)
    color.set(1.0, 0, 0)
    assert parts(color) == (1.0, 0.0, 0.0, 0.25)
    with pytest.raises(TypeError, match=r"RGB.set takes all of r, g, b"):
        color.set(1.0, 0.5)
    with pytest.raises(TypeError):
        color.set()


def test_colours_are_added_and_compared() -> None:
    color = RGB(0.5, 0.25, 0.0, 0.5)
    color.add(RGB(0.75, 0.0, 0.125, 0.25))
    assert parts(color) == (1.25, 0.25, 0.125, 0.5)
    color.clamp()
    assert color.max() == 1.0
    color.subtract(RGB(0.5, 0.25, 0.0, 0.25), True)
    assert parts(color) == (0.5, 0.0, 0.125, 0.25)
    color.multiply(2)
    assert parts(color) == (1.0, 0.0, 0.25, 0.25)
    assert color.min() == 0.0
    assert color.distance(RGB(0.5, 0.5, 0.25)) == 1.0
    color.gamma(2)
    assert parts(color) == (1.0, 0.0, 0.5, 0.25)
    assert RGB(255, 255, 255).luminance() == pytest.approx(1.0)
    assert RGB(0, 255, 0).luminance() == pytest.approx(0.7169, abs=1e-4)


def test_colours_are_laid_over_each_other() -> None:
    half_red = RGB(1.0, 0.0, 0.0, 0.5)
    for mode, expected in (
        (gimpcolor.RGB_COMPOSITE_NORMAL, (0.5, 0.0, 0.5, 1.0)),
        (gimpcolor.RGB_COMPOSITE_BEHIND, (0.0, 0.0, 1.0, 1.0)),
        (gimpcolor.RGB_COMPOSITE_NONE, (0.0, 0.0, 1.0, 1.0)),
    ):
        blue = RGB(0.0, 0.0, 1.0)
        blue.composite(half_red, mode)
        assert parts(blue) == expected
    with pytest.raises(ArgumentError):
        RGB().composite(half_red, 3)


def test_a_name_of_css_keeps_the_alpha_unless_asked() -> None:
    color = RGB(0, 0, 0, 0.5)
    color.parse_css("white")
    assert parts(color) == (1.0, 1.0, 1.0, 0.5)
    assert gimpcolor.rgb_parse_css("white", True).a == 1.0
    with pytest.raises(ValueError, match="no colour 'whiteish'"):
        color.parse_css("whiteish")


def test_hue_saturation_and_value() -> None:
    hsv = RGB(0, 0, 255).to_hsv()
    assert (hsv[0], hsv[1], hsv[2], hsv.value) == (240, 100, 100, 1.0)
    hsv.hue = 120
    assert tuple(hsv.to_rgb()) == (0, 255, 0, 255)
    assert tuple(HSV(0.5, 1.0, 1.0).to_rgb()) == (0, 255, 255, 255)


def test_hue_saturation_and_lightness() -> None:
    hsl = RGB(255, 0, 0).to_hsl()
    assert (hsl.h, hsl.s, hsl.lightness) == (0.0, 1.0, 0.5)
    assert tuple(HSL(120, 100, 50).to_rgb()) == (0, 255, 0, 255)
    assert RGB(0.5, 0.5, 0.5).to_hsl().h == -1.0, "a gray has none"


def test_inks() -> None:
    cmyk = RGB(255, 0, 0).to_cmyk()
    assert tuple(cmyk) == (0, 255, 255, 0, 255)
    assert tuple(RGB(0, 0, 0).to_cmyk()) == (0, 0, 0, 255, 255)
    assert tuple(RGB(0, 0, 0).to_cmyk(0.0)) == (255, 255, 255, 0, 255)
    cmyk.set(0, 0, 0, 1.0, a=0.5)
    assert (cmyk.k, cmyk.black, cmyk["k"], cmyk.a) == (1.0, 1.0, 1.0, 0.5)
    assert CMYK(0, 0, 0, 0) != cmyk


def test_between_four_values() -> None:
    assert bilinear(0.5, 0.5, [0.0, 1.0, 2.0, 3.0]) == 1.5
    assert bilinear(0.0, 0.25, b"\x00\x00\x80\x80") == b"\x20"
    with pytest.raises(TypeError, match="4 items"):
        bilinear(0, 0, [1.0])
    corners = [RGB(0, 0, 0), RGB(255, 0, 0), RGB(0, 0, 0, 0), RGB(0, 0, 255, 0)]
    assert parts(bilinear_rgb(0.5, 0.5, corners)) == (0.25, 0.0, 0.25, 1.0)
    assert parts(bilinear_rgba(0.5, 0.5, corners)) == (0.5, 0.0, 0.0, 0.5)
    assert parts(bilinear_rgba(0.5, 0.0, corners[2:] * 2)) == (0.0, 0.0, 0.0, 0.0)


def test_copies_and_pickles_are_equal() -> None:
    color = RGB(1, 2, 3, 4)
    assert copy.copy(color) == copy.deepcopy(color) == color
    assert pickle.loads(pickle.dumps(color)) == color
    assert repr(HSV(0.5, 1.0, 0.25)) == "HSV(0.5, 1, 0.25, 1)"


def test_what_is_gone_says_what_to_do() -> None:
    with pytest.raises(UnavailableError, match="draw at twice the size"):
        _ = gimpcolor.adaptive_supersample_area
    with pytest.raises(AttributeError, match=r"GIMPFU\.md"):
        _ = gimpcolor.no_such_thing
