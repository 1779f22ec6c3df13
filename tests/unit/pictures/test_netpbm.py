# SPDX-License-Identifier: GPL-3.0-or-later
"""PBM, PGM, PPM, PAM and PFM, as text and as bytes, of every depth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from liif_core.errors import LiifError
from liif_core.forensics.file_facts import read_facts
from liif_core.pictures import read_picture

WIDE = np.array([0.25, 2, -1, 0.5], "<f4")


@pytest.mark.parametrize(
    ("data", "shown", "dtype"),
    [
        (b"P1\n# note\n3 1\n1 0 1\n", [[[0], [255], [0]]], np.uint8),
        (b"P4\n3 1\n\xa0", [[[0], [255], [0]]], np.uint8),
        (b"P2 3 1 10 0 5 10\n", [[[0], [128], [255]]], np.uint8),
        (b"P5\n2 1\n255\n\x01\xff", [[[1], [255]]], np.uint8),
        (b"P5\n3 1\n1023\n\0\0\2\0\3\xff", [[[0], [32800], [65535]]], np.uint16),
        (b"P5\n2 1\n65535\n\x01\x02\xff\xff", [[[258], [65535]]], np.uint16),
        (b"P3 1 1 4095 0 4095 819", [[[0, 65535, 13107]]], np.uint16),
        (b"P6\n1 1\n255\n\1\2\3", [[[1, 2, 3]]], np.uint8),
        (b"P6\n1 1\n65535\n\1\2\3\4\5\6", [[[258, 772, 1286]]], np.uint16),
        (
            b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n\1\2\3\4",
            [[[1, 2, 3, 4]]],
            np.uint8,
        ),
        (
            b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n\1\0",
            [[[255], [0]]],
            np.uint8,
        ),
        (b"Pf\n2 2\n-1.0\n" + WIDE.tobytes(), [[[-1], [0.5]], [[0.25], [2]]], np.float32),
    ],
)
def test_every_kind(tmp_path: Path, data: bytes, shown: list[object], dtype: type) -> None:
    path = tmp_path / "picture.ppm"
    path.write_bytes(data)
    warned: list[str] = []
    picture = read_picture(path, warned.append)
    assert picture.samples.dtype == dtype
    assert picture.samples.tolist() == shown
    assert warned == []
    assert read_facts(path).format == "PNM"


def test_more_bits_than_eight_are_known_for_the_result(tmp_path: Path) -> None:
    path = tmp_path / "picture.pgm"
    path.write_bytes(b"P5\n1 1\n1023\n\0\7")
    assert read_picture(path).bits == 10


def test_a_file_with_several_gives_the_first_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "picture.pgm"
    path.write_bytes(b"P5\n2 2\n255\n\1\2\3\4" + b"P5\n2 2\n255\n\5\6\7\x08")
    warned: list[str] = []
    assert read_picture(path, warned.append).samples.ravel().tolist() == [1, 2, 3, 4]
    assert warned == [f"{path}: the first of its pictures is taken"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"P6\n9 9\n255\n\1\2\3", "damaged or incomplete"),
        (b"P5\n2 two\n255\n\1\2\3", "damaged or incomplete"),
        (b"P5\n20001 1\n255\n", "20001 x 1 pixels"),
        (b"P5\n99999999999 99999999999\n255\n", "pixels"),
        (b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 7\nMAXVAL 255\nENDHDR\n1234567", "7 samples of each"),
    ],
)
def test_what_no_picture_can_be_made_of(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "picture.ppm"
    path.write_bytes(data)
    with pytest.raises(LiifError, match=words):
        read_picture(path)
