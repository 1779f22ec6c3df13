# SPDX-License-Identifier: GPL-3.0-or-later
"""PNG files of every kind that the standard has, written bit by bit."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from liif_core.pictures.picture import Samples

GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGBA: 4}
DEPTHS = {GRAY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GRAY_ALPHA: (8, 16),
          RGBA: (8, 16)}  # fmt: skip
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
           (0, 1, 1, 2))  # fmt: skip
"""Of Adam7: the first column and row of each, and the steps between them."""


@dataclass(frozen=True)
class Kind:
    """One of them."""

    colour: int
    bits: int
    interlaced: bool = False
    transparent: bool = False
    """Whether it has a tRNS chunk."""

    def __str__(self) -> str:
        words = [f"colour {self.colour}", f"{self.bits} bits"]
        words += ["interlaced"] * self.interlaced + ["tRNS"] * self.transparent
        return ", ".join(words)


def all_kinds() -> list[Kind]:
    """Every one that is allowed."""
    return [
        Kind(colour, bits, interlaced, transparent)
        for colour in CHANNELS
        for bits in DEPTHS[colour]
        for interlaced in (False, True)
        for transparent in ((False, True) if colour in (GRAY, RGB, PALETTE) else (False,))
    ]


def make_samples(kind: Kind, size: tuple[int, int] = (13, 11)) -> Samples:
    """Noise (h, w, c) as the file stores it, some values of it often."""
    random = np.random.default_rng(kind.bits)
    shape = (size[1], size[0], CHANNELS[kind.colour])
    return random.integers(0, 2**kind.bits, shape).repeat(2, 1)[:, : size[0]].astype(np.uint16)


def make_palette(bits: int) -> Samples:
    """Colours (n, 3) uint8 for indices of so many bits."""
    random = np.random.default_rng(5)
    return random.integers(0, 256, (2**bits, 3)).astype(np.uint8)


def write_png(path: Path, kind: Kind, samples: Samples) -> Samples:
    """Write the file, and return the picture that it shows: (h, w, c) uint8 or uint16."""
    height, width = samples.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, kind.bits, kind.colour, 0, 0, kind.interlaced)
    chunks = [(b"IHDR", header)]
    palette = make_palette(kind.bits) if kind.colour == PALETTE else None
    hidden = samples[0, 0]
    opacities = (np.arange(2 ** min(kind.bits, 7)) * 2).astype(np.uint8)
    if palette is not None:
        chunks.append((b"PLTE", palette.tobytes()))
    if kind.transparent:
        content = opacities if palette is not None else hidden.astype(">u2")
        chunks.append((b"tRNS", content.tobytes()))
    passes = _PASSES if kind.interlaced else ((0, 0, 1, 1),)
    rows = [samples[y::down, x::across] for x, y, across, down in passes]
    packed = b"".join(_pack(part, kind.bits) for part in rows if part.size)
    chunks += [(b"IDAT", zlib.compress(packed)), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks))
    if palette is not None:
        shown = palette[samples[..., 0]]
        if not kind.transparent:
            return shown
        full = np.full(2**kind.bits, 255, np.uint8)
        full[: len(opacities)] = opacities
        return np.concatenate([shown, full[samples]], -1)
    peak = 0xFFFF if kind.bits == 16 else 0xFF
    shown = (samples.astype(np.uint32) * peak // (2**kind.bits - 1)).astype(f"u{1 + (peak > 255)}")
    if not kind.transparent:
        return shown
    opacity = np.where((samples == hidden).all(-1, keepdims=True), 0, peak).astype(shown.dtype)
    return np.concatenate([shown, opacity], -1)


def _pack(samples: Samples, bits: int) -> bytes:
    """The rows, each behind the number of its filter: none, and that of the row above."""
    lines = []
    before = None
    for row in samples.reshape(len(samples), -1):
        if bits == 16:
            line = row.astype(">u2").tobytes()
        else:
            each = np.unpackbits(row.astype(np.uint8)[:, None], axis=1)[:, 8 - bits :]
            line = np.packbits(each.ravel()).tobytes()
        now = np.frombuffer(line, np.uint8)
        lines.append(b"\0" + line if before is None else b"\2" + (now - before).tobytes())
        before = now
    return b"".join(lines)


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum
