# SPDX-License-Identifier: Apache-2.0
"""Small ICC profiles: a matrix with tone curves, or one curve for gray.

They are of version 2, which all readers know.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from liif_core.colour.curves import LINEAR, Parametric, Sampled
from liif_core.colour.primaries import D50_XYZ

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liif_core.colour.curves import Curve
    from liif_core.colour.primaries import Matrix

HEADER_SIZE = 128
_VERSION = 0x0240_0000
_MADE = (2000, 1, 1, 0, 0, 0)
"""Always the same, so that the same picture gives the same file."""
_LICENCE = b"No copyright, use freely"
_TABLE = 1024
"""Places of a curve that is no plain power; between them littlecms draws straight lines."""


def build_rgb_profile(colorants: Matrix, curves: tuple[Curve, Curve, Curve], name: str) -> bytes:
    """The profile of RGB whose full red, green and blue are ``colorants``.

    These are XYZ under D50, in columns (3, 3).
    """
    channels = zip((b"r", b"g", b"b"), colorants.T, curves, strict=True)
    tags: dict[bytes, bytes] = {}
    for letter, column, curve in channels:
        tags[letter + b"XYZ"] = _xyz(column)
        tags[letter + b"TRC"] = encode_curve(curve)
    return _assemble(b"RGB ", name, tags)


def build_gray_profile(curve: Curve, name: str) -> bytes:
    """The profile of gray with that curve."""
    return _assemble(b"GRAY", name, {b"kTRC": encode_curve(curve)})


def encode_curve(curve: Curve) -> bytes:
    """The curve as a tag of a profile, its light within 0..1."""
    table: tuple[int, ...] = ()
    if isinstance(curve, Sampled):
        table = curve.table
    elif curve == Parametric(curve.gamma) and curve.gamma < 256:
        table = () if curve == LINEAR else (round(curve.gamma * 256),)
    else:
        light = curve.light(np.linspace(0, 1, _TABLE))
        table = tuple(np.rint(np.clip(np.nan_to_num(light), 0, 1) * 65535).astype(int))
    return struct.pack(f">4s4xI{len(table)}H", b"curv", len(table), *table)


def _assemble(space: bytes, name: str, tags: dict[bytes, bytes]) -> bytes:
    """The whole file; tags of the same content share their place."""
    tags = {
        b"desc": _description(name.encode("ascii")),
        b"cprt": b"text\0\0\0\0" + _LICENCE + b"\0",
        b"wtpt": _xyz(D50_XYZ),
        **tags,
    }
    places: dict[bytes, int] = {}
    body = b""
    start = HEADER_SIZE + 4 + 12 * len(tags)
    for content in tags.values():
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
    index = struct.pack(">I", len(tags)) + b"".join(
        struct.pack(">4sII", tag, places[content], len(content)) for tag, content in tags.items()
    )
    header = struct.pack(
        ">I4xI4s4s4s6H4s28x12s48x",
        start + len(body), _VERSION, b"mntr", space, b"XYZ ", *_MADE, b"acsp", _fixed(D50_XYZ),
    )  # fmt: skip
    return header + index + body


def _description(name: bytes) -> bytes:
    """With room for two other ways to write it, both unused."""
    return struct.pack(f">4s4xI{len(name) + 1}s78x", b"desc", len(name) + 1, name)


def _xyz(values: Iterable[float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(values)


def _fixed(values: Iterable[float]) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)
