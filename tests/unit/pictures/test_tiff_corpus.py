# SPDX-License-Identifier: GPL-3.0-or-later
"""TIFF files of every compression, depth, kind of colour and layout."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from liif_core.errors import LiifError
from liif_core.pictures import read_picture
from liif_core.pictures.picture import Samples

from .files import smooth
from .print_profile import build_cmyk_profile
from .tiff_files import all_kinds

KINDS = all_kinds()


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_tiff(tmp_path: Path, name: str) -> None:
    kind, path = KINDS[name], tmp_path / "picture.tif"
    shown = kind.write(path)
    warned: list[str] = []
    picture = read_picture(path, warned.append)
    assert (picture.samples.shape, picture.samples.dtype) == (shown.shape, shown.dtype)
    off = np.abs(picture.samples.astype(np.float64) - shown.astype(np.float64))
    if shown.dtype == np.float32:
        np.testing.assert_allclose(picture.samples, shown, rtol=1e-6, atol=1e-7)
    elif kind.off:
        assert off.mean() <= kind.off
    else:
        assert off.max() == 0
    assert re.search(kind.notes, " ".join(warned))
    assert len(warned) == bool(kind.notes)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.second])
def test_a_second_reader_has_the_same_samples(tmp_path: Path, name: str) -> None:
    """libtiff, where it has the decoder; it does not spread them over the whole range."""
    path = tmp_path / "picture.tif"
    KINDS[name].write(path)
    try:
        other = imagecodecs.tiff_decode(path.read_bytes())
    except imagecodecs.TiffError:
        pytest.skip("libtiff has no decoder")
    ours = as_shares(read_picture(path).samples)
    with tifffile.TiffFile(path) as file:
        page = file.pages.first.aspage()
    if page.planarconfig == tifffile.PLANARCONFIG.SEPARATE:
        other = np.moveaxis(other, 0, -1)
    bits = 16 if "hold 16" in name else page.bitspersample - (other.dtype.kind == "i")
    theirs = other.reshape(ours.shape).astype(np.float64)
    if other.dtype.kind != "f":
        theirs /= 2**bits - 1
    if page.photometric == tifffile.PHOTOMETRIC.MINISWHITE:
        theirs[..., 0] = 1 - theirs[..., 0]
    np.testing.assert_allclose(ours, theirs, atol=2.01 / 255 if KINDS[name].off else 0.51 / 255)


def as_shares(samples: Samples) -> NDArray[np.float64]:
    """Of the largest that whole numbers can be."""
    peak = np.iinfo(samples.dtype).max if samples.dtype.kind == "u" else 1
    return samples.astype(np.float64) / peak


def premultiplied(dtype: type[np.generic], peak: float) -> tuple[Samples, Samples]:
    """Colours with their alpha, and the same multiplied by it."""
    alpha = np.array([0, 0.25, 0.5, 1])[None, :, None]
    colours = np.array([[[0.2, 0.4, 0.6]]]) * np.ones((1, 4, 1))
    plain = np.concatenate([np.where(alpha > 0, colours, 0), alpha], -1) * peak
    multiplied = np.concatenate([colours * alpha, alpha], -1) * peak
    whole = np.issubdtype(dtype, np.integer)
    return tuple((np.rint(each) if whole else each).astype(dtype) for each in (plain, multiplied))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("dtype", "peak", "off"),
    [(np.uint8, 255, 2), (np.uint16, 65535, 2), (np.float16, 1, 1e-3), (np.float32, 1, 1e-6)],
)
def test_colours_multiplied_by_alpha_are_undone_at_every_depth(
    tmp_path: Path, dtype: type[np.generic], peak: float, off: float
) -> None:
    path = tmp_path / "picture.tif"
    plain, multiplied = premultiplied(dtype, peak)
    tifffile.imwrite(path, multiplied, photometric="rgb", extrasamples=["assocalpha"])
    read = read_picture(path).samples
    assert read.dtype == (np.float32 if dtype is np.float16 else dtype)
    np.testing.assert_allclose(read, plain, atol=off)


def test_no_words_about_a_fourth_sample(tmp_path: Path) -> None:
    """Neither that there is one, nor what it is: as some scanners have it."""
    path = tmp_path / "picture.tif"
    rgba = np.dstack([smooth(), smooth()[..., 1]])
    tifffile.imwrite(path, rgba, photometric="rgb", extrasamples=["unspecified"], metadata=None)
    data = bytearray(path.read_bytes())
    place = data.index(struct.pack("<HH", 338, 3))
    data[place : place + 2] = struct.pack("<H", 60_000)
    path.write_bytes(data)
    np.testing.assert_array_equal(read_picture(path).samples, rgba)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("alpha", [False, True])
def test_cmyk_by_its_profile_at_both_depths(tmp_path: Path, bits: int, alpha: bool) -> None:
    profile, peak = build_cmyk_profile(), 2**bits - 1
    inks = np.zeros((3, 6, 4), f"u{bits // 8}")
    inks[1, :, 3] = peak
    inks[2, :, 1] = peak
    extra = np.full((3, 6, 1), peak // 3, inks.dtype)
    path = tmp_path / "print.tif"
    tifffile.imwrite(
        path,
        np.concatenate([inks, extra], -1) if alpha else inks,
        photometric="separated",
        planarconfig="contig",
        iccprofile=profile,
        extrasamples=["unassalpha"] if alpha else None,
    )
    picture = read_picture(path)
    assert picture.samples.dtype == inks.dtype
    assert picture.samples.shape == (3, 6, 4 if alpha else 3)
    assert picture.icc is not None
    assert picture.icc[16:20] == b"RGB "
    source = ImageCms.getOpenProfile(io.BytesIO(profile))
    image = Image.fromarray((inks >> (bits - 8)).astype(np.uint8), "CMYK")
    judge = ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    assert judge is not None
    np.testing.assert_allclose(
        picture.samples[..., :3] / peak, np.asarray(judge) / 255, atol=1.01 / 255
    )
    assert not alpha or (picture.samples[..., 3] == peak // 3).all()


def test_other_inks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "print.tif"
    tifffile.imwrite(path, np.zeros((4, 6, 4), np.uint8), photometric="separated",
                     extratags=[(332, 3, 1, 2, True)])  # fmt: skip
    with pytest.raises(LiifError, match="other inks than those of CMYK"):
        read_picture(path)


@pytest.mark.parametrize(
    ("tag", "value", "words"),
    [
        (259, 34676, "colours MINISBLACK, 8 bits, compression SGILOG"),
        (259, 34661, "compression JBIG"),
        (259, 12345, "compression 12345"),
        (262, 10, "colours ITULAB"),
        (262, 32844, "colours LOGL"),
    ],
)
def test_what_cannot_be_decoded_is_named(tmp_path: Path, tag: int, value: int, words: str) -> None:
    path = tmp_path / "picture.tif"
    tifffile.imwrite(path, smooth()[..., 0], photometric="minisblack", metadata=None)
    data = bytearray(path.read_bytes())
    place = data.index(struct.pack("<HHI", tag, 3, 1))
    data[place + 8 : place + 10] = struct.pack("<H", value)
    path.write_bytes(data)
    with pytest.raises(LiifError, match=rf"a kind that cannot be read \(.*{words}") as caught:
        read_picture(path)
    assert "uncompressed or with LZW" in caught.value.hint


def test_complex_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "waves.tif"
    tifffile.imwrite(path, np.zeros((4, 6), np.complex64), photometric="minisblack")
    with pytest.raises(LiifError, match="complex numbers"):
        read_picture(path)


@pytest.mark.parametrize("compression", ["none", "lzw", "zstd", "jpeg", "webp", "jpegxl"])
def test_a_tiff_that_ends_too_early(tmp_path: Path, compression: str) -> None:
    path = tmp_path / "picture.tif"
    tifffile.imwrite(path, smooth(), photometric="rgb", compression=compression, metadata=None)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(LiifError, match=r"is damaged: .* missing"):
        read_picture(path)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_orientation_of_a_tiff(tmp_path: Path, orientation: int, dtype: type) -> None:
    path = tmp_path / "picture.tif"
    samples = smooth()
    tifffile.imwrite(path, samples.astype(dtype), photometric="rgb", metadata=None,
                     extratags=[(274, 3, 1, orientation, True)])  # fmt: skip
    exif = Image.Exif()
    exif[274] = orientation
    image = Image.fromarray(samples)
    image.info["exif"] = exif.tobytes()
    upright = ImageOps.exif_transpose(image)
    np.testing.assert_array_equal(read_picture(path).samples, np.asarray(upright))
