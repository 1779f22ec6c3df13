# SPDX-License-Identifier: Apache-2.0
"""What the chunks of a PNG say in words, and what programs hide in them."""

from __future__ import annotations

import contextlib
import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from liif_core.pictures.iptc import build_resources, find_iptc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_XMP: Final = "XML:com.adobe.xmp"
_RAW: Final = "Raw profile type "
"""What begins the name of a text in which ImageMagick, and others after it, put binary data."""
_LONG: Final = 2048
"""Characters from which on a text is compressed."""
_LIMIT: Final = 64 << 20
"""Bytes of all texts together: there are files that would fill the memory."""
_PREVIEW: Final = "Thumb::"
"""What begins the names of those about a smaller picture, in files of a cache of such."""


class Text(NamedTuple):
    """A text that goes with a picture."""

    key: str
    """What it is: ``Comment``, ``Author`` ..."""
    value: str
    language: str = ""
    translated: str = ""
    """``key`` in the ``language``."""


class Words(NamedTuple):
    """All that a file says in words."""

    texts: tuple[Text, ...]
    exif: bytes | None
    xmp: bytes | None
    iptc: bytes | None


def read_words(path: Path) -> Words:
    """What the PNG says; a chunk that is damaged says nothing. Raises :class:`OSError`."""
    texts: list[Text] = []
    binary: dict[str, bytes] = {}
    left = _LIMIT
    for name, content in _chunks(path):
        with contextlib.suppress(ValueError, zlib.error, struct.error):
            if name == b"eXIf":
                binary["exif"] = content
                continue
            text = _text(name, content, left)
            left -= len(text.value)
            if text.key == _XMP:
                binary["xmp"] = text.value.encode()
            elif text.key.startswith(_RAW):
                kind, data = text.key[len(_RAW) :].lower(), _unhex(text.value)
                binary.setdefault(kind, data)
            elif not text.key.startswith(_PREVIEW):
                texts.append(text)
    exif = binary.get("exif") or binary.get("app1")
    resources = binary.get("8bim") or binary.get("iptc") or b""
    return Words(
        tuple(texts),
        exif and exif.removeprefix(b"Exif\0\0"),
        binary.get("xmp"),
        find_iptc(resources) or (resources if resources[:1] == b"\x1c" else None),
    )


def write_words(texts: tuple[Text, ...], xmp: bytes | None, iptc: bytes | None) -> Iterator[bytes]:
    """The chunks that say so."""
    if xmp is not None:
        # Readers that know of it look for it uncompressed.
        yield build_chunk(b"iTXt", f"{_XMP}\0\0\0\0\0".encode() + xmp)
    if iptc is not None:
        resources = build_resources(iptc)
        lines = resources.hex()
        rows = "\n".join(lines[at : at + 72] for at in range(0, len(lines), 72))
        yield _build_text(Text(f"{_RAW}iptc", f"\niptc\n{len(resources):8}\n{rows}\n"))
    for text in texts:
        yield _build_text(text)


def build_chunk(name: bytes, content: bytes) -> bytes:
    """A whole chunk."""
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def _chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of those with words."""
    with path.open("rb") as file:
        file.seek(len(SIGNATURE))
        while len(head := file.read(8)) == 8:
            length, name = struct.unpack(">I4s", head)
            if name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf") and length <= _LIMIT:
                content, checksum = file.read(length), file.read(4)
                if checksum == struct.pack(">I", zlib.crc32(name + content)):
                    yield name, content
            else:
                file.seek(length + 4, 1)


def _text(name: bytes, content: bytes, limit: int) -> Text:
    """Raises :class:`ValueError` and :class:`zlib.error` for a damaged one."""
    key, _, rest = content.partition(b"\0")
    if name == b"tEXt":
        return Text(key.decode("latin-1"), rest.decode("latin-1"))
    if name == b"zTXt":
        return Text(key.decode("latin-1"), _inflated(rest[1:], limit).decode("latin-1"))
    compressed = rest[:1] == b"\1"
    language, _, rest = rest[2:].partition(b"\0")
    translated, _, rest = rest.partition(b"\0")
    if compressed:
        rest = _inflated(rest, limit)
    return Text(key.decode("latin-1"), rest.decode(), language.decode("latin-1"),
                translated.decode())  # fmt: skip


def _inflated(data: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj()
    found = stream.decompress(data, max(1, limit))
    if not stream.eof:
        raise ValueError("it is cut off, or too long")
    return found


def _unhex(text: str) -> bytes:
    """What ImageMagick wrote: the kind, the number of bytes, and these in lines of digits."""
    _, length, *lines = text.split()
    data = bytes.fromhex("".join(lines))
    if len(data) != int(length):
        raise ValueError("it is cut off")
    return data


def _build_text(text: Text) -> bytes:
    key = text.key.encode("latin-1", "replace")
    plain = _plain(text)
    if plain is None:
        value = text.value.encode()
        long = len(value) > _LONG
        head = b"\0\1\0" if long else b"\0\0\0"
        words = text.language.encode("latin-1", "replace") + b"\0" + text.translated.encode()
        return build_chunk(
            b"iTXt", key + head + words + b"\0" + (zlib.compress(value) if long else value)
        )
    if len(plain) > _LONG:
        return build_chunk(b"zTXt", key + b"\0\0" + zlib.compress(plain))
    return build_chunk(b"tEXt", key + b"\0" + plain)


def _plain(text: Text) -> bytes | None:
    """As the older kinds of chunk can hold it; None where they cannot."""
    if text.language or text.translated:
        return None
    try:
        return text.value.encode("latin-1")
    except UnicodeEncodeError:
        return None
