# SPDX-License-Identifier: Apache-2.0
"""Pixels by Pillow, and 16-bit PNG, which Pillow would cut to 8 bit, by libpng."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import ExifTags, Image, ImageCms, PngImagePlugin, UnidentifiedImageError

from liif_core.errors import LiifError
from liif_core.pictures.content import Content
from liif_core.pictures.limits import check_size

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
    "AVIF",
    "BMP",
    "GIF",
    "JPEG2000",
    "PPM",
    "TGA",
)
"""What is read, where this Pillow has it. It knows many more, one of which (EPS) is a program
that another program runs; few of them anybody else still looks after."""
USUAL = ("JPEG", "PNG")
"""Of these nearly all pictures are."""
_MOST_UNPACKED = 16 << 20
"""Bytes of one profile or text in a PNG: profiles by tables have a few millions."""
_PNG_DEPTH_OFFSET = 24
_MOVING = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
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


def read(path: Path) -> Content:
    """The content of any file that Pillow knows, its samples (h, w, c) uint8, uint16 or float32.

    Raises :class:`LiifError` for animations, for colours that cannot be converted and for sizes
    beyond the limit, and whatever Pillow raises on damaged files.
    """
    with open_image(path) as image:
        check_size(path, *image.size)
        if image.format == "PNG":
            _check_sums(path)
        exif = image.getexif()
        # It is read when it is asked for, in a TIFF from the file, which is open until the pixels
        # are there.
        with contextlib.suppress(Exception):
            exif.get_ifd(ExifTags.IFD.Interop)
        samples, icc = _samples_and_profile(path, image)
        return Content(samples, icc, exif, image.info.get("dpi"))


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


def _samples_and_profile(path: Path, image: Image.Image) -> tuple[Samples, bytes | None]:
    if image.format in _MOVING and getattr(image, "is_animated", False):
        raise LiifError(f"{path} is an animation", "Save the one frame you want as a picture.")
    icc: bytes | None = image.info.get("icc_profile")
    if image.format == "PNG" and _png_depth(path) == 16:
        return _read_png16(path, image), icc
    if image.mode == "CMYK":
        return _cmyk_to_srgb(path, image, icc)
    return _samples(path, image), icc


def _samples(path: Path, image: Image.Image) -> Samples:
    if image.mode.startswith("I;16"):
        return np.asarray(image).astype(np.uint16)[..., None]
    if image.mode == "I":
        values = np.asarray(image)
        if values.min() < 0 or values.max() > 0xFFFF:
            raise LiifError(f"{path} has 32-bit integer samples", "Save it with 16 bit.")
        return values.astype(np.uint16)[..., None]
    if image.mode == "F":
        return np.asarray(image, np.float32)[..., None]
    mode = image.mode
    if mode == "P":
        mode = "RGBA" if "transparency" in image.info else "RGB"
    elif mode in ("L", "RGB") and "transparency" in image.info:
        mode = {"L": "LA", "RGB": "RGBA"}[mode]
    else:
        mode = _CONVERTED.get(mode, mode)
    if mode not in _DIRECT:
        raise LiifError(
            f"{path} has colours of the kind {image.mode}, which cannot be converted",
            "Save it as RGB first.",
        )
    samples = np.asarray(image if image.mode == mode else image.convert(mode))
    return samples.reshape(image.height, image.width, -1)


def _cmyk_to_srgb(
    path: Path, image: Image.Image, icc: bytes | None
) -> tuple[Samples, bytes | None]:
    if icc is None:
        raise LiifError(
            f"{path} is CMYK without a colour profile, so its colours are not known",
            "Convert it to RGB in an editor first.",
        )
    target = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    try:
        source = ImageCms.getOpenProfile(io.BytesIO(icc))
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError) as error:
        raise LiifError(
            f"{path} is CMYK and its colour profile cannot be used ({error})",
            "Convert it to RGB in an editor first.",
        ) from None
    if converted is None:
        raise AssertionError("a new picture is returned unless inPlace is asked for")
    return np.asarray(converted), target.tobytes()


def _check_sums(path: Path) -> None:
    """Raise for a PNG whose checksums are wrong: Pillow does not look at those of its pixels."""
    with Image.open(path, formats=["PNG"]) as image:
        image.verify()


def _png_depth(path: Path) -> int:
    with path.open("rb") as file:
        return file.read(_PNG_DEPTH_OFFSET + 1)[_PNG_DEPTH_OFFSET]


def _read_png16(path: Path, image: Image.Image) -> Samples:
    import imagecodecs

    samples: Samples = imagecodecs.png_decode(path.read_bytes())
    return samples.reshape(image.height, image.width, -1)
