# SPDX-License-Identifier: Apache-2.0
"""The parts of an ICC profile."""

from __future__ import annotations

import struct

import numpy as np

from liif_core.colour.curves import LINEAR, Curve, Parametric, Sampled
from liif_core.colour.icc_building import HEADER_SIZE

_INDEX = HEADER_SIZE + 4
_MOST_TAGS = 100
"""What littlecms allows."""
_ID = slice(84, 100)
_PARAMETERS = {0: "g", 1: "gab", 2: "gabc", 3: "gabcd", 4: "gabcdef"}
"""Of the kinds of parametric curves."""


def read_space(icc: bytes) -> bytes:
    """``b"RGB "``, ``b"GRAY"`` or another name of what the profile is for."""
    return icc[16:20]


def read_tags(icc: bytes) -> dict[bytes, bytes]:
    """The tags that lie wholly within the profile."""
    return {
        name: icc[start : start + size]
        for name, start, size in _index(icc)
        if start + size <= len(icc)
    }


def read_curve(tag: bytes) -> Curve | None:
    """The tone curve that a tag holds; None where it holds none that can be used."""
    try:
        if tag[:4] == b"curv":
            return _read_table(tag)
        if tag[:4] == b"para":
            return _read_parameters(tag)
    except (struct.error, KeyError, ValueError, ZeroDivisionError):
        pass
    return None


def mend_size(icc: bytes) -> bytes | None:
    """The profile, its length and what it says of it made the same; None if a part is missing.

    What follows the end it names is no part of it. Where that end is wrong, that of its last tag
    counts. None as well for what is no profile at all.
    """
    if len(icc) < _INDEX or icc[36:40] != b"acsp":
        return None
    stated = int.from_bytes(icc[:4], "big")
    if stated == len(icc):
        return icc
    index = _index(icc)
    if not index:
        return None
    end = max(start + size for _name, start, size in index)
    if end > len(icc):
        return None
    if end <= stated < len(icc):
        return icc[:stated]
    mended = bytearray(icc[:end] + bytes(-end % 4))
    mended[:4] = len(mended).to_bytes(4, "big")
    mended[_ID] = bytes(16)  # a checksum, of the old length too
    return bytes(mended)


def _index(icc: bytes) -> list[tuple[bytes, int, int]]:
    """Name, start and length of each tag."""
    count = int.from_bytes(icc[HEADER_SIZE:_INDEX], "big")
    if count > _MOST_TAGS or _INDEX + 12 * count > len(icc):
        return []
    return [struct.unpack_from(">4sII", icc, _INDEX + 12 * number) for number in range(count)]


def _read_table(tag: bytes) -> Curve | None:
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return LINEAR
    table = np.frombuffer(tag, ">u2", count, 12)
    if count == 1:
        return Parametric(int(table[0]) / 256)
    return Sampled(tuple(map(int, table)))


def _read_parameters(tag: bytes) -> Curve:
    (kind,) = struct.unpack_from(">H", tag, 8)
    names = _PARAMETERS[kind]
    found = struct.unpack_from(f">{len(names)}i", tag, 12)
    values = dict(zip(names, (value / 65536 for value in found), strict=True))
    if kind in (1, 2):
        values["d"] = -values["b"] / values["a"]
    if kind == 2:
        values["e"] = values["f"] = values.pop("c")
    return Parametric(values.pop("g"), **values)
