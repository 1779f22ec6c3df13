# SPDX-License-Identifier: Apache-2.0
"""What an AVIF file holds besides its pixels: how they lie, a profile, EXIF and XMP data.

The library that decodes and encodes the pixels neither tells nor takes it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from liif_core.pictures.boxes import Box, build_box, read_boxes

_EXIF, _XMP = b"Exif", b"application/rdf+xml"
_FULL: Final = b"\0\0\0\0"
"""Version and flags, both 0."""


@dataclass
class Items:
    """Of one file."""

    size: tuple[int, int] = (0, 0)
    """Width and height, not turned; 0 where it is not said."""
    bits: int = 8
    """Of each sample: 8, 10 or 12."""
    icc: bytes | None = None
    exif: bytes | None = None
    """Without its prefix."""
    xmp: bytes | None = None
    orientation: int = 1
    """As in EXIF."""
    has_gain_map: bool = False


@dataclass
class _Meta:
    """The box that says where everything is."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    """Of each item: its type, or for a file within the file what is in that."""
    infos: list[bytes] = field(default_factory=list)
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Where in the file the parts of each item are: offset and length."""
    inside: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """The same for those that are in ``data``."""
    data: bytes = b""
    properties: list[Box] = field(default_factory=list)
    owned: dict[int, list[tuple[bool, int]]] = field(default_factory=dict)
    """The numbers of each item's properties, counted from 1, and whether they must be known."""
    references: list[bytes] = field(default_factory=list)
    others: list[bytes] = field(default_factory=list)
    """Boxes that stay as they are."""


def read_items(file: bytes) -> Items:
    """What the AVIF ``file`` says. Raises :class:`ValueError` or :class:`struct.error`."""
    meta = _read_meta(_find(file, b"meta"))
    items = Items()
    turns, mirrored = 0, None
    for _, number in meta.owned.get(meta.primary, []):
        if not 1 <= number <= len(meta.properties):
            continue
        kind, _, content = meta.properties[number - 1]
        if kind == b"ispe":
            items.size = struct.unpack_from(">LL", content, 4)
        elif kind == b"colr" and content[:4] in (b"prof", b"rICC"):
            items.icc = content[4:]
        elif kind == b"irot":
            turns = content[0] & 3
        elif kind == b"imir":
            mirrored = content[0] & 1
    items.orientation = _orientation(turns, mirrored)
    for kind, _, content in meta.properties:
        if kind == b"av1C":
            items.bits = 8 if not content[2] & 0x40 else 12 if content[2] & 0x20 else 10
    for number, kind in meta.kinds.items():
        if kind == b"tmap":
            items.has_gain_map = True
        elif kind == _XMP and items.xmp is None:
            items.xmp = _content(file, meta, number)
        elif kind == _EXIF and items.exif is None:
            data = _content(file, meta, number)
            (skipped,) = struct.unpack_from(">L", data)
            items.exif = data[4 + skipped :].removeprefix(b"Exif\0\0")
    return items


def add_items(
    file: bytes, *, icc: bytes | None = None, exif: bytes | None = None, xmp: bytes | None = None
) -> bytes:
    """The AVIF ``file``, as an encoder has made it, with a colour profile, EXIF and XMP data."""
    meta = _read_meta(_find(file, b"meta"))
    if icc is not None:
        meta.properties.append(Box(b"colr", build_box(b"colr", b"prof", icc), b""))
        meta.owned[meta.primary].append((False, len(meta.properties)))
    added: list[bytes] = []
    for kind, name, data in (
        (_EXIF, b"Exif\0", exif and b"\0\0\0\0" + exif),
        (b"mime", b"XMP\0" + _XMP + b"\0", xmp),
    ):
        if data is None:
            continue
        number = max(meta.kinds) + 1
        meta.kinds[number] = kind
        head = struct.pack(">LHH4s", 2 << 24, number, 0, kind)
        meta.infos.append(build_box(b"infe", head, name))
        link = struct.pack(">HHH", number, 1, meta.primary)
        meta.references.append(build_box(b"cdsc", link))
        meta.places[number] = [(len(file) + 8 + sum(map(len, added)), len(data))]
        added.append(data)
    old = len(build_box(b"meta", _find(file, b"meta")))
    grown = len(_build_meta(meta)) - old
    meta.places = {
        number: [(at + grown, length) for at, length in parts]
        for number, parts in meta.places.items()
    }
    boxes = [_build_meta(meta) if box.kind == b"meta" else box.whole for box in read_boxes(file)]
    return b"".join([*boxes, build_box(b"mdat", *added)] if added else boxes)


def _find(file: bytes, kind: bytes) -> bytes:
    for box in read_boxes(file):
        if box.kind == kind:
            return box.content
    raise ValueError("it does not say what is in it")


