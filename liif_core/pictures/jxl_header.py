# SPDX-License-Identifier: Apache-2.0
"""Whether a JPEG XL file moves, by the bits of its header (ISO/IEC 18181-1)."""

from __future__ import annotations

from typing import Final

from liif_core.pictures.boxes import read_boxes

BARE: Final = b"\xff\x0a"
"""What a picture begins with that is in no container."""
_WHOLE, _PART = b"jxlc", b"jxlp"
_SIDE: Final = ((9, 1), (13, 1), (18, 1), (30, 1))
_SIDE_BY_8: Final = ((0, 16), (0, 32), (5, 1), (9, 33))
_SMALL_SIDE: Final = ((6, 1), (8, 65), (10, 321), (12, 1345))
"""How many bits a number has, and what is added to it, by the two bits before it."""
_HEADER: Final = 64
"""Bytes in which all is that is read."""


def is_moving(data: bytes) -> bool:
    """Whether the file ``data`` says that it has frames. Raises :class:`ValueError`."""
    bits = _Bits(_find_stream(data)[len(BARE) :])
    _pass_size(bits)
    if bits.take(1) or not bits.take(1):  # all as usual, or nothing of what follows
        return False
    bits.take(3)
    if bits.take(1):
        _pass_size(bits)
    if bits.take(1):
        _pass_preview(bits)
    return bool(bits.take(1))


class _Bits:
    """What is read bit by bit, beginning with the lowest of each byte."""

    def __init__(self, data: bytes) -> None:
        self._rest = int.from_bytes(data[:_HEADER], "little")

    def take(self, count: int) -> int:
        value = self._rest & ((1 << count) - 1)
        self._rest >>= count
        return value

    def take_number(self, kinds: tuple[tuple[int, int], ...]) -> int:
        count, added = kinds[self.take(2)]
        return self.take(count) + added


def _find_stream(data: bytes) -> bytes:
    if data.startswith(BARE):
        return data
    for box in read_boxes(data):
        if box.kind == _WHOLE:
            return box.content
        if box.kind == _PART:
            return box.content[4:]  # behind its number
    raise ValueError("it has no picture")


def _pass_size(bits: _Bits) -> None:
    by_8 = bits.take(1)
    for across in (False, True):
        # A shape with a number of its own leaves out the width.
        if not across or not bits.take(3):
            bits.take(5) if by_8 else bits.take_number(_SIDE)


def _pass_preview(bits: _Bits) -> None:
    kinds = _SIDE_BY_8 if bits.take(1) else _SMALL_SIDE
    for across in (False, True):
        if not across or not bits.take(3):
            bits.take_number(kinds)
