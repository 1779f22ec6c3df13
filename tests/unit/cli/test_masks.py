# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif upscale --mask``: a mask enlarged along with its picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from liif_core.pictures import Picture, read_picture, write_picture

from .conftest import Liif


@pytest.fixture
def mask(photo: Path) -> Path:
    """16 bits deep, of the photo's 24 x 16 pixels, its right half selected."""
    path = photo.with_name("mask.png")
    samples = np.zeros((16, 24, 1), np.uint16)
    samples[:, 12:] = 65535
    write_picture(path, Picture(samples))
    return path


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (("--scale", 4), (96, 64)),
        (("--scale", "auto", "--size", "60x60"), (60, 40)),
        (("--print", "1x1in@64", "--fill"), (64, 64)),
    ],
)
def test_a_mask_gets_the_size_of_the_picture(
    liif: Liif, photo: Path, mask: Path, options: tuple[object, ...], size: tuple[int, int]
) -> None:
    target, made = photo.with_name("out.png"), photo.with_name("out-mask.png")
    outcome = liif("upscale", photo, target, *options, "--mask", mask, "--mask-out", made)
    assert outcome.status == 0, outcome.errors
    assert f"{made}: follows {target}" in outcome.output
    result = read_picture(made)
    assert read_picture(target).size == result.size == size
    assert result.samples.dtype == np.uint16
    assert result.resolution == read_picture(target).resolution
    middle = size[0] // 2
    assert (result.samples[:, : middle - 12] == 0).all()
    assert (result.samples[:, middle + 12 :] == 65535).all()
    # In the middle of the paper too, where it was cut off.
    assert abs(float(result.samples.mean()) / 65535 - 0.5) < 0.02


def test_a_smaller_mask_of_the_same_shape_will_do(liif: Liif, photo: Path) -> None:
    depth, target, made = (photo.with_name(name) for name in ("d.png", "out.png", "made.png"))
    write_picture(depth, Picture(np.full((5, 8, 1), 77, np.uint8)))
    options = ("--scale", 2, "--mask", depth, "--mask-out", made)
    assert liif("upscale", photo, target, *options).status == 0
    assert (read_picture(made).samples == 77).all()
    assert read_picture(made).size == (48, 32)


def test_what_cannot_be_is_refused_before_the_work(
    liif: Liif, photo: Path, mask: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("liif_core.runtime.run.run")
    other, there = photo.with_name("square.png"), photo.with_name("there.png")
    write_picture(other, Picture(np.zeros((16, 16, 1), np.uint8)))
    large = photo.with_name("large.png")
    write_picture(large, Picture(np.zeros((64, 96, 1), np.uint8)))
    there.write_bytes(b"mine")
    target, made = photo.with_name("out.png"), photo.with_name("made.png")
    before = sorted(photo.parent.iterdir())
    for options, problem in (
        (("--mask", mask), "give both, --mask and --mask-out"),
        (("--mask-out", made), "give both, --mask and --mask-out"),
        (("--mask", mask, "--mask-out", target), "cannot be the new picture and the new mask"),
        (("--mask", mask, "--mask-out", there), "exists already"),
        (("--mask", mask, "--mask-out", mask), "is the picture itself"),
        (("--mask", other, "--mask-out", made), "is no mask of a picture of 24 x 16"),
        (("--mask", large, "--mask-out", made), "is no mask of a picture of 24 x 16"),
        (("--mask", made, "--mask-out", made), "is not there"),
    ):
        outcome = liif("upscale", photo, target, "--scale", 2, *options)
        assert outcome.status == 2, options
        assert problem in outcome.errors
        assert outcome.errors.count("\n") == 1
    assert sorted(photo.parent.iterdir()) == before
    assert there.read_bytes() == b"mine"


def test_no_result_takes_the_place_of_what_it_is_made_of(
    liif: Liif, photo: Path, mask: Path
) -> None:
    before = photo.read_bytes(), mask.read_bytes()
    for target, made in ((photo.with_name("out.png"), photo), (mask, photo.with_name("made.png"))):
        options = ("--scale", 2, "--mask", mask, "--mask-out", made, "--overwrite")
        outcome = liif("upscale", photo, target, *options)
        assert outcome.status == 2
        assert "is the picture itself" in outcome.errors
    assert (photo.read_bytes(), mask.read_bytes()) == before
