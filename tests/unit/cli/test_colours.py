# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture is enlarged, and looks in a colour-managed viewer as it did."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

import liif_core
from liif_core.colour import curves, primaries
from liif_core.colour.curves import Curve, Parametric
from liif_core.colour.meaning import Meaning, build_profile
from liif_core.pictures import read_picture
from tests.colours import (
    ADOBE_POINTS,
    BT2020_POINTS,
    P3_POINTS,
    Bytes,
    Floats,
    camera_exif,
    chromaticities,
    codes,
    decode,
    encode,
    gamma,
    save_avif,
    save_png,
    seen,
    shown,
    shown_file,
)
from tests.engine.pictures import photo, reduced

from .conftest import Liif

SIDE = 16
COLOURS = np.array(
    [[200, 90, 60], [90, 160, 90], [70, 80, 170], [128, 128, 128], [40, 40, 40], [230, 220, 200]],
    np.uint8,
).reshape(2, 3, 3)
PATCHES = COLOURS.repeat(SIDE, 0).repeat(SIDE, 1)
GRAYS = (
    np.array([[20, 60, 100], [140, 190, 240]], np.uint8).repeat(SIDE, 0).repeat(SIDE, 1)[..., None]
)
SUFFIXES = (".png", ".jpg", ".tif", ".webp")


def middles(picture: Floats | Bytes) -> Floats:
    """The colours in the middle of the six patches of a picture that is twice as large."""
    parts = picture.reshape(2, 2 * SIDE, 3, 2 * SIDE, -1)[:, SIDE - 4 : SIDE + 4, :, SIDE - 4 :]
    return parts[:, :, :, :8].mean((1, 3))


def icc_of(points: primaries.Primaries, curve: Curve, *, gray: bool = False) -> bytes:
    icc = build_profile(Meaning(points, curve), gray=gray)
    assert icc is not None
    return icc


def save_jpeg(path: Path, samples: Bytes, **options: Any) -> Path:  # noqa: ANN401
    image = Image.fromarray(samples if samples.shape[2] == 3 else samples[..., 0])
    image.save(path, quality=100, subsampling=0, **options)
    return path


def save_tiff(path: Path, samples: Bytes, icc: bytes) -> Path:
    tifffile.imwrite(path, samples.astype(np.uint16) * 257, photometric="rgb", iccprofile=icc)
    return path


