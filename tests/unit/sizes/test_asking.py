# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes as people type and paste them."""

from __future__ import annotations

import pytest

from liif_core.errors import LiifError
from liif_core.sizes.asking import parse_paper, parse_pixels, parse_print, parse_scale
from liif_core.sizes.print_plan import PAPERS

CM = 1 / 2.54


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("3.7", 3.7),
        ("3,7", 3.7),
        ("200%", 2.0),
        ("150,5 %", 1.505),
        ("2x", 2.0),
        ("2 X", 2.0),
        ("x2", 2.0),
        ("2\u00d7", 2.0),
        ("\u00d7 2,5", 2.5),
        ("\u201c2\u201d", 2.0),
        ("'2x'", 2.0),
        ("\u00a03.7\u202f", 3.7),
        ("\u200e2\ufeff", 2.0),
        ("\uff12", 2.0),
        ("1e1", 10.0),
        ("auto", "auto"),
        (" Auto ", "auto"),
    ],
)
def test_factors(text: str, scale: float | str) -> None:
    assert parse_scale(text) == scale


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("two", "'two' is neither auto nor a number. Write it like 2, 3.7, 2x or 200%."),
        ("", "neither auto nor a number"),
        ("3,7,1", "neither auto nor a number"),
        ("x2x", "neither auto nor a number"),
        ("0,5", "0.5 is not within 1 to 64"),
        ("50%", "0.5 is not within 1 to 64"),
        ("nan", "not within 1 to 64"),
        ("400x", "For a width of 400 pixels write --size 400x."),
        ("x300", "For a height of 300 pixels write --size x300."),
        ("200", "For a width of 200 pixels write --size 200x, for percent 200%."),
        ("400x300", "Pixels are given with --size 400x300."),
        ("A4@300", "A print is given with --print A4@300."),
    ],
)
def test_what_is_no_factor(text: str, told: str) -> None:
    with pytest.raises(LiifError) as raised:
        parse_scale(text)
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("4000x3000", (4000, 3000)),
        (" 4000 \u00d7 3000 ", (4000, 3000)),
        ("4000*3000", (4000, 3000)),
        ("4000X3000px", (4000, 3000)),
        ("4000 px x 3000 px", (4000, 3000)),
        ("4.000 x 3,000", (4000, 3000)),
        ("\u201e4000x3000\u201c", (4000, 3000)),
        ("400x", (400, None)),
        ("400\u00d7", (400, None)),
        ("x300", (None, 300)),
    ],
)
def test_pixels(text: str, box: tuple[int | None, int | None]) -> None:
    assert parse_pixels(text) == box


@pytest.mark.parametrize(
    "text", ["", "x", "4000", "0x3000", "4000x0", "0x", "x0", "4e3x3", "-4x3", "4.5x3", "1x2x3"]
)
def test_what_is_no_size_in_pixels(text: str) -> None:
    with pytest.raises(LiifError, match="like 4000x3000, or 4000x for the width and x3000"):
        parse_pixels(text)


@pytest.mark.parametrize(
    ("text", "width", "height", "ppi"),
    [
        ("30x20cm@300", 30 * CM, 20 * CM, 300),
        ("300x200mm@150", 30 * CM, 20 * CM, 150),
        ("12x8in@240", 12, 8, 240),
        ("12 x 8 Inch @ 240.5", 12, 8, 240.5),
        ("10,5x7.25cm@72", 10.5 * CM, 7.25 * CM, 72),
        ("10x15cm@300dpi", 10 * CM, 15 * CM, 300),
        ("10\u00a0\u00d7\u00a015\u00a0cm @ 300 PPI", 10 * CM, 15 * CM, 300),
        ("10cm x 15cm@300", 10 * CM, 15 * CM, 300),
        ("10cm x 15@300", 10 * CM, 15 * CM, 300),
        ("10 x 15 cm", 10 * CM, 15 * CM, 300),
        ("10x15cm 240dpi", 10 * CM, 15 * CM, 240),
        ("4x6in@240", 4, 6, 240),
        ("4x6inches@240", 4, 6, 240),
        ('4"x6"@240', 4, 6, 240),
        ("4\u2033 \u00d7 6\u2033@240", 4, 6, 240),
        ("\u201c4x6in@240\u201d", 4, 6, 240),
        ("A4@300", 21 * CM, 29.7 * CM, 300),
        ("a4 @ 300dpi", 21 * CM, 29.7 * CM, 300),
        ("A4", 21 * CM, 29.7 * CM, 300),
        ("letter@150", 8.5, 11, 150),
        ("Legal@150", 8.5, 14, 150),
        ("tabloid", 11, 17, 300),
    ],
)
def test_prints(text: str, width: float, height: float, ppi: float) -> None:
    sheet = parse_print(text)
    assert (sheet.width, sheet.height, sheet.ppi) == pytest.approx((width, height, ppi))


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_of_the_dialog_can_be_typed(name: str) -> None:
    sheet = parse_print(f"{name}@300")
    assert (sheet.width, sheet.height) == pytest.approx(PAPERS[name])


@pytest.mark.parametrize(
    "text",
    ["", "30x20@300", "30cm@300", "30x20px@300", "0x20cm@300", "30x20cm@0", "30x20cm@", "B77@300"],
)
def test_what_is_no_print_size(text: str) -> None:
    with pytest.raises(LiifError, match="30x20cm@300, 12x8in@300 or A4@300") as raised:
        parse_print(text)
    assert ("it has no unit" in str(raised.value)) == (text == "30x20@300")


def test_papers() -> None:
    assert parse_paper("30x20cm") == pytest.approx((30 * CM, 20 * CM))
    assert parse_paper(" 10,5 x 8 IN ") == (10.5, 8)
    assert parse_paper("A4") == pytest.approx((21 * CM, 29.7 * CM))


@pytest.mark.parametrize("text", ["", "30x20", "30cm", "0x20cm", "30x20cm@300", "A4@300"])
def test_what_is_no_paper(text: str) -> None:
    with pytest.raises(LiifError, match="30x20cm, 12x8in or A4: --scale auto chooses"):
        parse_paper(text)
