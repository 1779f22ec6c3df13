# SPDX-License-Identifier: GPL-3.0-or-later
"""``--depth`` and ``--page``, and what is said about both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from liif_core.pictures import read_picture

from .conftest import Liif


@pytest.mark.parametrize("command", [("upscale", "--scale", 2), ("clean",)])
@pytest.mark.parametrize(
    ("depth", "dtype"), [("8", np.uint8), ("16", np.uint16), ("float", np.float32)]
)
def test_a_result_has_the_depth_that_was_asked_for(
    liif: Liif, photo: Path, command: tuple[object, ...], depth: str, dtype: type
) -> None:
    target = photo.with_name("out.tif")
    name, *options = command
    outcome = liif(name, photo, target, *options, "--depth", depth)
    assert outcome.status == 0, outcome.errors
    assert outcome.errors == ""
    samples = read_picture(target).samples
    assert samples.dtype == dtype
    if dtype is np.uint16:
        # It was computed so, not spread afterwards.
        assert len(np.unique(samples % 257)) > 100


def test_16_bits_of_noise_become_8(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "in.tif", tmp_path / "out.png"
    deep = np.random.default_rng(4).integers(20_000, 50_000, (16, 24, 3)).astype(np.uint16)
    tifffile.imwrite(source, deep, photometric="rgb")
    outcome = liif("clean", source, target, "--depth", 8, "--strength", 0)
    assert (outcome.status, outcome.errors) == (0, "")
    assert read_picture(target).samples.dtype == np.uint8
    outcome = liif("clean", source, tmp_path / "out.jpg")
    assert outcome.status == 0
    assert "note: JPEG holds 8 bits of each sample; the picture has more" in outcome.errors


def test_a_depth_that_cannot_be_is_refused_before_the_work(liif: Liif, photo: Path) -> None:
    target = photo.with_name("out.jpg")
    outcome = liif("upscale", photo, target, "--scale", 2, "--depth", 16)
    assert outcome.status == 2
    assert outcome.output == ""
    assert "JPEG holds 8 bits of each sample, not 16. Write a .png or .tif" in outcome.errors
    assert not target.exists()


def test_a_batch_has_a_depth(liif: Liif, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("batch", photo.parent, out, "--clean", "--workers", 1)
    refused = liif(*command, "--depth", 16)
    assert refused.status == 2
    assert "cannot be made: JPEG holds 8 bits of each sample, not 16" in refused.errors
    assert "--format" in refused.errors
    assert liif(*command, "--depth", 16, "--format", "png").status == 0
    made = out / photo.with_suffix(".png").name
    assert read_picture(made).samples.dtype == np.uint16
    # Another depth is another result.
    assert liif(*command, "--depth", 8, "--format", "png").status == 0
    assert read_picture(made).samples.dtype == np.uint8


def test_a_page_is_taken_and_named(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "scan.tif", tmp_path / "out.png"
    pages = [Image.new("RGB", (24, 16), colour) for colour in ((250, 0, 0), (0, 0, 250))]
    pages[0].save(source, save_all=True, append_images=pages[1:])
    outcome = liif("clean", source, target)
    assert outcome.status == 0
    assert outcome.errors.count("\n") == 1
    assert "page 1 of 2 is taken; 'liif upscale --page N' takes another" in outcome.errors
    assert read_picture(target).samples[0, 0, 0] > 200
    outcome = liif("upscale", source, target, "--scale", 2, "--page", 2, "--overwrite")
    assert (outcome.status, outcome.errors) == (0, "")
    assert read_picture(target).samples[0, 0, 2] > 200
    for command in (("export", source, tmp_path / "out.jpg"), ("diagnose", source)):
        outcome = liif(*command, "--page", 3)
        assert outcome.status == 2
        assert "has 2 pages, and no page 3. Give another --page." in outcome.errors
    assert liif("export", source, tmp_path / "out.jpg", "--page", 2).status == 0
    assert read_picture(tmp_path / "out.jpg").samples[0, 0, 2] > 200
