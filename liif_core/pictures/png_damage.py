# SPDX-License-Identifier: Apache-2.0
"""PNG files whose chunks are damaged, cut off, or longer than readers take.

A chunk that is no part of the pixels is left out where its checksum is wrong. Pixels are what
their own compressed stream says: as far as it goes, it is decoded, and a new one is made of that.
"""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from liif_core.pictures.damage import HOPELESS, WHOLE, Damage, tell_missing, tell_share
from liif_core.pictures.png_texts import SIGNATURE, build_chunk
from liif_core.request.limits import MAX_SIDE

_CRITICAL: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_MOVING: Final = frozenset({b"acTL", b"fcTL", b"fdAT"})
_MEANINGS: Final = {
    b"tEXt": "a comment",
    b"zTXt": "a comment",
    b"iTXt": "a comment",
    b"eXIf": "its EXIF data",
    b"iCCP": "its colour profile",
    b"pHYs": "its resolution",
    b"tRNS": "its transparent colour",
    b"tIME": "its date",
}
"""What is left out with a chunk, for people."""
_COLOURS: Final = frozenset({b"gAMA", b"cHRM", b"sRGB", b"cICP"})
_LONGEST_TEXT: Final = 1 << 20
"""Bytes of a text that most programs take."""
_XMP: Final = b"XML:com.adobe.xmp\0"
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES: Final = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
)  # fmt: skip
"""Of an interlaced file: first column and row, and the steps to the next ones."""
_LONG_STEP: Final = 1 << 20
_SHORT_STEP: Final = 1 << 14


class _Chunk(NamedTuple):
    name: bytes
    content: memoryview
    intact: bool


class _Pixels(NamedTuple):
    """What the stream of the pixels holds."""

    rows: bytearray
    """As filters have left them."""
    sure: int
    """Bytes of them that come before anything that is damaged."""


def examine(data: bytes) -> Damage:
    """What is amiss with a PNG. Its pixels are decoded: Pillow does not see all that they lack."""
    head, *others = _walk(data)
    if head.name != b"IHDR" or not (need := _count_bytes(head.content)):
        return Damage(lost="its head is damaged", hopeless=True)
    if max(struct.unpack(">II", head.content[:8])) > MAX_SIDE:
        return WHOLE  # which nobody decodes
    kept, notes = _sort_out(others)
    wrong = {each.name for each in (head, *kept) if not each.intact}
    pixels = [each for each in kept if each.name == b"IDAT"]
    if not _are_whole(pixels, need):
        if b"IHDR" in wrong:
            return Damage(lost="its head is damaged", hopeless=True)
        found = _inflate(pixels, need)
        lost = _tell(found, need, interlaced=bool(head.content[12]))
        if need - len(found.rows) > HOPELESS * need:
            return Damage(lost=lost, hopeless=True)
        return Damage(tuple(notes), lost, _rebuild(head, kept, found.rows, need))
    if not (others and others[-1].name == b"IEND"):
        notes.append("its end mark is missing")
    told = None
    if b"PLTE" in wrong:
        told = "its palette is damaged, so its colours may be wrong"
    elif wrong:
        notes.append("a checksum is wrong, but its pixels are whole")
    return Damage(tuple(notes), told, _build(head, kept) if notes or told else None)


def _walk(data: bytes) -> list[_Chunk]:
    """All chunks up to the end mark, at least one; the last can be cut off."""
    return list(_chunks(data)) or [_Chunk(b"", memoryview(b""), intact=False)]


