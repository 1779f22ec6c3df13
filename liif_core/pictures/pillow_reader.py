# SPDX-License-Identifier: Apache-2.0
"""Pixels by Pillow; deep PNG and JPEG 2000, which Pillow would cut to 8 bit, by their libraries."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, PngImagePlugin, UnidentifiedImageError

from liif_core.errors import LiifError
from liif_core.pictures.content import Content
from liif_core.pictures.jpeg2000 import find_precision, read_deep
from liif_core.pictures.limits import check_size
from liif_core.pictures.pages import Taken, take_page
from liif_core.pictures.pillow_metadata import read_metadata
from liif_core.pictures.to_srgb import convert_cmyk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liif_core.pictures.picture import Samples

FORMATS = (
    "JPEG",
    "MPO",
    "PNG",
    "WEBP",
    "TIFF",
    "BMP",
    "GIF",
    "JPEG2000",
    "TGA",
)
"""What is read, where this Pillow has it. It knows many more, one of which (EPS) is a program
that another program runs; few of them anybody else still looks after."""
USUAL = ("JPEG", "PNG")
"""Of these nearly all pictures are."""
_MOST_UNPACKED = 16 << 20
"""Bytes of one profile or text in a PNG: profiles by tables have a few millions."""
_BAND = 256
"""Rows that are taken over from Pillow at once."""
_PNG_DEPTH_OFFSET = 24
_MOVING = frozenset({"GIF", "PNG", "WEBP"})
_MP_ENTRIES = 0xB002
_VIEWS = "Multi-Frame"
"""How Pillow begins the names of their kinds."""
_WITH_ALPHA = {"1": "LA", "L": "LA", "RGB": "RGBA"}
_DIRECT = frozenset({"L", "LA", "RGB", "RGBA"})
_CONVERTED = {
    "1": "L",
    "RGBX": "RGB",
    "RGBa": "RGBA",
    "La": "LA",
    "PA": "RGBA",
    "YCbCr": "RGB",
    "HSV": "RGB",
}


def read(path: Path, page: int | None = None) -> Content:
    """The content of any file that Pillow knows, its samples (h, w, c) uint8 or uint16.

    Of one that moves, that of its frame number ``page``, from 1, or its first. Raises
    :class:`LiifError` for colours that cannot be converted and for sizes beyond the limit, and
    whatever Pillow raises on damaged files.
    """
    with open_image(path) as image:
        check_size(path, *image.size)
        taken = _take(path, image, page)
        if taken.place:
            image.seek(taken.place)
        samples, icc = decode(path, image)
        bits = find_precision(path).bits if image.format == "JPEG2000" else None
        content = Content(
            samples,
            icc,
            None,
            image.info.get("dpi"),
            bits=bits if samples.dtype == np.uint16 and bits != 16 else None,
            notes=taken.notes,
        )
        return read_metadata(path, image, content)


@contextlib.contextmanager
def open_image(path: Path) -> Iterator[Image.Image]:
    """A file of the formats that are read, of any size: ``check_size`` is to be asked.

    Raises whatever Pillow raises on damaged files.
    """
    limits = Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK
    try:
        # Pillow has limits of its own, of other sizes.
        Image.MAX_IMAGE_PIXELS = None
        PngImagePlugin.MAX_TEXT_CHUNK = _MOST_UNPACKED
        with _open(path) as image:
            yield image
    finally:
        Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = limits


def _open(path: Path) -> Image.Image:
    Image.preinit()
    try:
        return Image.open(path, formats=USUAL)
    except UnidentifiedImageError:
        # Only now, as all that Pillow knows are forty modules and some large libraries.
        Image.init()
        return Image.open(path, formats=[name for name in FORMATS if name in Image.OPEN])


def decode(path: Path, image: Image.Image) -> tuple[Samples, bytes | None]:
    """The samples of the frame that ``image`` is at, and their profile.

    Raises as :func:`read` does.
    """
    icc: bytes | None = image.info.get("icc_profile")
    first = image.tell() == 0
    if first and image.format == "PNG" and _png_depth(path) == 16:
        return _read_png16(path, image), icc
    if image.format == "JPEG2000" and not (precision := find_precision(path)).plain:
        return read_deep(path, precision), icc
    if image.mode == "CMYK":
        return convert_cmyk(path, np.asarray(image), icc)
    return _samples(path, image), icc


def _take(path: Path, image: Image.Image, page: int | None) -> Taken:
    if image.format in _MOVING:
        return take_page(path, getattr(image, "n_frames", 1), page, word="frame")
    if image.format == "MPO":
        return take_page(path, _count_shots(image), page, word="shot")
    return take_page(path, 1, page)


def _count_shots(image: Image.Image) -> int:
    """Of a file for several views (stereo, panorama); previews and the like are none."""
    entries = getattr(image, "mpinfo", {}).get(_MP_ENTRIES, [])
    kinds = [entry["Attribute"]["MPType"] for entry in entries]
    return max(1, sum(kind.startswith(_VIEWS) for kind in kinds))


def _samples(path: Path, image: Image.Image) -> Samples:
    mode = image.mode
    if mode == "P":
        mode = "RGBA" if "transparency" in image.info else "RGB"
    elif mode in _WITH_ALPHA and "transparency" in image.info:
        if image.format == "PNG" and mode == "L":
            # Pillow spreads the samples, but not the one that is transparent.
            image.info["transparency"] *= 0xFF // (2 ** _png_depth(path) - 1)
        mode = _WITH_ALPHA[mode]
    else:
        mode = _CONVERTED.get(mode, mode)
    if mode not in _DIRECT:
        raise LiifError(
            f"{path} has colours of the kind {image.mode}, which cannot be converted",
            "Save it as RGB first.",
        )
    samples = np.empty((image.height, image.width, len(mode)), np.uint8)
    # In bands: of a whole picture Pillow makes two more copies on the way.
    for top in range(0, image.height, _BAND):
        band = samples[top : top + _BAND]
        part = image.crop((0, top, image.width, top + len(band)))
        band[...] = np.asarray(part.convert(mode)).reshape(band.shape)
    return samples


def _png_depth(path: Path) -> int:
    with path.open("rb") as file:
        return file.read(_PNG_DEPTH_OFFSET + 1)[_PNG_DEPTH_OFFSET]


def _read_png16(path: Path, image: Image.Image) -> Samples:
    import imagecodecs

    samples: Samples = imagecodecs.png_decode(path.read_bytes())
    return samples.reshape(image.height, image.width, -1)