def _content(file: bytes, meta: _Meta, number: int) -> bytes:
    parts = [file[at : at + length] for at, length in meta.places.get(number, [])]
    parts += [meta.data[at : at + length] for at, length in meta.inside.get(number, [])]
    return b"".join(parts)


def _read_meta(content: bytes) -> _Meta:
    meta = _Meta()
    for box in read_boxes(content[4:]):
        if box.kind == b"pitm":
            meta.primary = _read_number(box.content, 4, 2 if box.content[0] == 0 else 4)
        elif box.kind == b"iinf":
            _read_infos(meta, box.content)
        elif box.kind == b"iloc":
            _read_places(meta, box.content)
        elif box.kind == b"idat":
            meta.data = box.content
        elif box.kind == b"iprp":
            _read_properties(meta, box.content)
        elif box.kind == b"iref":
            meta.references = [each.whole for each in read_boxes(box.content[4:])]
        if box.kind not in (b"iinf", b"iloc", b"iprp", b"iref"):
            meta.others.append(box.whole)
    return meta


def _read_infos(meta: _Meta, content: bytes) -> None:
    for box in read_boxes(content[6 if content[0] == 0 else 8 :]):
        wide = 2 if box.content[0] == 2 else 4
        number = _read_number(box.content, 4, wide)
        rest = box.content[6 + wide :]
        kind, words = rest[:4], rest[4:].split(b"\0")
        meta.kinds[number] = words[1] if kind == b"mime" and len(words) > 1 else kind
        meta.infos.append(box.whole)


def _read_places(meta: _Meta, content: bytes) -> None:
    version = content[0]
    offsets, lengths = content[4] >> 4, content[4] & 15
    bases, indices = content[5] >> 4, content[5] & 15 if version else 0
    wide = 2 if version < 2 else 4
    count, at = _read_number(content, 6, wide), 6 + wide
    for _ in range(count):
        number, at = _read_number(content, at, wide), at + wide
        method = 0
        if version:
            method, at = content[at + 1] & 15, at + 2
        at += 2
        base, at = _read_number(content, at, bases), at + bases
        extents, at = _read_number(content, at, 2), at + 2
        parts = []
        for _ in range(extents):
            at += indices
            start, at = _read_number(content, at, offsets), at + offsets
            length, at = _read_number(content, at, lengths), at + lengths
            parts.append((base + start, length))
        (meta.inside if method == 1 else meta.places)[number] = parts


def _read_properties(meta: _Meta, content: bytes) -> None:
    for box in read_boxes(content):
        if box.kind == b"ipco":
            meta.properties = list(read_boxes(box.content))
            continue
        wide = 2 if box.content[0] == 0 else 4
        double = box.content[3] & 1
        count, at = _read_number(box.content, 4, 4), 8
        for _ in range(count):
            number, at = _read_number(box.content, at, wide), at + wide
            owned, at = box.content[at], at + 1
            for _ in range(owned):
                value, at = _read_number(box.content, at, 1 + double), at + 1 + double
                top = 0x8000 if double else 0x80
                each = bool(value & top), value & (top - 1)
                meta.owned.setdefault(number, []).append(each)


def _build_meta(meta: _Meta) -> bytes:
    infos = build_box(b"iinf", _FULL, struct.pack(">H", len(meta.infos)), *meta.infos)
    rows = [_FULL, b"\x44\0", struct.pack(">H", len(meta.places))]
    for number, parts in meta.places.items():
        rows.append(struct.pack(">HHH", number, 0, len(parts)))
        rows += [struct.pack(">LL", *part) for part in parts]
    places = build_box(b"iloc", *rows)
    owned = [_FULL[:3] + b"\1", struct.pack(">L", len(meta.owned))]
    for number, indices in meta.owned.items():
        owned.append(struct.pack(">HB", number, len(indices)))
        owned += [struct.pack(">H", essential << 15 | index) for essential, index in indices]
    properties = build_box(
        b"iprp",
        build_box(b"ipco", *(each.whole for each in meta.properties)),
        build_box(b"ipma", *owned),
    )
    links = [build_box(b"iref", _FULL, *meta.references)] if meta.references else []
    return build_box(b"meta", _FULL, *meta.others, infos, places, *links, properties)


def _read_number(content: bytes, at: int, length: int) -> int:
    if at + length > len(content):
        raise ValueError("it is cut off")
    return int.from_bytes(content[at : at + length], "big")


def _orientation(turns: int, mirrored: int | None) -> int:
    """As EXIF has it: ``turns`` to the left by 90 degrees, then mirrored top to bottom (0) or left
    to right (1)."""
    table = {None: (1, 8, 3, 6), 0: (4, 5, 2, 7), 1: (2, 7, 4, 5)}
    return table[mirrored][turns]
