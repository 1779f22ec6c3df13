# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours as a colour-managed viewer shows them, by littlecms; and files that tell them oddly."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import ExifTags, Image, ImageCms

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

SRGB_POINTS = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
ADOBE_POINTS = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
P3_POINTS = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
BT2020_POINTS = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
_D65 = (0.3127, 0.3290)


def srgb_icc() -> bytes:
    """littlecms' own."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encode(light: ArrayLike) -> Floats:
    """The curve of IEC 61966-2-1."""
    light = np.clip(np.asarray(light, np.float64), 0, None)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def decode(values: Floats) -> Floats:
    """Its inverse."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def mixture(points: tuple[tuple[float, float], ...]) -> Floats:
    """The matrix from light of these primaries, with white D65, to XYZ."""
    columns = np.array([(x / y, 1, (1 - x - y) / y) for x, y in points]).T
    white = np.array([_D65[0] / _D65[1], 1, (1 - sum(_D65)) / _D65[1]])
    return columns * np.linalg.solve(columns, white)


def seen(light: Floats, points: tuple[tuple[float, float], ...] = SRGB_POINTS) -> Floats:
    """What light (..., 3) of these primaries is in sRGB, 0..255, by the formulas alone."""
    srgb = light @ mixture(points).T @ np.linalg.inv(mixture(SRGB_POINTS)).T
    return np.clip(encode(srgb), 0, 1) * 255


def shown(samples: NDArray[np.generic], icc: bytes | None) -> Bytes:
    """Samples (h, w, 1 or 3) of 8 bits as a viewer shows them: sRGB (h, w, 3), by littlecms."""
    image = Image.fromarray(samples[..., 0] if samples.shape[2] == 1 else samples)
    if icc is None:
        return np.asarray(image.convert("RGB"))
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    srgb = ImageCms.createProfile("sRGB")
    # Its shortcuts are off by several levels in the shadows of gray.
    exact = ImageCms.Flags.NOOPTIMIZE
    way = ImageCms.buildTransform(profile, srgb, image.mode, "RGB", flags=exact)
    return np.asarray(ImageCms.applyTransform(image, way))


def shown_file(path: Path) -> Bytes:
    """A file of 8 bits as a viewer shows it that knows ICC profiles and nothing else."""
    with Image.open(path) as image:
        samples = np.asarray(image if image.mode in ("L", "RGB") else image.convert("RGB"))
        icc = image.info.get("icc_profile")
    return shown(samples.reshape(*samples.shape[:2], -1), icc)


def chunk(name: bytes, content: bytes, *, damaged: bool = False) -> bytes:
    """One of a PNG's."""
    checksum = zlib.crc32(name + content) ^ damaged
    return struct.pack(">I4s", len(content), name) + content + struct.pack(">I", checksum)


def gamma(value: float) -> bytes:
    """A gAMA chunk."""
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def chromaticities(points: tuple[tuple[float, float], ...]) -> bytes:
    """A cHRM chunk, with white D65."""
    numbers = [round(number * 100_000) for point in (_D65, *points) for number in point]
    return chunk(b"cHRM", struct.pack(">8I", *numbers))


def codes(primaries: int, transfer: int, matrix: int = 0, full: int = 1) -> bytes:
    """A cICP chunk."""
    return chunk(b"cICP", bytes([primaries, transfer, matrix, full]))


def profile(icc: bytes) -> bytes:
    """An iCCP chunk."""
    return chunk(b"iCCP", b"of a test\0\0" + zlib.compress(icc))


def save_png(path: Path, samples: NDArray[np.generic], *chunks: bytes) -> Path:
    """A PNG of samples uint8 or uint16 (h, w, 1 or 3) with chunks of that kind."""
    import imagecodecs

    pixels = samples[..., 0] if samples.shape[2] == 1 else samples
    data = bytes(imagecodecs.png_encode(np.ascontiguousarray(pixels)))
    path.write_bytes(data[:33] + b"".join(chunks) + data[33:])
    return path


def save_avif(path: Path, samples: Bytes, primaries: int, transfer: int) -> Path:
    """An AVIF with these codes in its nclx."""
    file = io.BytesIO()
    Image.fromarray(samples).save(file, "AVIF", quality=100, subsampling="4:4:4")
    data = bytearray(file.getvalue())
    place = data.index(b"colrnclx") + 8
    data[place : place + 4] = struct.pack(">HH", primaries, transfer)
    path.write_bytes(data)
    return path


def camera_exif(
    space: int, index: str | None = None, exponent: float | None = None, **tags: object
) -> bytes:
    """EXIF data with that ColorSpace, interoperability index and Gamma.

    ``tags`` are those of the first directory.
    """
    exif = Image.Exif()
    photo = exif.get_ifd(ExifTags.IFD.Exif)
    photo[ExifTags.Base.ColorSpace] = space
    if index is not None:
        photo[ExifTags.IFD.Interop] = {ExifTags.Interop.InteropIndex: index}
    if exponent is not None:
        photo[ExifTags.Base.Gamma] = exponent
    for name, value in tags.items():
        exif[ExifTags.Base[name]] = value
    return exif.tobytes()
