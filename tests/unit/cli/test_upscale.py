# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif upscale`` and ``liif clean`` on real files with the real engine."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.pictures import Picture, read_picture, write_picture

from .conftest import Liif


def assert_one_line(errors: str) -> None:
    assert errors.startswith("liif: ")
    assert errors.count("\n") == 1
    assert "Traceback" not in errors


@pytest.mark.parametrize(("scale", "size"), [("2", (48, 32)), ("3.7", (89, 59)), ("4", (96, 64))])
def test_upscale_by_a_factor(liif: Liif, photo: Path, scale: str, size: tuple[int, int]) -> None:
    target = photo.with_name("out.png")
    outcome = liif("upscale", photo, target, "--scale", scale)
    assert outcome.status == 0, outcome.errors
    picture = read_picture(target)
    assert picture.size == size
    # The printed size stays the same.
    assert picture.resolution == pytest.approx((100 * size[0] / 24, 100 * size[1] / 16), abs=0.02)
    small = picture.samples.reshape(size[1], size[0], 3).mean((0, 1))
    np.testing.assert_allclose(small, read_picture(photo).samples.mean((0, 1)), atol=6)
    assert re.search(
        rf"out\.png: {size[0]} x {size[1]} pixels in .* s \(model fast", outcome.output
    )
    assert outcome.errors == ""


def test_upscale_into_a_box(liif: Liif, photo: Path) -> None:
    target = photo.with_name("out.jpg")
    assert liif("upscale", photo, target, "--size", "60x60").status == 0
    assert read_picture(target).size == (60, 40)


@pytest.mark.parametrize(
    ("option", "text", "size"),
    [
        ("--scale", "2,5", (60, 40)),
        ("--scale", "250%", (60, 40)),
        ("--scale", "2.5\u00d7", (60, 40)),
        ("--size", "60x", (60, 40)),
        ("--size", "x40", (60, 40)),
        ("--size", "\u201c60 \u00d7 50\u201d", (60, 40)),
        ("--print", "1x1,5 in@40dpi", (60, 40)),
    ],
)
def test_sizes_as_people_type_them(
    liif: Liif, photo: Path, option: str, text: str, size: tuple[int, int]
) -> None:
    target = photo.with_name("out.png")
    outcome = liif("upscale", photo, target, option, text)
    assert outcome.status == 0, outcome.errors
    assert read_picture(target).size == size


def test_the_content_can_choose_the_factor(liif: Liif, photo: Path) -> None:
    for name, options, size, words in (
        ("a.png", (), (96, 64), "enlarged 4 times, the most that this detail allows; to fill"),
        ("b.png", ("--size", "60x60"), (60, 40), "enlarged 2.5 times it fills a screen of 60 x 60"),
        ("c.png", ("--print", "1x1in"), (150, 100), "24 for each inch of this paper; it is"),
    ):
        target = photo.with_name(name)
        outcome = liif("upscale", photo, target, "--scale", "auto", *options)
        if name == "c.png":  # six times its detail
            assert "the fewest for paper, and will look soft from near" in outcome.output
        assert outcome.status == 0, outcome.errors
        assert f"{photo}: the picture holds detail for 24 x 16 pixels" in outcome.output
        assert words in outcome.output
        picture = read_picture(target)
        assert picture.size == size
        if "--print" in options:
            assert picture.resolution == pytest.approx((150, 150), abs=0.02)


def test_upscale_for_a_print(liif: Liif, photo: Path) -> None:
    target = photo.with_name("out.tif")
    assert liif("upscale", photo, target, "--print", "2.54x10cm@72", "--no-turn").status == 0
    picture = read_picture(target)
    assert picture.size == (72, 48)
    assert picture.resolution == pytest.approx((72, 72))


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("auto", [False, True])
def test_the_paper_turns_with_the_photo(liif: Liif, photo: Path, upright: bool, auto: bool) -> None:
    source, target = photo.with_name("in.png"), photo.with_name("out.png")
    with Image.open(photo) as image:
        (image.transpose(Image.Transpose.ROTATE_90) if upright else image).save(source)
    paper = "1.2 x 1,8 inch" if not upright else "1.8 x 1.2 inch"
    how = ("--scale", "auto", "--print", paper) if auto else ("--print", f"{paper}@150dpi")
    outcome = liif("upscale", source, target, *how, "--fill")
    assert outcome.status == 0, outcome.errors
    lies = "upright" if upright else "wide"
    told = f"{source}: the paper is turned, as the photo is {lies}; --no-turn keeps it as given\n"
    assert told in outcome.output
    assert "cut off" not in outcome.output
    assert read_picture(target).size == ((180, 270) if upright else (270, 180))
    outcome = liif("upscale", source, target, *how, "--fill", "--no-turn", "--overwrite")
    assert outcome.status == 0, outcome.errors
    assert read_picture(target).size == ((270, 180) if upright else (180, 270))
    sides = "at the top and bottom" if upright else "on the left and right"
    assert f"{source}: 56% of the photo is cut off, {sides}\n" in outcome.output
    assert "turned" not in outcome.output


