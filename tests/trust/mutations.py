# SPDX-License-Identifier: GPL-3.0-or-later
"""Valid files and messages, damaged at random; hypothesis finds the least damage that matters."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

from hypothesis import strategies as st

_NUMBERS: Final = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 2**31 - 1,
                   2**31, 2**32 - 1)  # fmt: skip
"""Where lengths and offsets change their meaning."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MOST_BYTES: Final = 64
"""That are left out, repeated or put in at once."""
_VALUES: Final[Sequence[Any]] = (
    None, True, False, -2, -1, 0, 1, 2, 3, 7, 8, 16, 100, 101, 4096, 20_000, 20_001, 2**31, 2**63,
    10**400, -(10**400), 0.5, -0.5, 1e308, 1e-308, float("nan"), float("inf"), float("-inf"),
    "", "\0", "\ud800", "../x", "/etc/passwd", "fd:0", "fd:-1", "fd:99", "fd:x", "\n", "x" * 5000,
    "\x1b[31m", "fast", "compute", "diagnose", "RGB", [], {}, [[], {"a": None}],
)  # fmt: skip


def damaged(files: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of ``files``, with a few bytes changed, moved, left out or put in."""
    # One number for all that is decided: to draw each decision would take longer than the test.
    # What is made smaller is how much damage there is.
    return st.builds(_damage, st.just(files), st.integers(0, 6), st.integers(0, 2**64 - 1))


def altered(texts: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of ``texts``, lines of JSON objects, with values changed, left out or put in."""
    return st.builds(_alter, st.just(texts), st.integers(0, 4), st.integers(0, 2**64 - 1))


def _damage(files: Sequence[bytes], times: int, seed: int) -> bytes:
    random = Random(seed)
    data = bytearray(random.choice(files))
    for _ in range(times):
        random.choice(_DAMAGES)(random, data, random.randrange(len(data) or 1), files)
    result = bytes(data)
    # Otherwise the checksums would stop nearly everything at the door.
    return _with_checksums(result) if result.startswith(_PNG) and random.random() < 0.5 else result


Damage = Callable[[Random, bytearray, int, Sequence[bytes]], None]


def _flip(random: Random, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    if data:
        data[where] ^= 1 << random.randrange(8)


def _replace(random: Random, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    if data:
        data[where] = random.randrange(256)


def _number(random: Random, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    size, order = random.choice((1, 2, 4)), random.choice(("<", ">"))
    number = random.choice(_NUMBERS) % (1 << 8 * size)
    data[where : where + size] = struct.pack(order + "_BH_I"[size], number)


def _cut(_: Random, data: bytearray, where: int, __: Sequence[bytes]) -> None:
    del data[where:]


def _leave_out(random: Random, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    del data[where : where + random.randint(1, _MOST_BYTES)]


def _repeat(random: Random, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    data[where:where] = data[where : where + random.randint(1, _MOST_BYTES)]


def _insert(random: Random, data: bytearray, where: int, _: Sequence[bytes]) -> None:
    data[where:where] = random.randbytes(random.randint(1, 8))


def _splice(random: Random, data: bytearray, where: int, files: Sequence[bytes]) -> None:
    other = random.choice(files)
    start = random.randrange(len(other) or 1)
    piece = other[start : start + random.randint(1, 4 * _MOST_BYTES)]
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


def _alter(texts: Sequence[bytes], times: int, seed: int) -> bytes:
    random = Random(seed)
    lines = [json.loads(line) for line in random.choice(texts).splitlines()]
    for _ in range(times):
        _alter_one(random, random.choice(lines))
    if random.random() < 0.2:
        lines.insert(random.randint(0, len(lines)), random.choice(lines))
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _alter_one(random: Random, values: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Change one thing, at any depth."""
    if isinstance(values, list) and values:
        _alter_one(random, random.choice(values))
    if not isinstance(values, dict):
        return
    key = random.choice([*values, "more"])
    if isinstance(values.get(key), (dict, list)) and random.random() < 0.7:
        _alter_one(random, values[key])
    elif random.random() < 0.8:
        # A copy, as it may be altered itself.
        values[key] = json.loads(json.dumps(random.choice(_VALUES)))
    else:
        values.pop(key, None)
