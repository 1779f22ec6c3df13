# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged pictures on the command line."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.pictures import read_picture
from tests.engine import pictures

from .conftest import Liif


def half() -> bytes:
    """The first half of a JPEG of 160 x 120 pixels."""
    file = io.BytesIO()
    Image.fromarray(pictures.photo()[:120, :160]).save(file, "JPEG", quality=90)
    return file.getvalue()[: len(file.getvalue()) // 2]


COMMANDS = {
    "upscale": ("--scale", 2),
    "clean": (),
    "restore": ("--task", "remove a little noise"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_left_is_used_only_if_that_is_asked_for(
    liif: Liif, tmp_path: Path, command: str
) -> None:
    source, target = tmp_path / "half.jpg", tmp_path / "out.png"
    source.write_bytes(half())
    arguments = (command, source, target, *COMMANDS[command])
    outcome = liif(*arguments)
    assert outcome.status == 2
    assert outcome.errors.count("\n") == 1
    assert f"{source} is damaged: the lower " in outcome.errors
    assert "--salvage" in outcome.errors
    assert not target.exists()

    outcome = liif(*arguments, "--salvage")
    assert outcome.status == 0, outcome
    assert outcome.errors.count("\n") == 1
    assert outcome.errors.startswith(f"liif: note: {source} is damaged: the lower ")
    assert read_picture(target).size == ((320, 240) if command == "upscale" else (160, 120))


@pytest.mark.parametrize("salvage", [False, True])
def test_a_batch_goes_on_with_damaged_ones_if_asked(
    liif: Liif, tmp_path: Path, salvage: bool
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "half.jpg").write_bytes(half())
    Image.fromarray(pictures.photo()[:20, :30]).save(folder / "whole.png")
    options = ("--salvage",) if salvage else ()
    outcome = liif("batch", folder, out, "--clean", "--workers", 1, *options)
    assert outcome.status == (0 if salvage else 1)
    assert "is damaged: the lower " in outcome.errors
    assert (out / "whole.png").exists()
    assert (out / "half.jpg").exists() == salvage


def test_a_note_where_all_pixels_are_there(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "endless.jpg", tmp_path / "out.png"
    file = io.BytesIO()
    Image.fromarray(pictures.photo()[:120, :160]).save(file, "JPEG", quality=90)
    source.write_bytes(file.getvalue()[:-2])
    outcome = liif("clean", source, target)
    assert outcome.status == 0
    assert outcome.errors == f"liif: note: {source}: its end mark is missing\n"


def repeated(tmp_path: Path) -> tuple[Path, tuple[int, int]]:
    """A photo whose pixels were repeated, and the size that it had."""
    small = Image.fromarray(pictures.reduced(pictures.photo(), 4))
    path = tmp_path / "repeated.png"
    small.resize((4 * small.width, 4 * small.height), Image.Resampling.NEAREST).save(path)
    return path, small.size


def test_repeated_pixels_are_told_of_and_counted(liif: Liif, tmp_path: Path) -> None:
    source, size = repeated(tmp_path)
    told = f"{size[0]} x {size[1]}"
    plain = liif("upscale", source, tmp_path / "plain.png", "--scale", 1.5)
    assert plain.status == 0
    assert f"enlarged from {told} before, by repeating its pixels; --scale auto" in plain.errors
    outcome = liif("upscale", source, tmp_path / "auto.png", "--scale", "auto")
    assert outcome.status == 0
    assert f"detail for only {told} pixels" in outcome.output
    assert outcome.errors == ""
    truth = pictures.photo()[: 4 * size[1], : 4 * size[0]]
    made = read_picture(tmp_path / "auto.png").samples.astype(np.uint8)
    assert pictures.psnr(made, truth) > pictures.psnr(read_picture(source).samples, truth) + 1


def test_pixel_art_grows_by_a_whole_factor(liif: Liif, tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    colours = random.integers(0, 255, (6, 3), np.uint8)
    left = random.integers(0, 6, (32, 16))
    left[random.random((32, 16)) < 0.55] = 0
    sprite = colours[np.concatenate([left, left[:, ::-1]], 1)]
    source, target = tmp_path / "sprite.png", tmp_path / "out.png"
    Image.fromarray(sprite).save(source)
    outcome = liif("upscale", source, target, "--scale", "auto", "--size", "100x200")
    assert outcome.status == 0
    assert "enlarged 3 times it fills" in outcome.output
    assert "strength 0" in outcome.output
    assert read_picture(target).size == (96, 96)
