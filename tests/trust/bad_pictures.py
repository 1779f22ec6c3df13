# SPDX-License-Identifier: GPL-3.0-or-later
"""Picture files as nobody should make them, by name, and what must come of each."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import tifffile
from PIL import ExifTags, Image

from tests.trust.seeds import CORPUS, colours, srgb

DAMAGED = r"damaged or incomplete|is damaged: |is not a picture|pixels\. Each side"
PHOTO = {"jpg": "baseline.jpg", "png": "rgb.png", "tif": "deflate-16.tif", "webp": "plain.webp"}


@dataclass(frozen=True)
class Refused:
    """A file of which no picture can be made."""

    data: bytes
    words: str
    """What the one line says, a pattern."""


@dataclass(frozen=True)
class Unusual:
    """A file that looks wrong, and of which a picture can be made."""

    data: bytes
    shape: tuple[int, int, int]
    """Rows, columns and channels of the picture."""
    note: str = ""
    """What is said beside, a pattern; nothing, if this is."""
    mended: bool = False
    """Whether its profile can be used all the same."""


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    """The file that Pillow makes."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """Of a PNG."""
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """Of 8 bit gray, with ``chunks`` after its header."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def _tiff(width: int, height: int, icc: int | None = None) -> bytes:
    """One row of 16 bit gray, with any size, and a profile that is a number."""
    tags = [(256, 4, width), (257, 4, height), (258, 3, 16), (259, 3, 1), (262, 3, 1),
            (273, 4, 200), (277, 3, 1), (278, 4, height), (279, 4, 40)]  # fmt: skip
    if icc is not None:
        tags.append((34675, 4, icc))
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + body + b"\0\0\0\0"
    return head.ljust(200, b"\0") + bytes(range(40))


def _endless_tiff() -> bytes:
    """Its first directory is also its next."""
    data = bytearray(_tiff(20, 1))
    after = 10 + 12 * struct.unpack("<H", data[8:10])[0]
    data[after : after + 4] = struct.pack("<I", 8)
    return bytes(data)


def oriented(value: bytes, kind: int = 3, count: int = 1) -> bytes:
    """A JPEG of 20 x 12 whose EXIF has this for its orientation."""
    entry = struct.pack("<HHI", ExifTags.Base.Orientation, kind, count) + value.ljust(4, b"\0")
    block = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + b"\0\0\0\0"
    return saved(Image.fromarray(colours()), "JPEG", exif=block)


def _lying_profiles() -> dict[str, bytes]:
    true = srgb()
    return {
        "its colours": true[:16] + b"CMYK" + true[20:],
        "what it is": true[:36] + b"\0\0\0\0" + true[40:],
        "all": b"RGB " * 100,
        "its end": true[:100],
    }


