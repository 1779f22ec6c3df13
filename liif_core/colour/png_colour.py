# SPDX-License-Identifier: Apache-2.0
"""What the chunks of a PNG say about its colours."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from liif_core.colour.code_points import CodePoints
from liif_core.colour.curves import SRGB, Parametric
from liif_core.colour.meaning import Meaning
from liif_core.colour.primaries import SRGB as SRGB_PRIMARIES
from liif_core.colour.primaries import Primaries, compute_colorants
from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_UNIT = 100_000
_LENGTHS = {b"cICP": 4, b"sRGB": 1, b"gAMA": 4, b"cHRM": 32}
_LEAST_GAMMA, _MOST_GAMMA = 0.01, 10.0


class PngColour(NamedTuple):
    """What stands in the order of the third edition of PNG: codes, profile, meaning."""

    codes: CodePoints | None = None
    """Of cICP, which goes before an ICC profile."""
    meaning: Meaning | None = None
    """Of sRGB, or else of gAMA and cHRM, which count where there is no profile."""


def read_png_colour(path: Path) -> PngColour:
    """What the chunks say. Raises :class:`OSError`, and :class:`LiifError` for narrow range."""
    chunks = _read_chunks(path)
    codes = None
    if b"cICP" in chunks:
        primaries, transfer, matrix, full = chunks[b"cICP"]
        # Others than 0 cannot be, as the pixels are RGB.
        if matrix == 0:
            codes = CodePoints(primaries, transfer)
            if not full:
                raise LiifError(
                    f"{path} has the narrow range of video, in which black is not 0",
                    "Save it with full range first.",
                )
    if b"sRGB" in chunks:
        return PngColour(codes, Meaning())
    gamma = int.from_bytes(chunks[b"gAMA"], "big") / _UNIT if b"gAMA" in chunks else None
    white_red_green_blue = None
    if b"cHRM" in chunks:
        white_red_green_blue = [number / _UNIT for number in struct.unpack(">8i", chunks[b"cHRM"])]
    return PngColour(codes, mean_gamma_and_points(gamma, white_red_green_blue))


def mean_gamma_and_points(gamma: float | None, points: Sequence[float] | None) -> Meaning | None:
    """What gAMA and the eight numbers of cHRM mean, each as far as it is there and makes sense."""
    curve = Parametric(1 / gamma) if gamma and _LEAST_GAMMA <= gamma <= _MOST_GAMMA else None
    primaries = None
    if points is not None:
        white, red, green, blue = zip(points[0::2], points[1::2], strict=True)
        primaries = Primaries("RGB of the file", red, green, blue, white)
        if compute_colorants(primaries) is None:
            primaries = None
    if curve is None and primaries is None:
        return None
    return Meaning(primaries or SRGB_PRIMARIES, curve or SRGB)


def _read_chunks(path: Path) -> dict[bytes, bytes]:
    """The chunks about colours, as far as they are intact."""
    found: dict[bytes, bytes] = {}
    with path.open("rb") as file:
        file.seek(len(SIGNATURE))
        while len(head := file.read(8)) == 8:
            length, name = struct.unpack(">I4s", head)
            if name == b"IDAT":
                break
            if _LENGTHS.get(name) != length:
                file.seek(length + 4, 1)
                continue
            content, checksum = file.read(length), file.read(4)
            if zlib.crc32(name + content).to_bytes(4, "big") == checksum:
                found.setdefault(name, content)
    return found
