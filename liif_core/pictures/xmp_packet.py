# SPDX-License-Identifier: Apache-2.0
"""An XMP packet: a description of a picture by properties, written as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from xml.dom import minidom
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.dom.minidom import Attr, Document, Element

    Property: TypeAlias = Attr | Element

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMLNS: Final = "http://www.w3.org/2000/xmlns/"
WRAPPER: Final = b"<?xpacket"
_HEAD: Final = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_DEEPEST: Final = 100
_TAIL: Final = b'\n<?xpacket end="w"?>'


def parse(packet: bytes) -> Document:
    """The packet as a tree. Raises :class:`ValueError` for what is none, or is made as a trap."""
    text = packet.strip(b"\0 \t\r\n")
    try:
        _Guard().check(text)
        return minidom.parseString(text)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(str(error)) from None


class _Guard:
    """Against packets with definitions, which no XMP has, and with parts in parts without end."""

    def check(self, text: bytes) -> None:
        """Raise :class:`ValueError` for such a one."""
        self._depth = 0
        reader = expat.ParserCreate()
        reader.StartDoctypeDeclHandler = self._refuse
        reader.StartElementHandler = self._begin
        reader.EndElementHandler = self._end
        reader.Parse(text, True)

    def _begin(self, *_: object) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("it is nested too deeply")

    def _end(self, *_: object) -> None:
        self._depth -= 1

    def _refuse(self, *_: object) -> None:
        raise ValueError("it has definitions")


def find_descriptions(document: Document) -> list[Element]:
    """Those of the picture itself, not of parts of a property."""
    every = document.getElementsByTagNameNS(RDF, "Description")
    return [each for each in every if getattr(each.parentNode, "localName", "") == "RDF"]


def find_properties(document: Document) -> Iterator[Property]:
    """All of the picture, which may be written as attributes or as elements."""
    for description in find_descriptions(document):
        for each in list(description.attributes.values()):
            if each.namespaceURI not in (None, XMLNS, RDF):
                yield each
        yield from [each for each in description.childNodes if each.nodeType == each.ELEMENT_NODE]


def walk(each: Property) -> Iterator[Property]:
    """It, and all attributes and elements in it."""
    yield each
    if each.nodeType == each.ELEMENT_NODE:
        yield from each.attributes.values()
        for child in each.childNodes:
            if child.nodeType == child.ELEMENT_NODE:
                yield from walk(child)


def read_text(each: Property) -> str:
    """Its value, as far as that is a plain one."""
    if each.nodeType == each.ATTRIBUTE_NODE:
        return str(each.value)
    return "".join(child.data for child in each.childNodes if isinstance(child, minidom.Text))


def set_text(each: Property, text: str) -> None:
    """Give it this value."""
    if each.nodeType == each.ATTRIBUTE_NODE:
        each.value = text
        return
    for child in list(each.childNodes):
        each.removeChild(child)
    value = minidom.Text()
    value.data = text
    each.appendChild(value)


def remove(each: Property) -> None:
    """Take it out of its packet."""
    if each.nodeType == each.ATTRIBUTE_NODE:
        if each.ownerElement is not None:
            each.ownerElement.removeAttributeNode(each)
    elif each.parentNode is not None:
        each.parentNode.removeChild(each)


def serialise(document: Document) -> bytes:
    """The packet with the tags around it by which programs find it in any file."""
    # What breaks lines in an attribute would be read as a space: before Python 3.13 it is not
    # written as a number, but it may as well be an element.
    for each in list(find_properties(document)):
        if each.nodeType == each.ATTRIBUTE_NODE and not each.value.isprintable():
            owner = each.ownerElement
            element = document.createElementNS(each.namespaceURI, each.nodeName)
            set_text(element, each.value)
            remove(each)
            if owner is not None:
                owner.appendChild(element)
    root = document.documentElement
    return _HEAD + (root.toxml().encode() if root else b"") + _TAIL