@cache
def refused() -> dict[str, Refused]:
    """Those of which no picture can be made."""
    rgb = Image.fromarray(colours())
    files = {name: (CORPUS / "pictures" / file).read_bytes() for name, file in PHOTO.items()}
    cases = {
        f"half a {name}": Refused(data[: len(data) // 2], DAMAGED) for name, data in files.items()
    }
    for name, data in files.items():
        # Where the formats say what follows.
        cases[f"a {name} with a damaged head"] = Refused(b"\0" + data[1:], DAMAGED)
    spoiled = bytearray(files["png"])
    spoiled[-30] ^= 4
    inner = (CORPUS / "pictures" / "jpeg.tif").read_bytes()
    bits = Image.fromarray(colours(1)[..., 0])
    text = zlib.compress(bytes(100_000_000), 9)
    return cases | {
        "a png with a flipped bit in its pixels": Refused(bytes(spoiled), DAMAGED),
        "nothing": Refused(b"", "is not a picture"),
        "a text": Refused(b"This is not a picture\n" * 10, "is not a picture"),
        "cmyk": Refused(saved(rgb.convert("CMYK"), "JPEG"), "CMYK without a colour profile"),
        "cmyk with a profile that lies": Refused(
            saved(rgb.convert("CMYK"), "JPEG", icc_profile=srgb()), "profile cannot be used"
        ),
        "a program for printers": Refused(saved(bits, "EPS"), "is not a picture"),
        "a bomb of pixels": Refused(
            png(30_000, 30_000, chunk(b"IDAT", zlib.compress(bytes(1000)))),
            "30000 x 30000 pixels",
        ),
        "a bomb of more pixels than memory has bytes": Refused(png(2**31 - 1, 2**31 - 1), "pixels"),
        "a gif as large as can be": Refused(
            saved(bits.convert("P"), "GIF")[:6]
            + b"\xff\xff\xff\xff"
            + saved(bits.convert("P"), "GIF")[10:],
            "65535 x 65535 pixels",
        ),
        "a bomb of a tiff": Refused(_tiff(2**31, 2**31), "pixels"),
        "a bomb in a profile": Refused(png(20, 12, chunk(b"iCCP", b"icc\0\0" + text)), DAMAGED),
        "a bomb in a note": Refused(png(20, 12, chunk(b"zTXt", b"Comment\0\0" + text)), DAMAGED),
        # Of which its library would print a line of its own.
        "a tiff of a jpeg that is none": Refused(inner.replace(b"\xff\xd8", b"\0\0"), DAMAGED),
        "a tiff with the pixels elsewhere": Refused(files["tif"][:-400], DAMAGED),
    }


@cache
def unusual() -> dict[str, Unusual]:
    """Those of which a picture can be made."""
    rgb = Image.fromarray(colours())
    palette = rgb.quantize(8)
    moving: dict[str, Any] = {"save_all": True, "append_images": [rgb.rotate(180)]}
    stream = io.BytesIO()
    tifffile.imwrite(
        stream,
        np.array([[np.nan, np.inf], [-np.inf, 1e38]], np.float32).repeat(9, 0).repeat(9, 1),
        photometric="minisblack",
    )
    cases = {
        "1 x 1": Unusual(saved(Image.new("RGB", (1, 1), "red"), "PNG"), (1, 1, 3)),
        "1 x 20000": Unusual(saved(Image.new("L", (1, 20_000), 90), "PNG"), (20_000, 1, 1)),
        "16 bit": Unusual((CORPUS / "pictures" / "rgb-16.png").read_bytes(), (12, 20, 3)),
        "a palette with alpha": Unusual(saved(palette, "PNG", transparency=3), (12, 20, 4)),
        "samples that are no numbers": Unusual(stream.getvalue(), (18, 18, 1), "beyond 0"),
        "a tiff without end": Unusual(_endless_tiff(), (1, 20, 1)),
        **{
            f"a moving {kind}": Unusual(saved(rgb, kind, **moving), (12, 20, 3), "frame 1 of 2")
            for kind in ("GIF", "PNG", "WEBP")
        },
        "a profile that is a number": Unusual(_tiff(20, 1, icc=2**32 - 1), (1, 20, 1)),
        "a profile with half a million bytes behind it": Unusual(
            saved(rgb, "PNG", icc_profile=srgb() + bytes(500_000)), (12, 20, 3), mended=True
        ),
        "a profile that lies about its length": Unusual(
            saved(rgb, "JPEG", icc_profile=struct.pack(">I", 2**31) + srgb()[4:]),
            (12, 20, 3),
            mended=True,
        ),
    }
    wrong: dict[str, bytes] = {
        "orientation 0": oriented(struct.pack("<H", 0)),
        "orientation 9": oriented(struct.pack("<H", 9)),
        "orientation 65535": oriented(b"\xff\xff"),
        "an orientation in words": oriented(b"up\0", 2, 3),
        "two orientations": oriented(struct.pack("<HH", 1, 6), 3, 2),
        "an orientation behind the end": oriented(struct.pack("<I", 10**6), 5),
    }
    cases |= {name: Unusual(data, (12, 20, 3), ".*") for name, data in wrong.items()}
    for name, icc in _lying_profiles().items():
        data = saved(rgb, "JPEG", icc_profile=icc)
        cases[f"a profile that lies about {name}"] = Unusual(data, (12, 20, 3), "profile .* left")
    return cases
