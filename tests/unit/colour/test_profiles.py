# SPDX-License-Identifier: GPL-3.0-or-later
"""ICC profiles made, read and mended; littlecms is the judge of them."""

from __future__ import annotations

import io
import itertools
import struct
from typing import Any

import numpy as np
import pytest
from PIL import ImageCms

from liif_core.colour import curves, primaries
from liif_core.colour.curves import Curve, Parametric, Sampled
from liif_core.colour.icc_building import build_gray_profile, encode_curve
from liif_core.colour.icc_changing import (
    is_linear_light,
    put_srgb_curve,
    turn_to_gray,
    turn_to_rgb,
)
from liif_core.colour.icc_checking import is_usable
from liif_core.colour.icc_reading import mend_size, read_curve, read_tags
from liif_core.colour.meaning import Meaning, build_profile
from liif_core.colour.primaries import Primaries
from tests.colours import (
    ADOBE_POINTS,
    BT2020_POINTS,
    P3_POINTS,
    SRGB_POINTS,
    decode,
    encode,
    seen,
    shown,
    srgb_icc,
)

COLOURS = np.array(list(itertools.product((40, 90, 128, 200, 255), repeat=3)), np.uint8)
SQUARED = Sampled(tuple(round(65535 * (place / 255) ** 2) for place in range(256)))
VIDEO = Parametric(1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081)


def video(values: Any) -> Any:  # noqa: ANN401
    return np.where(values < 0.081, values / 4.5, ((values + 0.099) / 1.099) ** (1 / 0.45))


def built(meaning: Meaning, *, gray: bool = False) -> bytes:
    icc = build_profile(meaning, gray=gray)
    assert icc is not None
    return icc


@pytest.mark.parametrize(
    "points",
    [SRGB_POINTS, ADOBE_POINTS, P3_POINTS, BT2020_POINTS],
    ids=["sRGB", "Adobe", "P3", "2020"],
)
@pytest.mark.parametrize(
    ("curve", "light"),
    [
        (curves.SRGB, decode),
        (curves.LINEAR, lambda values: values),
        (Parametric(2.2), lambda values: values**2.2),
        (Parametric(563 / 256), lambda values: values ** (563 / 256)),
        (VIDEO, video),
        (SQUARED, lambda values: values**2),
    ],
    ids=["sRGB", "linear", "2.2", "Adobe", "video", "table"],
)
def test_littlecms_shows_what_the_formulas_say(
    points: tuple[tuple[float, float], ...],
    curve: Curve,
    light: Any,  # noqa: ANN401
) -> None:
    icc = (
        built(Meaning(Primaries("any", *points), curve))
        if points != SRGB_POINTS or (curve != curves.SRGB)
        else srgb_icc()
    )
    found = shown(COLOURS[None], icc)[0].astype(int)
    expected = seen(light(COLOURS / 255), points)
    # What lies outside of sRGB is cut by each in its own way.
    inside = (expected > 0) & (expected < 255)
    assert np.abs(found - expected)[inside.all(-1)].max() <= 1
    assert inside.all(-1).sum() > 20


def test_another_white_is_white() -> None:
    icc = built(Meaning(Primaries("cinema", *P3_POINTS, (0.314, 0.351)), Parametric(2.6)))
    assert shown(np.full((1, 1, 3), 255, np.uint8), icc).min() >= 254
    gray = shown(np.full((1, 1, 3), 128, np.uint8), icc)[0, 0].astype(int)
    assert np.abs(gray - encode((128 / 255) ** 2.6) * 255).max() <= 1


@pytest.mark.parametrize("exponent", [1.0, 1.8, 2.6])
def test_gray_has_a_curve_of_its_own(exponent: float) -> None:
    icc = built(Meaning(primaries.DISPLAY_P3, Parametric(exponent)), gray=True)
    values = np.arange(256, dtype=np.uint8)[None, :, None]
    expected = encode((np.arange(256) / 255) ** exponent) * 255
    assert np.abs(shown(values, icc)[0, :, 1] - expected).max() <= 1


