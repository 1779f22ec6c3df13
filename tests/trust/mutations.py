# SPDX-License-Identifier: GPL-3.0-or-later
"""Valid files and messages, damaged at random; hypothesis finds the least damage that matters."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from hypothesis import strategies as st

_NUMBERS: Final = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 2**31 - 1,
                   2**31, 2**32 - 1)  # fmt: skip
"""Where lengths and offsets change their meaning."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_WORDS: Final = st.sampled_from(
    ["", "\0", "\ud800", "../x", "/etc/passwd", "fd:0", "fd:-1", "fd:99", "fd:x", "\n", "x" * 5000,
     "\x1b[31m", "fast", "compute", "diagnose", "RGB"]
)  # fmt: skip
_VALUES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 30_000),
    st.sampled_from([2**31, 2**63, 10**400, -(10**400), 0.5, -0.5, 1e308, 1e-308]),
    st.sampled_from([float("nan"), float("inf"), float("-inf")]),
    _WORDS,
    st.text(max_size=8),
    # Made anew each time, as they may be altered themselves.
    st.builds(list),
    st.builds(lambda: {"more": [{}]}),
)


@st.composite
def damaged(draw: st.DrawFn, files: Sequence[bytes]) -> bytes:
    """One of ``files``, with a few bytes changed, moved, left out or put in."""
    data = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(0, 5))):
        where = draw(st.integers(0, max(0, len(data) - 1)))
        draw(st.sampled_from(_DAMAGES))(draw, data, where, files)
    result = bytes(data)
    # Otherwise the checksums would stop nearly everything at the door.
    return _with_checksums(result) if result.startswith(_PNG) and draw(st.booleans()) else result


Damage = Callable[[st.DrawFn, bytearray, int, Sequence[bytes]], None]


def _flip(draw: st.DrawFn, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    if data:
        data[where] ^= 1 << draw(st.integers(0, 7))


def _replace(draw: st.DrawFn, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    if data:
        data[where] = draw(st.integers(0, 255))


def _number(draw: st.DrawFn, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    size, order = draw(st.sampled_from([1, 2, 4])), draw(st.sampled_from(["little", "big"]))
    number = draw(st.sampled_from(_NUMBERS)) % (1 << 8 * size)
    data[where : where + size] = number.to_bytes(size, order)  # type: ignore[arg-type]


def _cut(draw: st.DrawFn, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    del data[where:]


def _leave_out(draw: st.DrawFn, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    del data[where : where + draw(st.integers(1, 64))]


def _repeat(draw: st.DrawFn, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    data[where:where] = data[where : where + draw(st.integers(1, 64))]


def _insert(draw: st.DrawFn, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    data[where:where] = draw(st.binary(min_size=1, max_size=8))


def _splice(draw: st.DrawFn, data: bytearray, where: int, files: Sequence[bytes]) -> None:
    other = draw(st.sampled_from(files))
    start = draw(st.integers(0, max(0, len(other) - 1)))
    piece = other[start : start + draw(st.integers(1, 200))]
    data[where : where + len(piece)] = piece


_DAMAGES: Final[Sequence[Damage]] = (
    _flip, _replace, _number, _cut, _leave_out, _repeat, _insert, _splice,
)  # fmt: skip


def _with_checksums(data: bytes) -> bytes:
    """A PNG whose chunks are taken for whole."""
    parts, place = [_PNG], len(_PNG)
    while place + 12 <= len(data):
        length = min(struct.unpack(">I", data[place : place + 4])[0], len(data) - place - 12)
        body = data[place + 4 : place + 8 + length]
        parts += [data[place : place + 4], body, struct.pack(">I", zlib.crc32(body))]
        place += 12 + length
    return b"".join(parts) + data[place:]


@st.composite
def altered(draw: st.DrawFn, texts: Sequence[bytes]) -> bytes:
    """One of ``texts``, lines of JSON objects, with values changed, left out or put in."""
    lines = [json.loads(line) for line in draw(st.sampled_from(texts)).splitlines()]
    for _ in range(draw(st.integers(0, 3))):
        _alter(draw, draw(st.sampled_from(lines)))
    for _ in range(draw(st.integers(0, 1))):
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _alter(draw: st.DrawFn, values: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Change one thing, at any depth."""
    if isinstance(values, list):
        if values:
            _alter(draw, draw(st.sampled_from(values)))
        return
    if not isinstance(values, dict):
        return
    key = draw(st.sampled_from([*values, "more"]))
    if isinstance(values.get(key), (dict, list)) and draw(st.integers(0, 3)):
        _alter(draw, values[key])
    elif draw(st.integers(0, 4)):
        values[key] = draw(_VALUES)
    else:
        values.pop(key, None)
