# SPDX-License-Identifier: Apache-2.0
"""An EXIF block, which is a small TIFF file: read and written with all values as they stand.

Libraries for EXIF turn values into numbers and texts, and guess their types anew when they write
them. Here a value keeps its type and its bytes, and a camera's own notes (MakerNote) their place:
they often point into themselves, counted from the start of the block.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from mmap import mmap

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7
_SIZES: Final = {
    BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, 6: 1, UNDEFINED: 1, 8: 2, 9: 4, 10: 8,
    11: 4, 12: 8, 13: 4, 16: 8, 18: 8, 129: 1,
}  # fmt: skip
"""Bytes of one value, by its type; 16 and 18 are those of pointers in a BigTIFF, 129 is the UTF-8
text of EXIF 3."""
_LETTERS: Final = {BYTE: "B", SHORT: "H", LONG: "L", RATIONAL: "LL", 8: "h", 9: "l", 10: "ll"}

PHOTO, GPS, INTEROP = 0x8769, 0x8825, 0xA005
"""Tags that point to a directory."""
MAKER_NOTE: Final = 0x927C
FARTHEST: Final = 65_000
"""Where a camera's notes may end at most to keep their place: that is as long as a block in a JPEG
can be."""


class Value(NamedTuple):
    """What stands under a tag."""

    kind: int
    """Its type, as TIFF numbers them."""
    number: int
    """Of its values."""
    data: bytes
    """In the byte order of the block."""


Directory: TypeAlias = dict[int, Value]


@dataclass
class Block:
    """The directories of a block, each without those that it points to."""

    order: Literal["<", ">"] = ">"
    """Little or big endian, as in :mod:`struct`."""
    first: Directory = field(default_factory=dict)
    photo: Directory = field(default_factory=dict)
    gps: Directory = field(default_factory=dict)
    interop: Directory = field(default_factory=dict)
    notes_at: int = 0
    """Where the camera's notes began; 0 where they are not bound to a place."""
    damaged: bool = False
    """Whether something could not be read and is left out."""

    def numbers(self, directory: Directory, tag: int) -> tuple[float, ...]:
        """The numbers under ``tag``; none where there are none, or a fraction has no value."""
        value = directory.get(tag)
        letters = _LETTERS.get(value.kind) if value else None
        if value is None or letters is None:
            return ()
        found = struct.unpack(f"{self.order}{letters * value.number}", value.data)
        if len(letters) == 1:
            return found
        pairs = zip(found[::2], found[1::2], strict=True)
        return tuple(above / below for above, below in pairs if below)

    def put(self, directory: Directory, tag: int, kind: int, *numbers: int) -> None:
        """Set whole numbers; for a fraction, what stands above and below its line."""
        data = struct.pack(f"{self.order}{len(numbers)}{_LETTERS[kind][0]}", *numbers)
        directory[tag] = Value(kind, len(data) // _SIZES[kind], data)

    def to_bytes(self) -> bytes:
        """The block, its first directory at the start."""
        first = {**self.first}
        if self.photo or self.interop:
            self.put(first, PHOTO, LONG, 0)
        if self.gps:
            self.put(first, GPS, LONG, 0)
        layout, places = self._place(first, 8)
        for tag, place in places.items():
            self.put(first, tag, LONG, place)
        layout.put(8, self._table(first, layout))
        mark = b"II*\0" if self.order == "<" else b"MM\0*"
        layout.put(0, mark + struct.pack(f"{self.order}L", 8))
        return bytes(layout.content)

    def inner_directories(self, start: int) -> tuple[bytes, dict[int, int]]:
        """The beginning of a file with all directories but the first; where they are, by tag.

        The ``start`` bytes of its header are left empty.
        """
        layout, places = self._place({}, start)
        return bytes(layout.content), places

    def _place(self, first: Directory, start: int) -> tuple[_Layout, dict[int, int]]:
        """Room for the ``first`` directory at the ``start``, if it has anything, and the others
        written behind it; where those are that it points to, by tag."""
        photo = {**self.photo}
        if self.interop:
            self.put(photo, INTEROP, LONG, 0)
        notes = photo.get(MAKER_NOTE)
        layout = _Layout(start, self.notes_at, len(notes.data) if notes and self.notes_at else 0)
        places = {
            tag: layout.place(2 + 12 * len(table) + 4)
            for tag, table in ((0, first), (PHOTO, photo), (GPS, self.gps), (INTEROP, self.interop))
            if table
        }
        places.pop(0, None)
        if INTEROP in places:
            interop = places.pop(INTEROP)
            self.put(photo, INTEROP, LONG, interop)
            layout.put(interop, self._table(self.interop, layout))
        for tag, table in ((PHOTO, photo), (GPS, self.gps)):
            if tag in places:
                layout.put(places[tag], self._table(table, layout))
        return layout, places

    def _table(self, table: Directory, layout: _Layout) -> bytes:
        rows = [struct.pack(f"{self.order}H", len(table))]
        for tag, value in sorted(table.items()):
            data = value.data.ljust(4, b"\0")
            if len(data) > 4:
                bound = tag == MAKER_NOTE and self.notes_at
                place = self.notes_at if bound else layout.place(len(data))
                layout.put(place, data)
                data = struct.pack(f"{self.order}L", place)
            rows.append(struct.pack(f"{self.order}HHL", tag, value.kind, value.number) + data)
        return b"".join([*rows, b"\0\0\0\0"])


class _Layout:
    """Bytes that are given room one after the other, around what has its place already."""

    def __init__(self, start: int, kept: int, length: int) -> None:
        """Begin at ``start``, and leave the ``length`` bytes at ``kept`` to what is put there."""
        self.content = bytearray(start)
        self._kept = kept, kept + length
        self._free = start

    def place(self, length: int) -> int:
        """Where there is room for so many bytes."""
        start = self._free + self._free % 2
        if start < self._kept[1] and start + length > self._kept[0]:
            start = self._kept[1] + self._kept[1] % 2
        self._free = start + length
        return start

    def put(self, place: int, data: bytes) -> None:
        """Write ``data`` there."""
        missing = place + len(data) - len(self.content)
        self.content += bytes(max(0, missing))
        self.content[place : place + len(data)] = data


def read_block(data: bytes | mmap, wanted: Container[int] | None = None) -> Block:
    """The directories of an EXIF block, or of the first page of a TIFF or BigTIFF file.

    Of the first directory only the tags that are ``wanted`` are read, by default all. Of the
    smaller picture that may follow nothing is. Raises :class:`ValueError` where there is no
    directory, :class:`struct.error` where it is cut off.
    """
    order: Literal["<", ">"] = "<" if data[:2] == b"II" else ">"
    big = data[:4] in (b"II+\0", b"MM\0+")
    if not big and data[:4] not in (b"II*\0", b"MM\0*"):
        raise ValueError("it does not begin as EXIF data does")
    (start,) = struct.unpack_from(f"{order}Q" if big else f"{order}L", data, 8 if big else 4)
    block = Block(order)
    reader = _Reader(data, block, big=big)
    block.first = reader.directory(start, wanted)
    block.photo = reader.inner(block.first, PHOTO)
    block.gps = reader.inner(block.first, GPS)
    block.interop = reader.inner(block.photo, INTEROP)
    # Where there are more, they would lead in circles.
    for table in (block.photo, block.gps, block.interop):
        for tag in (PHOTO, GPS, INTEROP):
            table.pop(tag, None)
    return block


class _Reader:
    """Of the directories of one block or file."""

    def __init__(self, data: bytes | mmap, block: Block, *, big: bool) -> None:
        """Read ``data`` for ``block``, with the wider numbers of a BigTIFF if it is ``big``."""
        self._data = data
        self._block = block
        self._big = big
        # Values do not overlap, but for those of a file that was made to fill the memory.
        self._left = len(data)

    def directory(self, start: int, wanted: Container[int] | None = None) -> Directory:
        """The one at ``start``, as far as it is whole. Raises :class:`struct.error`."""
        found: Directory = {}
        for tag, kind, count, place in self._rows(start):
            if wanted is not None and tag not in wanted:
                continue
            length = count * _SIZES.get(kind, 0)
            if length == 0:
                # Some cameras leave entries without a value, which say nothing.
                self._block.damaged |= count > 0
            elif length > self._left or place + length > len(self._data):
                self._block.damaged = True
            else:
                self._left -= length
                found[tag] = Value(kind, count, bytes(self._data[place : place + length]))
                if tag == MAKER_NOTE and length > 4 and 16 <= place <= FARTHEST - length:
                    self._block.notes_at = place
        return found

    def inner(self, table: Directory, tag: int) -> Directory:
        """The one to which ``tag`` points, which is taken out of ``table``."""
        pointer = table.pop(tag, None)
        if pointer is None:
            return {}
        try:
            letter = "Q" if len(pointer.data) == 8 else "L"
            return self.directory(*struct.unpack(self._block.order + letter, pointer.data))
        except struct.error:
            self._block.damaged = True
            return {}

    def _rows(self, start: int) -> Iterator[tuple[int, int, int, int]]:
        """Tag, type, number of values, and where these stand."""
        order = self._block.order
        head, row, inline = ("Q", "HHQ", "Q") if self._big else ("H", "HHL", "L")
        (number,) = struct.unpack_from(order + head, self._data, start)
        at = start + struct.calcsize(order + head)
        for _ in range(number):
            tag, kind, count = struct.unpack_from(order + row, self._data, at)
            at += struct.calcsize(order + row)
            place = at
            if count * _SIZES.get(kind, 0) > struct.calcsize(order + inline):
                (place,) = struct.unpack_from(order + inline, self._data, at)
            at += struct.calcsize(order + inline)
            yield tag, kind, count, place