def test_srgb_needs_no_profile() -> None:
    assert build_profile(Meaning(), gray=False) is None
    rounded = Primaries("rounded", (0.6401, 0.33), (0.3, 0.6), (0.15, 0.0599), (0.3127, 0.3291))
    assert build_profile(Meaning(rounded), gray=False) is None
    # A gray one has nothing but its curve.
    assert build_profile(Meaning(primaries.ADOBE_RGB), gray=True) is None


def test_people_see_what_a_profile_is() -> None:
    opened = ImageCms.ImageCmsProfile(io.BytesIO(built(Meaning(primaries.DISPLAY_P3))))
    assert ImageCms.getProfileDescription(opened).strip() == "Display P3, sRGB curve"
    assert opened.profile.version == 2.4


@pytest.mark.parametrize(
    "points",
    [
        ((0.64, 0.33), (0.64, 0.33), (0.15, 0.06)),
        ((0, 0), (0, 0), (0, 0)),
        ((0.64, 0.33), (0.30, 0.60), (float("nan"), 0.06)),
        ((0.2, 0.3), (0.21, 0.3), (0.2, 0.31)),
    ],
)
def test_colours_that_make_no_sense_have_no_profile(points: Any) -> None:  # noqa: ANN401
    assert build_profile(Meaning(Primaries("none", *points)), gray=False) is None


@pytest.mark.parametrize("curve", [curves.SRGB, curves.LINEAR, Parametric(2.2), VIDEO, SQUARED])
def test_curves_are_read_as_they_were_written(curve: Curve) -> None:
    read = read_curve(encode_curve(curve))
    assert read is not None
    values = np.linspace(0, 1, 101)
    np.testing.assert_allclose(read.light(values), curve.light(values), atol=2e-4)


@pytest.mark.parametrize(
    ("kind", "numbers", "light"),
    [
        (0, (2.0,), lambda x: x**2),
        (1, (2.0, 2.0, -1.0), lambda x: np.where(x >= 0.5, (2 * x - 1) ** 2, 0)),
        (2, (2.0, 2.0, -1.0, 0.25), lambda x: np.where(x >= 0.5, (2 * x - 1) ** 2, 0) + 0.25),
        (3, (2.0, 0.5, 0.5, 0.25, 0.5), lambda x: np.where(x >= 0.5, (x / 2 + 0.5) ** 2, x / 4)),
        (
            4,
            (2.0, 0.5, 0.25, 0.25, 0.5, 0.125, 0.0625),
            lambda x: np.where(x >= 0.5, (x / 2 + 0.25) ** 2 + 0.125, x / 4 + 0.0625),
        ),
    ],
)
def test_curves_of_version_4_are_read(kind: int, numbers: tuple[float, ...], light: Any) -> None:  # noqa: ANN401
    fixed = (round(number * 65536) for number in numbers)
    read = read_curve(struct.pack(f">4s4xH2x{len(numbers)}i", b"para", kind, *fixed))
    assert read is not None
    values = np.linspace(0, 1, 101)
    np.testing.assert_allclose(read.light(values), light(values), atol=1e-6)


@pytest.mark.parametrize("tag", [b"", b"curv", b"para\0\0\0\0\0\x09\0\0", b"curv" + b"\xff" * 20])
def test_what_is_no_curve_is_none(tag: bytes) -> None:
    assert read_curve(tag) is None


@pytest.mark.parametrize("gray", [False, True])
def test_linear_light_is_recognised(gray: bool) -> None:
    table = Sampled(tuple(round(65535 * place / 4095) for place in range(4096)))
    for curve in (curves.LINEAR, table, Parametric(1, 1, 0, 1, 0)):
        assert is_linear_light(built(Meaning(primaries.DISPLAY_P3, curve), gray=gray))
    for curve in (curves.SRGB, Parametric(1.8), Parametric(1.05), SQUARED):
        assert (
            not is_linear_light(built(Meaning(primaries.DISPLAY_P3, curve), gray=gray))
            if (not gray or curve != curves.SRGB)
            else True
        )
    for nothing in (b"", bytes(200), srgb_icc()):
        assert not is_linear_light(nothing)


