# SPDX-License-Identifier: GPL-3.0-or-later
"""TIFF files of many kinds, and the pictures that they show."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from PIL import Image

from liif_core.pictures.picture import Samples

from .files import smooth

Write = Callable[[Path], Samples]
LOSSLESS = ("none", "lzw", "deflate", "adobe_deflate", "packbits", "lzma", "zstd", "lerc",
            "jpegxl", "jpeg2000", "jpegxr", "png")  # fmt: skip
"""Compressions that keep every sample, as tifffile names them."""
_NOT_OF_LIBTIFF = ("jpegxl", "jpeg2000", "jpegxr", "png")
_GRAY = smooth()[..., 0]


@dataclass(frozen=True)
class Kind:
    """One of them."""

    write: Write
    """Writes the file, and returns what it shows."""
    off: float = 0
    """By how much the mean of all samples may differ: what compression with loss costs."""
    second: bool = True
    """Whether libtiff reads it and gives the samples as the file has them, so they can be
    compared."""
    notes: str = ""
    """What is told about how it is read, a pattern."""


def of(samples: Samples, shown: Samples | None = None, **options: Any) -> Write:  # noqa: ANN401
    """By tifffile; ``shown`` if that is not the same as ``samples``."""

    def write(path: Path) -> Samples:
        tifffile.imwrite(path, samples, metadata=None, **options)
        result = samples if shown is None else shown
        return result if result.ndim == 3 else result[..., None]

    return write


def spread(values: Samples, bits: int) -> Samples:
    """Of so many bits, over the whole range of uint8 or uint16."""
    peak = 0xFF if bits <= 8 else 0xFFFF
    result = np.rint(values.astype(np.float64) * peak / (2**bits - 1))
    return result.astype(np.uint8 if bits <= 8 else np.uint16)


def reduced(samples: Samples, bits: int) -> Samples:
    """8-bit samples with so many bits instead."""
    values = np.rint(samples.astype(np.float64) * (2**bits - 1) / 255)
    return values.astype(np.uint8 if bits <= 8 else np.uint16)


def by_pillow(mode: str, compression: str | None) -> Write:
    def write(path: Path) -> Samples:
        image = Image.fromarray(smooth()).convert(mode)
        image.save(path, compression=compression)
        shown = np.asarray(image.convert("L" if mode == "1" else "RGB"))
        return shown if shown.ndim == 3 else shown[..., None]

    return write


def ycbcr(across: int, down: int, *, packed: bool) -> Write:
    """YCbCr that is not JPEG, its colours of less resolution: not known to tifffile or Pillow."""

    def write(path: Path) -> Samples:
        shown = smooth()
        values = np.asarray(Image.fromarray(shown).convert("YCbCr")).astype(int)
        height, width = shown.shape[:2]
        units = []
        for y in range(0, height, down):
            for x in range(0, width, across):
                block = values[y : y + down, x : x + across]
                units += [*block[..., 0].ravel(), *np.rint(block[..., 1:].mean((0, 1)))]
        data = bytes(map(int, units))
        data = zlib.compress(data) if packed else data
        path.write_bytes(_plain_tiff(width, height, 8 if packed else 1, (across, down), data))
        return shown

    return write


def _plain_tiff(
    width: int, height: int, compression: int, subsampling: tuple[int, int], data: bytes
) -> bytes:
    """YCbCr in one strip behind the directory."""
    count = 12
    bits_at = 8 + 2 + 12 * count + 4
    tags = ((256, 4, 1, width), (257, 4, 1, height), (258, 3, 3, bits_at), (259, 3, 1, compression),
            (262, 3, 1, 6), (273, 4, 1, bits_at + 6), (277, 3, 1, 3), (278, 4, 1, height),
            (279, 4, 1, len(data)), (284, 3, 1, 1),
            (530, 3, 2, subsampling[0] | subsampling[1] << 16), (531, 3, 1, 1))  # fmt: skip
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", count) + body + b"\0\0\0\0"
    return head + struct.pack("<3H", 8, 8, 8) + data


def _with_fill_order(path: Path) -> Samples:
    """The lowest bit of each byte first, as fax machines send it."""
    image = Image.fromarray(smooth()).convert("1")
    image.save(path, compression="group4", tiffinfo={266: 2})
    return np.asarray(image.convert("L"))[..., None]


def _lab(values: Samples, bits: int, *, icc: bool) -> Write:
    """L*a*b* 0..100 and about 0, stored as TIFF or as ICC has it."""
    shown = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    from PIL import ImageCms

    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    made = ImageCms.profileToProfile(shown, srgb, lab, outputMode="LAB")
    assert made is not None
    # As Pillow has them: a and b with a sign.
    planes = np.asarray(made).astype(np.int32)
    signed = planes[..., 1:].astype(np.uint8).view(np.int8).astype(np.int32)
    stored = np.empty(planes.shape, np.uint8 if bits == 8 else np.uint16)
    scale = 1 if bits == 8 else 256
    if bits == 8:
        stored[..., 0] = planes[..., 0]
    else:
        stored[..., 0] = np.rint(planes[..., 0] / 255 * (0xFF00 if icc else 0xFFFF))
    moved = signed * scale + (128 * scale if icc else 0)
    stored[..., 1:] = moved % (256 * scale)
    dtype = np.uint8 if bits == 8 else np.uint16
    result = (np.asarray(shown).astype(np.uint16) * (1 if bits == 8 else 257)).astype(dtype)
    return of(stored, result, photometric="icclab" if icc else "cielab")


def all_kinds() -> dict[str, Kind]:
    """Many, by what is special about them."""
    rgb, gray = smooth(), _GRAY
    yuv = np.asarray(Image.fromarray(rgb).convert("YCbCr"))
    rgb16 = (np.random.default_rng(2).integers(0, 65536, rgb.shape)).astype(np.uint16)
    alpha = np.linspace(0, 255, gray.size).astype(np.uint8).reshape(gray.shape)
    alpha[:, 0] = 0
    rgba = np.dstack([rgb, alpha])
    palette = np.stack([np.arange(256), np.arange(256)[::-1], np.full(256, 7)]).astype(np.uint16)
    floats = (rgb16 / 65535).astype(np.float32)
    options: dict[str, Any] = {"photometric": "rgb"}
    kinds = {
        **{
            f"{name}, {bits} bits": Kind(
                of(samples, compression=name, **options), second=name not in _NOT_OF_LIBTIFF
            )
            for name in LOSSLESS
            for bits, samples in ((8, rgb), (16, rgb16))
        },
        **{
            f"gray of {bits} bits": Kind(
                of(
                    reduced(gray, bits),
                    spread(reduced(gray, bits), bits),
                    photometric="minisblack",
                    bitspersample=bits,
                )
            )
            for bits in (2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15)
        },
        **{
            f"RGB of {bits} bits": Kind(
                of(
                    reduced(rgb, bits),
                    spread(reduced(rgb, bits), bits),
                    bitspersample=bits,
                    **options,
                )
            )
            for bits in (2, 4, 10, 12, 14)
        },
        "webp": Kind(of(rgb, compression="webp", compressionargs={"lossless": True}, **options)),
        "jpeg": Kind(of(rgb, compression="jpeg", **options), off=1),
        "jpeg 4:2:0": Kind(
            of(yuv, rgb, photometric="ycbcr", compression="jpeg", subsampling=(2, 2)), off=3
        ),
        "jpeg of 12 bits": Kind(
            of(
                reduced(rgb, 12),
                spread(reduced(rgb, 12), 12),
                compression="jpeg",
                compressionargs={"level": 100},
                bitspersample=12,
                **options,
            ),
            off=900,
            second=False,
        ),
        "one bit": Kind(of(gray > 99, (gray > 99) * np.uint8(255), photometric="minisblack")),
        "one bit, white is 0": Kind(
            of(gray > 99, (gray <= 99) * np.uint8(255), photometric="miniswhite")
        ),
        "white is 0": Kind(of(gray, 255 - gray, photometric="miniswhite")),
        "white is 0, 16 bits": Kind(
            of(rgb16[..., 0], 65535 - rgb16[..., 0], photometric="miniswhite")
        ),
        "white is 0, with alpha": Kind(
            of(
                np.dstack([gray, alpha]),
                np.dstack([255 - gray, alpha]),
                photometric="miniswhite",
                planarconfig="contig",
                extrasamples=["unassalpha"],
            )
        ),
        "tiles": Kind(of(rgb16, tile=(16, 16), compression="zlib", **options)),
        "planes": Kind(of(np.moveaxis(rgb, -1, 0), rgb, planarconfig="separate", **options)),
        "planes of 16 bits in tiles": Kind(
            of(np.moveaxis(rgb16, -1, 0), rgb16, planarconfig="separate", tile=(16, 32), **options)
        ),
        "big endian": Kind(of(rgb16, byteorder=">", **options)),
        "more than 4 GB could be": Kind(of(rgb16, bigtiff=True, **options)),
        "predictor, 8 bits": Kind(of(rgb, compression="lzw", predictor=2, **options)),
        "predictor, 16 bits": Kind(of(rgb16, compression="zlib", predictor=2, **options)),
        "predictor, float": Kind(of(floats, compression="zlib", predictor=3, **options)),
        "float": Kind(of(floats, **options)),
        "half float": Kind(
            of(floats.astype(np.float16), floats.astype(np.float16).astype(np.float32), **options)
        ),
        "double float": Kind(of(floats.astype(np.float64), floats, **options)),
        "float beyond black and white": Kind(
            of(floats * 9 - 3, photometric="rgb"), notes="beyond 0 .* and 1"
        ),
        "32 bits": Kind(
            of(rgb16.astype(np.uint32) * 65537, floats, **options), notes="4294967295 .* white"
        ),
        "24 bits": Kind(
            of(
                rgb16[..., 0].astype(np.uint32) << 8,
                (rgb16[..., 0] * 256.0 / (2**24 - 1)).astype(np.float32),
                photometric="minisblack",
                bitspersample=24,
            ),
            notes="16777215 .* white",
        ),
        "32 bits that hold 16": Kind(of(rgb16.astype(np.uint32), rgb16, **options), notes="65535"),
        "signed, 16 bits": Kind(
            of((rgb16 // 2).astype(np.int16), spread(rgb16 // 2, 15), **options), notes="32767"
        ),
        "signed, 8 bits": Kind(
            of(
                (rgb // 2).astype(np.int8),
                np.rint(rgb // 2 * (255 / 127)).astype(np.uint8),
                **options,
            ),
            notes="127",
        ),
        "signed, below 0": Kind(
            of(rgb16.view(np.int16), (rgb16.view(np.int16) / 32767).astype(np.float32), **options),
            notes="32767",
        ),
        "signed, with its range": Kind(
            of(
                (rgb16 // 16).astype(np.int16) - np.int16(1024),
                spread(rgb16 // 16, 12),
                extratags=[(340, 8, 1, -1024, True), (341, 8, 1, 3071, True)],
                **options,
            ),
            second=False,
            notes="-1024 is taken for black, 3071",
        ),
        "palette": Kind(
            of(
                gray,
                (palette.T.astype(np.uint8))[gray],
                photometric="palette",
                colormap=palette * 257,
            ),
            second=False,
        ),
        "palette of 256 times 8 bits": Kind(
            of(
                gray,
                (palette.T.astype(np.uint8))[gray],
                photometric="palette",
                colormap=palette * 256,
            ),
            second=False,
        ),
        "palette of 8 bits": Kind(
            of(gray, (palette.T.astype(np.uint8))[gray], photometric="palette", colormap=palette),
            second=False,
        ),
        "palette of 4 bits": Kind(by_pillow("P", None), second=False),
        "Lab": Kind(_lab(rgb, 8, icc=False), off=3, second=False, notes="Lab"),
        "Lab, 16 bits": Kind(_lab(rgb, 16, icc=False), off=700, second=False, notes="Lab"),
        "Lab of ICC": Kind(_lab(rgb, 8, icc=True), off=3, second=False, notes="Lab"),
        "Lab of ICC, 16 bits": Kind(_lab(rgb, 16, icc=True), off=700, second=False, notes="Lab"),
        "group 3": Kind(by_pillow("1", "group3")),
        "group 4": Kind(by_pillow("1", "group4")),
        "run lengths": Kind(by_pillow("1", "tiff_ccitt")),
        "lowest bit first": Kind(_with_fill_order),
        "YCbCr of Pillow": Kind(by_pillow("YCbCr", None), off=3, second=False),
        "alpha": Kind(of(rgba, extrasamples=["unassalpha"], **options)),
        "alpha, 16 bits": Kind(
            of(rgba.astype(np.uint16) * 257, extrasamples=["unassalpha"], **options)
        ),
        "gray and alpha": Kind(
            of(
                np.dstack([gray, alpha]),
                photometric="minisblack",
                planarconfig="contig",
                extrasamples=["unassalpha"],
            )
        ),
        "an extra sample of no kind": Kind(
            of(rgba, extrasamples=["unspecified"], **options), notes="taken for alpha"
        ),
        "an extra sample of no kind, 16 bits": Kind(
            of(rgba.astype(np.uint16) * 257, extrasamples=["unspecified"], **options),
            notes="taken for alpha",
        ),
        "an extra sample that is full": Kind(
            of(
                np.dstack([rgb, np.full_like(gray, 255)]),
                rgb,
                extrasamples=["unspecified"],
                **options,
            ),
            second=False,
        ),
        "an extra sample that is empty": Kind(
            of(np.dstack([rgb, np.zeros_like(gray)]), rgb, extrasamples=["unspecified"], **options),
            second=False,
            notes="1 of the samples .* is left out",
        ),
        "alpha and one more": Kind(
            of(
                np.dstack([rgba, gray]), rgba, extrasamples=["unassalpha", "unspecified"], **options
            ),
            second=False,
            notes="1 of the samples .* is left out",
        ),
        "one more and alpha": Kind(
            of(
                np.dstack([rgb, gray, alpha]),
                rgba,
                extrasamples=["unspecified", "unassalpha"],
                **options,
            ),
            second=False,
            notes="1 of the samples .* is left out",
        ),
        "two more": Kind(
            of(
                np.dstack([rgb, gray, alpha]),
                rgb,
                extrasamples=["unspecified", "unspecified"],
                **options,
            ),
            second=False,
            notes="2 of the samples .* are left out",
        ),
    }
    for across, down in ((1, 1), (2, 1), (2, 2), (4, 1)):
        for packed in (False, True):
            name = f"YCbCr {across} x {down}{', packed' * packed}"
            kinds[name] = Kind(ycbcr(across, down, packed=packed), off=3, second=False)
    return kinds
