# SPDX-License-Identifier: Apache-2.0
"""What EXIF data and the tags of a TIFF say about the colours."""

from __future__ import annotations

import contextlib

import numpy as np
from PIL import ExifTags, Image

from liif_core.colour.curves import SRGB, Curve, Parametric, Sampled
from liif_core.colour.meaning import Meaning
from liif_core.colour.primaries import ADOBE_RGB, D65, Primaries, compute_colorants
from liif_core.colour.primaries import SRGB as SRGB_PRIMARIES

_SRGB, _ADOBE_RGB = 1, 2
"""Values of ColorSpace; the second is no part of EXIF, but of what cameras write."""
_OPTION_FILE = "R03"
"""That of the interoperability index which DCF gives to Adobe RGB."""
_ADOBE_GAMMA = Parametric(563 / 256)
_LONGEST_TABLE = 4096
_TABLE_LENGTHS = (256, 65536)
_LEAST_GAMMA, _MOST_GAMMA = 0.1, 10.0


def load_exif(block: bytes | None) -> Image.Exif:
    """The block, without its prefix, as Pillow has it; empty where it is damaged."""
    exif = Image.Exif()
    with contextlib.suppress(Exception):  # as below
        exif.load(block or b"")
    return exif


def read_exif_colour(exif: Image.Exif) -> Meaning | None:
    """What the tags mean; None where they say nothing, or nothing that can be understood."""
    try:
        return _read(exif)
    except Exception:  # Pillow raises nearly anything on damaged tags, and they are only notes
        return None


def _read(exif: Image.Exif) -> Meaning | None:
    photo = exif.get_ifd(ExifTags.IFD.Exif)
    space = photo.get(ExifTags.Base.ColorSpace)
    if space == _SRGB:
        return Meaning()
    index = exif.get_ifd(ExifTags.IFD.Interop).get(ExifTags.Interop.InteropIndex, "")
    text = index.decode("latin-1") if isinstance(index, bytes) else str(index)
    if space == _ADOBE_RGB or text.strip("\0 ") == _OPTION_FILE:
        return Meaning(ADOBE_RGB, _ADOBE_GAMMA)
    primaries = _read_primaries(exif)
    curve = _read_tables(exif) or _read_gamma(photo)
    if primaries is None and curve is None:
        return None
    return Meaning(primaries or SRGB_PRIMARIES, curve or SRGB)


def _read_primaries(exif: Image.Exif) -> Primaries | None:
    points = exif.get(ExifTags.Base.PrimaryChromaticities)
    if points is None:
        return None
    red, green, blue = zip(*[iter(map(float, points))] * 2, strict=True)
    white = exif.get(ExifTags.Base.WhitePoint)
    x, y = map(float, white) if white is not None else D65
    primaries = Primaries("RGB of the file", red, green, blue, (x, y))
    return primaries if compute_colorants(primaries) is not None else None


def _read_tables(exif: Image.Exif) -> tuple[Curve, Curve, Curve] | None:
    values = exif.get(ExifTags.Base.TransferFunction)
    if values is None:
        return None
    table = np.asarray(values)
    if table.size in _TABLE_LENGTHS:
        table = np.tile(table, 3)
    if table.size not in [3 * length for length in _TABLE_LENGTHS]:
        return None
    red, green, blue = (_shortened(channel) for channel in table.reshape(3, -1))
    return red, green, blue


def _shortened(table: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Sampled:
    count = min(len(table), _LONGEST_TABLE)
    places = np.linspace(0, len(table) - 1, count)
    values = np.rint(np.interp(places, np.arange(len(table)), table))
    return Sampled(tuple(map(int, values)))


def _read_gamma(photo: dict[int, object]) -> Curve | None:
    value = photo.get(ExifTags.Base.Gamma)
    if value is None:
        return None
    gamma = float(value)  # type: ignore[arg-type]
    return Parametric(gamma) if _LEAST_GAMMA <= gamma <= _MOST_GAMMA else None