def test_linear_light_gets_the_curve_of_srgb() -> None:
    linear = built(Meaning(primaries.ADOBE_RGB, curves.LINEAR))
    made = put_srgb_curve(linear)
    expected = seen(decode(COLOURS / 255), ADOBE_POINTS)
    inside = ((expected > 0) & (expected < 255)).all(-1)
    assert np.abs(shown(COLOURS[None], made)[0] - expected)[inside].max() <= 1


def test_gray_and_rgb_lend_each_other_their_curves() -> None:
    values = np.arange(256, dtype=np.uint8)[None, :, None]
    gray = build_gray_profile(Parametric(1.6), "gray")
    as_rgb = turn_to_rgb(gray)
    assert as_rgb is not None
    there = shown(np.repeat(values, 3, 2), as_rgb).astype(int)
    assert np.abs(there - shown(values, gray)).max() <= 1
    back = turn_to_gray(as_rgb)
    assert back is not None
    assert np.abs(shown(values, back).astype(int) - there).max() <= 1
    assert turn_to_rgb(srgb_icc()) is None
    assert turn_to_gray(gray) is None
    each = built(Meaning(curve=(SQUARED, curves.LINEAR, SQUARED)))
    assert turn_to_gray(each) is None


def test_a_length_that_is_off_is_mended() -> None:
    icc = built(Meaning(primaries.ADOBE_RGB, Parametric(2.2)))
    length = len(icc).to_bytes(4, "big")
    assert mend_size(icc) == icc
    # Padding at the end, which is no part of it.
    assert mend_size(icc + b"\0\0") == icc
    # A wrong number, with nothing missing: too small, too large, none.
    for wrong in (100, len(icc) - 4, len(icc) + 2, 10**9, 0):
        mended = mend_size(wrong.to_bytes(4, "big") + icc[4:])
        assert mended is not None
        assert mended[:4] == length
        assert mended[4:84] == icc[4:84]
        assert read_tags(mended) == read_tags(icc)
        assert is_usable(mended, gray=False)
    # The length of the data is off by what is missing at its end.
    stated = (len(icc) + 8).to_bytes(4, "big") + icc[4:]
    assert mend_size(stated[:-20]) is None
    for nothing in (b"", b"acsp", bytes(500), icc[:131]):
        assert mend_size(nothing) is None


def test_only_what_littlecms_can_use_is_usable() -> None:
    icc = built(Meaning(primaries.ADOBE_RGB, Parametric(2.2)))
    assert is_usable(icc, gray=False)
    assert not is_usable(icc, gray=True)
    assert not is_usable(icc.replace(b"gXYZ", b"nXYZ"), gray=False)
    assert not is_usable(icc[:36] + b"nope" + icc[40:], gray=False)
    assert not is_usable(icc[:16] + b"CMYK" + icc[20:], gray=False)


def test_nothing_in_a_profile_is_believed() -> None:
    random = np.random.default_rng(4)
    whole = [built(Meaning(primaries.ADOBE_RGB, VIDEO)), srgb_icc(), built(Meaning(curve=SQUARED))]
    for number in range(600):
        spoiled = bytearray(whole[number % 3])
        for place in random.integers(0, 400, 4):
            spoiled[place] = random.choice([0, 1, 0x7F, 0x80, 0xFF])
        mended = mend_size(bytes(spoiled[: random.integers(100, 2000)]))
        if mended is None:
            continue
        for gray in (False, True):
            is_usable(mended, gray=gray)
        for made in (turn_to_gray(mended), turn_to_rgb(mended)):
            assert made is None or mend_size(made) == made
        if is_linear_light(mended):
            put_srgb_curve(mended)