def test_a_print_can_fill_the_paper(liif: Liif, photo: Path) -> None:
    """The middle of what is computed for the whole photo."""
    target, whole = photo.with_name("out.tif"), photo.with_name("whole.tif")
    assert liif("upscale", photo, target, "--print", "1x1in@64", "--fill").status == 0
    picture = read_picture(target)
    assert picture.size == (64, 64)
    assert picture.resolution == pytest.approx((64, 64))
    assert liif("upscale", photo, whole, "--size", "96x64").status == 0
    assert (picture.samples == read_picture(whole).samples[:, 16:80]).all()


@pytest.mark.parametrize("command", [("upscale", "--scale", 2), ("clean",)])
def test_a_texture_is_another_picture_at_its_sides(
    liif: Liif, photo: Path, command: tuple[object, ...]
) -> None:
    name, *size = command
    plain, seamless = photo.with_name("plain.png"), photo.with_name("seamless.png")
    assert liif(name, photo, plain, *size).status == 0
    assert liif(name, photo, seamless, *size, "--seamless").status == 0
    assert (read_picture(plain).samples != read_picture(seamless).samples).any()


def test_a_photo_that_is_large_enough_is_cleaned_and_said_so(liif: Liif, photo: Path) -> None:
    target = photo.with_name("out.tif")
    outcome = liif("upscale", photo, target, "--print", "1x1in@10")
    assert outcome.status == 0
    assert "has enough pixels" in outcome.output
    picture = read_picture(target)
    assert picture.size == (24, 16)
    assert picture.resolution == pytest.approx((24, 24))


def test_clean_keeps_the_size_and_changes_the_pixels(liif: Liif, photo: Path) -> None:
    target = photo.with_name("out.png")
    assert liif("clean", photo, target, "--strength", "60").status == 0
    before, after = read_picture(photo), read_picture(target)
    assert after.size == before.size
    assert (after.samples != before.samples).any()


def test_strengths_differ(liif: Liif, photo: Path) -> None:
    weak, strong = photo.with_name("weak.png"), photo.with_name("strong.png")
    assert liif("clean", photo, weak, "--strength", "0").status == 0
    assert liif("clean", photo, strong, "--strength", "100").status == 0
    assert (read_picture(weak).samples != read_picture(strong).samples).any()


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_16_bit_gray_and_alpha(liif: Liif, tmp_path: Path, channels: int) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    samples = np.random.default_rng(0).integers(0, 65536, (8, 8, channels), np.uint16)
    write_picture(source, Picture(samples))
    assert liif("upscale", source, target, "--scale", 2).status == 0
    result = read_picture(target).samples
    assert result.dtype == np.uint16
    assert result.shape == (16, 16, channels)