def _chunks(data: bytes) -> Iterator[_Chunk]:
    at, view = len(SIGNATURE), memoryview(data)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if not name.isalpha():
            return
        content = view[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        intact = checksum == struct.pack(">I", zlib.crc32(content, zlib.crc32(name)))
        # Of pixels that are cut off what is there is right.
        yield _Chunk(name, content, intact or (name == b"IDAT" and len(checksum) < 4))
        if name == b"IEND":
            return
        at += 12 + length


def _sort_out(chunks: list[_Chunk]) -> tuple[list[_Chunk], list[str]]:
    """Those that are kept, and notes for the others."""
    kept, notes = [], []
    for each in chunks:
        if each.name not in _CRITICAL and not each.intact:
            notes.append(f"{_meaning(each.name)} is damaged and left out")
        elif length := _excess(each):
            notes.append(f"a comment of {length / 1e6:.1f} MB is left out, as others refuse such")
        else:
            kept.append(each)
    return kept, list(dict.fromkeys(notes))


def _meaning(name: bytes) -> str:
    if name in _COLOURS:
        return "what it says of its colours"
    if name in _MOVING:
        return "a frame of it"
    return _MEANINGS.get(name, f"its chunk {name.decode('ascii')}")


def _excess(chunk: _Chunk) -> int:
    """Bytes of its text, if these are too many; otherwise 0."""
    name, content = chunk.name, chunk.content
    if name not in (b"tEXt", b"zTXt", b"iTXt") or bytes(content[: len(_XMP)]) == _XMP:
        return 0
    length = len(content)
    if name == b"tEXt" or length > _LONGEST_TEXT:
        return length if length > _LONGEST_TEXT else 0
    packed = bytes(content).partition(b"\0")[2]
    if name == b"iTXt":
        if packed[:1] != b"\1":
            return 0
        packed = packed[1:].partition(b"\0")[2].partition(b"\0")[2]
    stream, rest, length = zlib.decompressobj(), packed[1:], 0
    with contextlib.suppress(zlib.error):
        # Counted to the end, but never held: there are files that would fill the memory.
        while rest and not stream.eof:
            length += len(stream.decompress(rest, _LONGEST_TEXT))
            rest = stream.unconsumed_tail
    return length if length > _LONGEST_TEXT else 0


def _count_bytes(head: memoryview) -> int:
    """Of all rows with their filters, before they are compressed; 0 for no head."""
    if len(head) < 13:
        return 0
    width, height, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", head[:13])
    bits *= _CHANNELS.get(kind, 1)
    if not width:
        return 0
    if not interlaced:
        return int(height * (1 + -(-width * bits // 8)))
    total = 0
    for left, top, across, down in _PASSES:
        columns, rows = -(-max(0, width - left) // across), -(-max(0, height - top) // down)
        total += rows * (1 + -(-columns * bits // 8)) if columns else 0
    return total


def _are_whole(chunks: list[_Chunk], need: int) -> bool:
    """Whether the stream in ``chunks`` holds ``need`` bytes, with the right checksum of its own
    unless each chunk has one."""
    stream, length = zlib.decompressobj(), 0
    try:
        for each in chunks:
            for more in _pieces(stream, each.content, _LONG_STEP):
                length += len(more)
                if length > need:  # which some encoders write, and all decoders pass over
                    return all(chunk.intact for chunk in chunks)
    except zlib.error:
        return False
    return length == need and (stream.eof or all(chunk.intact for chunk in chunks))


def _inflate(chunks: list[_Chunk], need: int) -> _Pixels:
    """What the stream in ``chunks`` holds, ``need`` bytes at most."""
    stream, rows = zlib.decompressobj(), bytearray()
    sure, intact = 0, True
    # Little at a time, as an error takes with it what came out before.
    with contextlib.suppress(zlib.error):
        for each in chunks:
            intact = intact and each.intact
            for more in _pieces(stream, each.content, _SHORT_STEP):
                rows += more[: need - len(rows)]
            sure = len(rows) if intact else sure
    return _Pixels(rows, sure)


def _pieces(stream: zlib._Decompress, content: memoryview, step: int) -> Iterator[bytes]:
    """What comes out of ``stream`` for ``content``, ``step`` bytes at most at a time."""
    for at in range(0, len(content), step):
        rest: bytes | memoryview = content[at : at + step]
        more = b""
        while not stream.eof and (rest or len(more) == step):
            more = stream.decompress(rest, step)
            rest = stream.unconsumed_tail
            yield more


def _tell(found: _Pixels, need: int, *, interlaced: bool) -> str:
    missing, sure = 1 - len(found.rows) / need, found.sure / need
    gone = ""
    if missing and interlaced:
        gone = f"{tell_share(missing)} of its data are missing"
    elif missing:
        gone = tell_missing(missing)
    if found.sure == len(found.rows):
        return gone or "its pixels are not those that were written"
    place = f"{tell_share(sure)} of its height" if sure > 0.01 else "its top"
    if gone:
        return f"it is damaged from {place} down and {gone}"
    return f"it is damaged from {place} down"


def _build(head: _Chunk, kept: list[_Chunk]) -> bytes:
    parts = [build_chunk(each.name, bytes(each.content)) for each in (head, *kept)]
    if kept[-1:] and kept[-1].name != b"IEND":
        parts.append(build_chunk(b"IEND", b""))
    return SIGNATURE + b"".join(parts)


def _rebuild(head: _Chunk, kept: list[_Chunk], rows: bytearray, need: int) -> bytes:
    """With rows of zeros for those that are missing."""
    rows += bytes(need - len(rows))
    stream = _Chunk(b"IDAT", memoryview(zlib.compress(rows, 1)), intact=True)
    before = [each for each in kept if each.name not in (b"IDAT", b"IEND", *_MOVING)]
    return _build(head, [*before, stream])