KINDS: dict[str, tuple[Callable[[Path], Path], Floats]] = {
    "gamma.png": (
        lambda path: save_png(path, PATCHES, gamma(1 / 1.8)),
        seen((COLOURS / 255) ** 1.8),
    ),
    "linear.png": (lambda path: save_png(path, PATCHES, gamma(1.0)), seen(COLOURS / 255)),
    "points.png": (
        lambda path: save_png(path, PATCHES, gamma(1 / 2.2), chromaticities(P3_POINTS)),
        seen((COLOURS / 255) ** 2.2, P3_POINTS),
    ),
    "codes.png": (
        lambda path: save_png(path, PATCHES, codes(12, 13)),
        seen(decode(COLOURS / 255), P3_POINTS),
    ),
    "linear-codes-16.png": (
        lambda path: save_png(path, PATCHES.astype(np.uint16) * 257, codes(9, 8)),
        seen(COLOURS / 255, BT2020_POINTS),
    ),
    "gray.png": (
        lambda path: save_png(path, GRAYS, gamma(1 / 1.8)),
        encode((GRAYS[::SIDE, ::SIDE] / 255) ** 1.8).repeat(3, 2) * 255,
    ),
    "linear-gray.png": (
        lambda path: save_png(path, GRAYS, gamma(1.0)),
        encode(GRAYS[::SIDE, ::SIDE] / 255).repeat(3, 2) * 255,
    ),
    "codes.avif": (
        lambda path: save_avif(path, PATCHES, 12, 13),
        seen(decode(COLOURS / 255), P3_POINTS),
    ),
    "camera.jpg": (
        lambda path: save_jpeg(path, PATCHES, exif=camera_exif(0xFFFF, "R03")),
        seen((COLOURS / 255) ** (563 / 256), ADOBE_POINTS),
    ),
    "padded.jpg": (
        lambda path: save_jpeg(
            path,
            PATCHES,
            icc_profile=icc_of(primaries.ADOBE_RGB, Parametric(563 / 256)) + b"\0\0",
        ),
        seen((COLOURS / 255) ** (563 / 256), ADOBE_POINTS),
    ),
    "gray.jpg": (
        lambda path: save_jpeg(
            path, GRAYS, icc_profile=icc_of(primaries.SRGB, Parametric(1.5), gray=True)
        ),
        encode((GRAYS[::SIDE, ::SIDE] / 255) ** 1.5).repeat(3, 2) * 255,
    ),
    "linear.tif": (
        lambda path: save_tiff(path, PATCHES, icc_of(primaries.DISPLAY_P3, curves.LINEAR)),
        seen(COLOURS / 255, P3_POINTS),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_result_looks_like_the_picture(liif: Liif, tmp_path: Path, kind: str) -> None:
    save, expected = KINDS[kind]
    source = save(tmp_path / f"a-{kind}")
    for suffix in SUFFIXES:
        target = tmp_path / f"large{suffix}"
        outcome = liif("upscale", source, target, "--scale", "2", "--strength", "0")
        assert outcome.status == 0
        assert re.fullmatch(r"(liif: note: \w+ holds 8 bits .*\n)?", outcome.errors)
        # Deep ones are looked at with their own eyes, as Pillow has only 8 bits for RGB.
        picture = read_picture(target)
        if picture.samples.dtype == np.uint8 and picture.light is None:
            found = shown_file(target)
        else:
            largest = 1 if picture.samples.dtype == np.float32 else 65535
            found = shown(np.rint(picture.samples / largest * 255).astype(np.uint8), picture.icc)
        off = np.abs(middles(found) - expected)
        # 8 bits of light are two levels apart in the shadows, and JPEG and WebP round as well.
        assert off.max() <= 4, (suffix, off.max((0, 1)))
        assert off.mean() <= 1.5, suffix


def test_an_image_in_python_looks_like_before(tmp_path: Path) -> None:
    for name, exponent in (("gamma.png", 1.8), ("linear.png", 1.0)):
        with Image.open(KINDS[name][0](tmp_path / name)) as image:
            made = liif_core.upscale(image, 2, strength=0)
        assert made.mode == "RGB"
        found = shown(np.asarray(made), made.info["icc_profile"])
        assert np.abs(middles(found) - seen((COLOURS / 255) ** exponent)).max() <= 3


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_the_shadows_of_linear_light_are_as_good_as_others(
    liif: Liif, tmp_path: Path, dtype: type[np.uint16 | np.float32]
) -> None:
    """The same dark scene, once on the curve of sRGB and once as light."""
    large = photo()[100:196, 120:264]
    scene = decode(reduced(large, 2) / 255) * 0.2
    truth = encode(decode(large / 255) * 0.2) * 255
    largest = 1 if dtype == np.float32 else 65535
    looks = {}
    for name, values, icc in (
        ("srgb", encode(scene), None),
        ("light", scene, icc_of(primaries.SRGB, curves.LINEAR)),
    ):
        source, target = tmp_path / f"{name}.tif", tmp_path / f"{name}-large.tif"
        samples = (values * largest).round(0 if largest > 1 else 9).astype(dtype)
        tifffile.imwrite(source, samples, photometric="rgb", iccprofile=icc)
        outcome = liif("upscale", source, target, "--scale", "2", "--strength", "0")
        assert (outcome.status, outcome.errors) == (0, "")
        with tifffile.TiffFile(target) as file:
            page = file.pages.first.aspage()
            made = page.asarray()
            # The same profile and the same kind of samples as in the source.
            assert made.dtype == dtype
            assert page.tags.valueof(34675) == icc
        unit = made / largest
        looks[name] = (encode(unit) if name == "light" else unit) * 255
    quality = {
        name: 10 * np.log10(255**2 / np.mean((look - truth) ** 2)) for name, look in looks.items()
    }
    assert quality["srgb"] > 35
    assert quality["light"] == pytest.approx(quality["srgb"], abs=0.1)


def test_light_brighter_than_white_and_below_black_is_kept(liif: Liif, tmp_path: Path) -> None:
    source, target = tmp_path / "hdr.tif", tmp_path / "large.tif"
    levels = np.array([-0.02, 0.001, 0.2, 1.0, 2.5, 9.0], np.float32)
    samples = levels.repeat(SIDE)[None].repeat(SIDE, 0)[..., None].repeat(3, 2)
    icc = icc_of(primaries.SRGB, curves.LINEAR)
    tifffile.imwrite(source, samples, photometric="rgb", iccprofile=icc)
    assert liif("upscale", source, target, "--scale", "2").status == 0
    made = tifffile.imread(target)[SIDE, SIDE :: 2 * SIDE]
    np.testing.assert_allclose(made, levels[:, None].repeat(3, 1), rtol=0.02, atol=0.0005)


def test_values_of_a_mask_stay_what_they_are(liif: Liif, photo: Path) -> None:
    mask, target, made = (photo.with_name(name) for name in ("mask.png", "out.png", "made.jpg"))
    save_png(mask, np.full((16, 24, 1), 77, np.uint8), gamma(1.0))
    arguments = (photo, target, "--scale", "2", "--mask", mask, "--mask-out", made)
    outcome = liif("upscale", *arguments)
    assert outcome.status == 0, outcome.errors
    with Image.open(made) as image:
        assert np.abs(np.asarray(image).astype(int) - 77).max() <= 1


def test_a_batch_tells_hdr_by_name(liif: Liif, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    save_png(folder / "hdr.png", PATCHES, codes(9, 16))
    save_png(folder / "sdr.png", PATCHES, codes(12, 13))
    outcome = liif("batch", folder, out, "--scale", "2", "--workers", "1")
    assert outcome.status == 1
    assert "HDR picture (PQ)" in outcome.output + outcome.errors
    assert sorted(path.name for path in out.glob("*.png")) == ["sdr.png"]
    assert np.abs(middles(shown_file(out / "sdr.png")) - KINDS["codes.png"][1]).max() <= 3
