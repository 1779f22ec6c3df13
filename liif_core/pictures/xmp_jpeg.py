# SPDX-License-Identifier: Apache-2.0
"""XMP in a JPEG, whose segments are shorter than some packets."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, Final
from xml.dom import minidom

from liif_core.pictures.xmp_packet import (
    RDF,
    XMLNS,
    find_descriptions,
    find_properties,
    parse,
    read_text,
    remove,
    serialise,
    walk,
)

if TYPE_CHECKING:
    from xml.dom.minidom import Element

    from liif_core.pictures.xmp_packet import Property

NOTE: Final = "http://ns.adobe.com/xmp/note/"
"""Of the property that says that a packet goes on."""
_META: Final = "adobe:ns:meta/"
_PREFIX: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION_PREFIX: Final = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENSION_HEAD: Final = len(_EXTENSION_PREFIX) + 32 + 8
LIMIT: Final = 65_533 - len(_PREFIX)
"""Bytes of a packet that one segment can hold."""
_PART: Final = 65_400
"""Bytes of an extension that one segment holds."""


def join(segments: list[bytes]) -> bytes | None:
    """The packet that stands in the APP1 ``segments`` of a JPEG; None where none does.

    What is too long for one segment follows in others. Raises :class:`ValueError` where some of it
    is missing.
    """
    packets = [each[len(_PREFIX) :] for each in segments if each.startswith(_PREFIX)]
    if not packets:
        return None
    document = parse(packets[0])
    wanted = [each for each in find_properties(document) if each.namespaceURI == NOTE]
    if not wanted:
        return packets[0]
    mark = read_text(wanted[0]).encode("ascii", "replace")
    parts: dict[int, bytes] = {}
    length = 0
    for segment in segments:
        if segment.startswith(_EXTENSION_PREFIX + mark):
            head, part = segment[:_EXTENSION_HEAD], segment[_EXTENSION_HEAD:]
            length, start = struct.unpack(">LL", head[-8:])
            parts[start] = part
    extension = b"".join(part for _, part in sorted(parts.items()))
    if not extension or len(extension) != length:
        raise ValueError("a part of it is missing")
    for each in wanted:
        remove(each)
    # Where a property says that it goes on, there is a description.
    root = find_descriptions(document)[0].parentNode
    for description in find_descriptions(parse(extension)):
        if root is not None:
            root.appendChild(document.importNode(description, deep=True))
    return serialise(document)


def split(packet: bytes) -> tuple[bytes, list[bytes]]:
    """The packet for the first segment of a JPEG, and whole APP1 segments for what follows it.

    The largest properties go into the latter until the former is short enough.
    """
    if len(packet) <= LIMIT:
        return packet, []
    document = parse(packet)
    moved = minidom.Document()
    rdf = moved.createElementNS(RDF, "rdf:RDF")
    rdf.setAttributeNS(XMLNS, "xmlns:rdf", RDF)
    meta = moved.createElementNS(_META, "x:xmpmeta")
    meta.setAttributeNS(XMLNS, "xmlns:x", _META)
    moved.appendChild(meta).appendChild(rdf)
    first = next(iter(find_descriptions(document)), None)
    if first is None:
        return packet, []
    _set_attribute(first, NOTE, "xmpNote:HasExtendedXMP", "0" * 32)
    left = len(serialise(document))
    for each in sorted(find_properties(document), key=_length, reverse=True):
        if left <= LIMIT:
            break
        if each.namespaceURI == NOTE:
            continue
        left -= _length(each)
        description = moved.createElementNS(RDF, "rdf:Description")
        _set_attribute(description, RDF, "rdf:about", first.getAttributeNS(RDF, "about"))
        for prefix, uri in _prefixes(each).items():
            description.setAttributeNS(XMLNS, f"xmlns:{prefix}", uri)
        if each.nodeType == each.ATTRIBUTE_NODE:
            description.setAttributeNS(each.namespaceURI or "", each.nodeName, read_text(each))
        else:
            description.appendChild(moved.importNode(each, deep=True))
        remove(each)
        rdf.appendChild(description)
    extension = meta.toxml().encode()
    mark = hashlib.md5(extension, usedforsecurity=False).hexdigest().upper()
    _set_attribute(first, NOTE, "xmpNote:HasExtendedXMP", mark)
    segments = []
    for start in range(0, len(extension), _PART):
        where = struct.pack(">LL", len(extension), start)
        part = extension[start : start + _PART]
        content = _EXTENSION_PREFIX + mark.encode() + where + part
        segments.append(b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content)
    return serialise(document), segments


def _set_attribute(element: Element, uri: str, name: str, value: str) -> None:
    if uri != RDF:
        element.setAttributeNS(XMLNS, f"xmlns:{name.split(':')[0]}", uri)
    element.setAttributeNS(uri, name, value)


def _prefixes(each: Property) -> dict[str, str]:
    """What stands for which name space in a property."""
    return {
        node.prefix: node.namespaceURI
        for node in walk(each)
        if node.prefix and node.namespaceURI and node.prefix not in ("xml", "xmlns", "rdf")
    }


def _length(each: Property) -> int:
    text = read_text(each) if each.nodeType == each.ATTRIBUTE_NODE else each.toxml()
    return len(text.encode())