def test_an_existing_file_is_replaced_only_on_request(liif: Liif, photo: Path) -> None:
    target = photo.with_name("out.png")
    target.write_bytes(b"mine")
    outcome = liif("upscale", photo, target, "--scale", 2)
    assert outcome.status == 2
    assert "exists already" in outcome.errors
    assert target.read_bytes() == b"mine"
    assert liif("upscale", photo, target, "--scale", 2, "--overwrite").status == 0
    assert read_picture(target).size == (48, 32)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "give one of --scale, --size and --print"),
        (("--scale", 2, "--size", "100x100"), "give one of"),
        (("--scale", "two"), "'two' is neither auto nor a number"),
        (("--scale", "400x"), "write --size 400x"),
        (("--scale", "400x300"), "Pixels are given with --size 400x300"),
        (("--scale", 2, "--no-turn"), "--no-turn is for --print"),
        (("--size", "400"), "400' is not a size in pixels. Write it like 4000x3000"),
        (("--scale", "nan"), "not within 1 to 64"),
        (("--scale", "auto", "--size", "9x9", "--print", "1x1in"), "give one of"),
        (("--scale", "auto", "--print", "1x1in@300"), "not the size of a paper"),
        (("--scale", "auto", "--size", "big"), "not a size in pixels"),
        (("--scale", 0.5), "not within 1 to 64"),
        (("--scale", 100), "not within 1 to 64"),
        (("--size", "big"), "not a size in pixels"),
        (("--size", "4x4"), "more than fit"),
        (("--print", "10x15@300"), "not a print size: it has no unit"),
        (("--scale", 2, "--fill"), "--fill is for --print"),
        (("--scale", 2, "--strength", "101"), "neither auto nor"),
        (("--scale", 2, "--strength", "-1"), "neither auto nor"),
        (("--scale", 2, "--model", "none"), "no model 'none'"),
        (("--scale", 2, "--device", "tpu"), "tpu"),
        (("--scale", 2, "--tile", "-1"), "'--tile'"),
        (("--scale", 2, "--unknown"), "No such option"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(
    liif: Liif, photo: Path, arguments: tuple[object, ...], problem: str
) -> None:
    target = photo.with_name("out.png")
    outcome = liif("upscale", photo, target, *arguments)
    assert outcome.status == 2
    assert problem in outcome.errors
    assert_one_line(outcome.errors)
    assert [path.name for path in photo.parent.iterdir()] == [photo.name]


def test_bad_files_are_one_line_and_status_2(liif: Liif, photo: Path) -> None:
    broken = photo.with_name("broken.jpg")
    broken.write_bytes(photo.read_bytes()[:300])
    for source, target in (
        (photo.with_name("none.jpg"), "out.png"),
        (broken, "out.png"),
        (photo, "out.xyz"),
        (photo, photo.name),
    ):
        outcome = liif("upscale", source, photo.with_name(target), "--scale", 2, "--overwrite")
        assert outcome.status == 2
        assert_one_line(outcome.errors)
    assert sorted(path.name for path in photo.parent.iterdir()) == [broken.name, photo.name]


def test_transparency_into_jpeg_is_refused_before_the_work(
    liif: Liif, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("liif_core.runtime.run.run")
    source = tmp_path / "in.png"
    write_picture(source, Picture(np.full((4, 4, 4), 9, np.uint8)))
    outcome = liif("upscale", source, tmp_path / "out.jpg", "--scale", 2)
    assert outcome.status == 2
    assert "transparency" in outcome.errors


def test_a_full_disk_is_one_line_and_status_1(
    liif: Liif, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("liif_core.pictures.replacing.os.fsync", full)
    outcome = liif("upscale", photo, photo.with_name("out.png"), "--scale", 2)
    assert outcome.status == 1
    assert "disk is full" in outcome.errors
    assert [path.name for path in photo.parent.iterdir()] == [photo.name]


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (LiifError("the engine broke", "Mend it."), 1, "the engine broke. Mend it."),
        (MemoryError(), 1, "not enough memory"),
    ],
)
def test_an_end_in_the_middle_writes_nothing(
    liif: Liif,
    photo: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    status: int,
    text: str,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("liif_core.runtime.run.run", broken)
    outcome = liif("upscale", photo, photo.with_name("out.png"), "--scale", 2)
    assert outcome.status == status
    assert text in outcome.errors
    assert_one_line(outcome.errors)
    assert [path.name for path in photo.parent.iterdir()] == [photo.name]


def test_notes_of_the_engine_reach_the_user(
    liif: Liif, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liif_core.runtime import run as module
    from liif_core.runtime.hooks import Hooks

    real = module.run

    def noting(*given: Any) -> object:  # noqa: ANN401 - those of the function itself
        hooks = next(each for each in given if isinstance(each, Hooks))
        hooks.warn("the CPU does it")
        return real(*given)

    monkeypatch.setattr(module, "run", noting)
    outcome = liif("upscale", photo, photo.with_name("out.png"), "--scale", 2)
    assert outcome.status == 0
    assert outcome.errors == "liif: note: the CPU does it\n"


def test_an_opaque_alpha_is_no_reason_to_refuse_jpeg(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.jpg"
    Image.new("RGBA", (8, 8), (10, 20, 30, 255)).save(source)
    assert liif("upscale", source, target, "--scale", 2).status == 0
    assert read_picture(target).samples.shape == (16, 16, 3)
