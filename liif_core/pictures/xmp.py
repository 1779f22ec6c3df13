# SPDX-License-Identifier: Apache-2.0
"""XMP: what of it is still true for a new picture, and where JPEG and PNG hide it."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, Final
from xml.dom import minidom
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.dom.minidom import Attr, Document, Element

    from liif_core.pictures.picture import Resolution

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMLNS: Final = "http://www.w3.org/2000/xmlns/"
_TIFF: Final = "http://ns.adobe.com/tiff/1.0/"
_EXIF: Final = "http://ns.adobe.com/exif/1.0/"
_XMP: Final = "http://ns.adobe.com/xap/1.0/"
_NOTE: Final = "http://ns.adobe.com/xmp/note/"
_CAMERA: Final = "http://ns.google.com/photos/1.0/camera/"
_PANORAMA: Final = "http://ns.google.com/photos/1.0/panorama/"
_REGIONS: Final = "http://www.metadataworkinggroup.com/schemas/regions/"
_DIMENSIONS: Final = "http://ns.adobe.com/xap/1.0/sType/Dimensions#"

GAIN_MAPS: Final = (
    "http://ns.adobe.com/hdr-gain-map/1.0/",
    "http://ns.apple.com/HDRGainMap/1.0/",
)
"""Of a brighter rendition for screens that can show one, which is a second picture in the file."""
_OF_OTHER_PARTS: Final = frozenset({
    *GAIN_MAPS,
    "http://ns.google.com/photos/1.0/container/",
    "http://ns.google.com/photos/1.0/container/item/",
})  # fmt: skip
"""What describes other parts of the old file, such as its gain map."""
_OF_VIDEOS: Final = ("MotionPhoto", "MicroVideo")
_HEAD: Final = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_TAIL: Final = b'\n<?xpacket end="w"?>'

JPEG_PREFIX: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION_PREFIX: Final = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENSION_HEAD: Final = len(_EXTENSION_PREFIX) + 32 + 8
JPEG_LIMIT: Final = 65_533 - len(JPEG_PREFIX)
"""Bytes of a packet that one segment of a JPEG can hold."""
_PART: Final = 65_400
"""Bytes of an extension that one segment holds."""
_SAME_SHAPE: Final = 0.02


def keep(packet: bytes) -> bytes | None:
    """The packet to carry over: upright, and without what describes other parts of the old file.

    None where nothing is left. Raises :class:`ValueError` for what is no XMP.
    """
    document = _parse(packet)
    changed = False
    for each in list(_properties(document)):
        if _is_of_other_parts(each):
            _remove(each)
            changed = True
        elif (each.namespaceURI, each.localName) == (_TIFF, "Orientation"):
            changed |= _text(each) != "1"
            _set_text(each, "1")
    if next(_properties(document), None) is None:
        return None
    return _serialised(document) if changed else packet


def complete(packet: bytes | None, size: tuple[int, int], ppi: Resolution | None) -> bytes | None:
    """The packet for a new file of ``size`` (width, height) with ``ppi``; None where none is.

    Only what it says already is updated.
    """
    if packet is None:
        return None
    document = _parse(packet)
    width, height = size
    values = {
        (_TIFF, "ImageWidth"): width,
        (_TIFF, "ImageLength"): height,
        (_EXIF, "PixelXDimension"): width,
        (_EXIF, "PixelYDimension"): height,
    }
    if ppi is not None:
        values |= {
            (_TIFF, "XResolution"): f"{round(ppi[0] * 1000)}/1000",
            (_TIFF, "YResolution"): f"{round(ppi[1] * 1000)}/1000",
            (_TIFF, "ResolutionUnit"): 2,
        }
    factors = _measure_panorama(document, size)
    changed = False
    for each in list(_properties(document)):
        name = each.namespaceURI or "", each.localName or ""
        if name[0] == _PANORAMA and name[1].endswith("Pixels") and factors:
            axis = 0 if "Width" in name[1] or "Left" in name[1] else 1
            values[name] = round(float(_text(each)) * factors[axis])
        if name in values:
            changed |= _text(each) != str(values[name])
            _set_text(each, str(values[name]))
        elif name == (_REGIONS, "Regions"):
            changed = True
            _update_regions(each, size)
    return _serialised(document) if changed else packet


def names_video(packet: bytes) -> bool:
    """Whether it says that the file goes on as a video."""
    try:
        return any(map(_is_of_video, _properties(_parse(packet))))
    except ValueError:
        return False


def join_jpeg(segments: list[bytes]) -> bytes | None:
    """The packet that stands in the APP1 ``segments`` of a JPEG; None where none does.

    What is too long for one segment follows in others. Raises :class:`ValueError` where some of it
    is missing.
    """
    packets = [each[len(JPEG_PREFIX) :] for each in segments if each.startswith(JPEG_PREFIX)]
    if not packets:
        return None
    document = _parse(packets[0])
    wanted = [each for each in _properties(document) if each.namespaceURI == _NOTE]
    if not wanted:
        return packets[0]
    mark = _text(wanted[0]).encode("ascii", "replace")
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
        _remove(each)
    root = _descriptions(document)[0].parentNode
    for description in _descriptions(_parse(extension)):
        root.appendChild(document.importNode(description, deep=True))
    return _serialised(document)


def split_jpeg(packet: bytes) -> tuple[bytes, list[bytes]]:
    """The packet for the first segment of a JPEG, and whole APP1 segments for what follows it.

    The largest properties go into the latter until the former is short enough.
    """
    if len(packet) <= JPEG_LIMIT:
        return packet, []
    document = _parse(packet)
    moved = minidom.Document()
    rdf = moved.createElementNS(_RDF, "rdf:RDF")
    rdf.setAttributeNS(_XMLNS, "xmlns:rdf", _RDF)
    meta = moved.createElementNS("adobe:ns:meta/", "x:xmpmeta")
    meta.setAttributeNS(_XMLNS, "xmlns:x", "adobe:ns:meta/")
    moved.appendChild(meta).appendChild(rdf)
    first = _descriptions(document)[0]
    _set_attribute(first, _NOTE, "xmpNote:HasExtendedXMP", "0" * 32)
    left = len(_serialised(document))
    for each in sorted(_properties(document), key=_length, reverse=True):
        if left <= JPEG_LIMIT:
            break
        if each.namespaceURI == _NOTE:
            continue
        left -= _length(each)
        description = moved.createElementNS(_RDF, "rdf:Description")
        _set_attribute(description, _RDF, "rdf:about", first.getAttributeNS(_RDF, "about"))
        for prefix, uri in _prefixes(each).items():
            description.setAttributeNS(_XMLNS, f"xmlns:{prefix}", uri)
        if each.nodeType == each.ATTRIBUTE_NODE:
            description.setAttributeNS(each.namespaceURI or "", each.nodeName, _text(each))
        else:
            description.appendChild(moved.importNode(each, deep=True))
        _remove(each)
        rdf.appendChild(description)
    extension = meta.toxml().encode()
    mark = hashlib.md5(extension, usedforsecurity=False).hexdigest().upper()
    _set_attribute(first, _NOTE, "xmpNote:HasExtendedXMP", mark)
    segments = []
    for start in range(0, len(extension), _PART):
        where = struct.pack(">LL", len(extension), start)
        part = extension[start : start + _PART]
        content = _EXTENSION_PREFIX + mark.encode() + where + part
        segments.append(b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content)
    return _serialised(document), segments


def _parse(packet: bytes) -> Document:
    """Raises :class:`ValueError`; also for definitions, which no XMP has, but traps do."""
    try:
        reader = expat.ParserCreate()
        reader.StartDoctypeDeclHandler = _refuse
        text = packet.strip(b"\0 \t\r\n")
        reader.Parse(text, True)
        document = minidom.parseString(text)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(str(error)) from None
    if not _descriptions(document):
        raise ValueError("it describes nothing")
    return document


def _refuse(*_: object) -> None:
    raise ValueError("it has definitions")


def _descriptions(document: Document) -> list[Element]:
    """Those of the picture itself, not of parts of a property."""
    every = document.getElementsByTagNameNS(_RDF, "Description")
    return [each for each in every if getattr(each.parentNode, "localName", "") == "RDF"]


def _properties(document: Document) -> Iterator[Attr | Element]:
    """All of the picture, which may be written as attributes or as elements."""
    for description in _descriptions(document):
        for each in list(description.attributes.values()):
            if each.namespaceURI not in (None, _XMLNS, _RDF):
                yield each
        yield from [each for each in description.childNodes if each.nodeType == each.ELEMENT_NODE]


def _is_of_other_parts(each: Attr | Element) -> bool:
    name = each.localName or ""
    return (
        each.namespaceURI in _OF_OTHER_PARTS
        or _is_of_video(each)
        or (each.namespaceURI == _XMP and name == "Thumbnails")
        or each.namespaceURI == _NOTE
    )


def _is_of_video(each: Attr | Element) -> bool:
    return each.namespaceURI == _CAMERA and (each.localName or "").startswith(_OF_VIDEOS)


def _measure_panorama(document: Document, size: tuple[int, int]) -> tuple[float, float] | None:
    """By how much a panorama, which says how many pixels it has, was enlarged across and down."""
    found = {
        each.localName: _text(each)
        for each in _properties(document)
        if each.namespaceURI == _PANORAMA
    }
    try:
        old = (
            float(found["CroppedAreaImageWidthPixels"]),
            float(found["CroppedAreaImageHeightPixels"]),
        )
        return size[0] / old[0], size[1] / old[1]
    except (KeyError, ValueError, ZeroDivisionError):
        return None


def _update_regions(regions: Attr | Element, size: tuple[int, int]) -> None:
    """Have the regions, such as faces, belong to a picture of ``size``; remove them where it is
    turned or cut."""
    sides = {
        each.localName: each
        for each in _walk(regions)
        if each.namespaceURI == _DIMENSIONS and each.localName in ("w", "h")
    }
    try:
        across, down = (
            new / float(_text(sides[name])) for name, new in zip("wh", size, strict=True)
        )
        if abs(across / down - 1) > _SAME_SHAPE:
            _remove(regions)
            return
    except (KeyError, ValueError, ZeroDivisionError):
        return
    for name, new in zip("wh", size, strict=True):
        _set_text(sides[name], str(new))


def _walk(each: Attr | Element) -> Iterator[Attr | Element]:
    """It, and all attributes and elements in it."""
    yield each
    if each.nodeType == each.ELEMENT_NODE:
        yield from each.attributes.values()
        for child in each.childNodes:
            if child.nodeType == child.ELEMENT_NODE:
                yield from _walk(child)


def _text(each: Attr | Element) -> str:
    if each.nodeType == each.ATTRIBUTE_NODE:
        return str(each.value)
    return "".join(child.data for child in each.childNodes if child.nodeType == child.TEXT_NODE)


def _set_text(each: Attr | Element, text: str) -> None:
    if each.nodeType == each.ATTRIBUTE_NODE:
        each.value = text
        return
    for child in list(each.childNodes):
        each.removeChild(child)
    each.appendChild(each.ownerDocument.createTextNode(text))


def _remove(each: Attr | Element) -> None:
    if each.nodeType == each.ATTRIBUTE_NODE:
        each.ownerElement.removeAttributeNode(each)
    else:
        each.parentNode.removeChild(each)


def _set_attribute(element: Element, uri: str, name: str, value: str) -> None:
    if uri != _RDF:
        element.setAttributeNS(_XMLNS, f"xmlns:{name.split(':')[0]}", uri)
    element.setAttributeNS(uri, name, value)


def _prefixes(each: Attr | Element) -> dict[str, str]:
    """What stands for which name space in a property."""
    return {
        node.prefix: node.namespaceURI
        for node in _walk(each)
        if node.prefix and node.namespaceURI and node.prefix not in ("xml", "xmlns", "rdf")
    }


def _length(each: Attr | Element) -> int:
    text = _text(each) if each.nodeType == each.ATTRIBUTE_NODE else each.toxml()
    return len(text.encode())


def _serialised(document: Document) -> bytes:
    # What breaks lines in an attribute would be read as a space: before Python 3.13 it is not
    # written as a number, but it may as well be an element.
    for each in list(_properties(document)):
        if each.nodeType == each.ATTRIBUTE_NODE and not each.value.isprintable():
            element = document.createElementNS(each.namespaceURI, each.nodeName)
            element.appendChild(document.createTextNode(each.value))
            owner = each.ownerElement
            owner.removeAttributeNode(each)
            owner.appendChild(element)
    return _HEAD + document.documentElement.toxml().encode() + _TAIL
