# SPDX-License-Identifier: GPL-3.0-or-later
"""A small colour profile of CMYK, as not every system has one."""

from __future__ import annotations

import struct
from itertools import product

_D50 = (0.9642, 1.0, 0.8249)


def build_cmyk_profile() -> bytes:
    """Without ink L* is 100; each ink takes its share of it, black all that is left but 5."""
    grid = bytes(
        part
        for cyan, magenta, yellow, black in product((0, 1), repeat=4)
        for part in _lab(cyan, magenta, yellow, black)
    )
    straight = bytes(range(256))
    identity = struct.pack(">9i", *(65536 * (number % 4 == 0) for number in range(9)))
    table = struct.pack(">4s4x4B", b"mft1", 4, 3, 2, 0) + identity
    table += straight * 4 + grid + straight * 3
    tags = {
        b"desc": struct.pack(">4s4xI6s78x", b"desc", 6, b"print"),
        b"cprt": b"text\0\0\0\0free\0",
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(65536 * part) for part in _D50)),
        b"A2B0": table,
    }
    start = 128 + 4 + 12 * len(tags)
    index, body = struct.pack(">I", len(tags)), b""
    for tag, content in tags.items():
        index += struct.pack(">4sII", tag, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(
        ">I4xI4s4s4s6H4s28x3i48x", start + len(body), 0x02400000, b"prtr", b"CMYK", b"Lab ",
        2000, 1, 1, 0, 0, 0, b"acsp", *(round(65536 * part) for part in _D50),
    )  # fmt: skip
    return head + index + body


def _lab(cyan: int, magenta: int, yellow: int, black: int) -> tuple[int, int, int]:
    light = 100 - 25 * cyan - 30 * magenta - 10 * yellow
    light = 5 if black else light
    colour = (0 if black else 40 * magenta - 30 * cyan, 0 if black else 60 * yellow - 40 * cyan)
    return round(light * 2.55), 128 + colour[0], 128 + colour[1]
