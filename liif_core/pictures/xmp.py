# SPDX-License-Identifier: Apache-2.0
"""XMP: what of it is still true for a new picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from liif_core.pictures.xmp_jpeg import NOTE
from liif_core.pictures.xmp_packet import (
    WRAPPER,
    find_properties,
    parse,
    read_text,
    remove,
    serialise,
    set_text,
    walk,
)

if TYPE_CHECKING:
    from xml.dom.minidom import Document

    from liif_core.pictures.picture import Resolution
    from liif_core.pictures.xmp_packet import Property

_TIFF: Final = "http://ns.adobe.com/tiff/1.0/"
_EXIF: Final = "http://ns.adobe.com/exif/1.0/"
_XMP: Final = "http://ns.adobe.com/xap/1.0/"
_CAMERA: Final = "http://ns.google.com/photos/1.0/camera/"
_PANORAMA: Final = "http://ns.google.com/photos/1.0/panorama/"
_FACES: Final = ("http://www.metadataworkinggroup.com/schemas/regions/", "Regions")
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

_SAME_SHAPE: Final = 0.02


def keep(packet: bytes, *, turned: bool) -> bytes | None:
    """The packet to carry over: upright, and without what describes other parts of the old file.

    If the picture is ``turned`` for that, regions of it are no longer where they were. None where
    nothing is left. Raises :class:`ValueError` for what is no XMP.
    """
    document = parse(packet)
    changed = False
    for each in list(find_properties(document)):
        name = each.namespaceURI or "", each.localName or ""
        if _is_of_other_parts(each) or (turned and name == _FACES):
            remove(each)
            changed = True
        elif name == (_TIFF, "Orientation"):
            changed |= read_text(each) != "1"
            set_text(each, "1")
    if changed and next(find_properties(document), None) is None:
        return None
    if not changed and WRAPPER in packet:
        return packet
    return serialise(document)


def complete(packet: bytes | None, size: tuple[int, int], ppi: Resolution | None) -> bytes | None:
    """The packet for a new file of ``size`` (width, height) with ``ppi``; None where none is.

    Only what it says already is updated.
    """
    if packet is None:
        return None
    document = parse(packet)
    width, height = size
    values = {
        (_TIFF, "ImageWidth"): f"{width}",
        (_TIFF, "ImageLength"): f"{height}",
        (_EXIF, "PixelXDimension"): f"{width}",
        (_EXIF, "PixelYDimension"): f"{height}",
    }
    if ppi is not None:
        values |= {
            (_TIFF, "XResolution"): f"{round(ppi[0] * 1000)}/1000",
            (_TIFF, "YResolution"): f"{round(ppi[1] * 1000)}/1000",
            (_TIFF, "ResolutionUnit"): "2",
        }
    values |= _measure_panorama(document, size)
    changed = False
    for each in list(find_properties(document)):
        name = each.namespaceURI or "", each.localName or ""
        if name in values:
            changed |= read_text(each) != values[name]
            set_text(each, values[name])
        elif name == _FACES:
            changed = True
            _update_regions(each, size)
    return serialise(document) if changed else packet


def names_video(packet: bytes) -> bool:
    """Whether it says that the file goes on as a video."""
    try:
        return any(map(_is_of_video, find_properties(parse(packet))))
    except ValueError:
        return False


def _is_of_other_parts(each: Property) -> bool:
    name = each.localName or ""
    return (
        each.namespaceURI in _OF_OTHER_PARTS
        or _is_of_video(each)
        or (each.namespaceURI == _XMP and name == "Thumbnails")
        or each.namespaceURI == NOTE
    )


def _is_of_video(each: Property) -> bool:
    return each.namespaceURI == _CAMERA and (each.localName or "").startswith(_OF_VIDEOS)


def _measure_panorama(document: Document, size: tuple[int, int]) -> dict[tuple[str, str], str]:
    """What a panorama says of its pixels, enlarged as those have been; nothing for any other."""
    found = {
        each.localName or "": read_text(each)
        for each in find_properties(document)
        if each.namespaceURI == _PANORAMA and (each.localName or "").endswith("Pixels")
    }
    try:
        old = [float(found[f"CroppedAreaImage{side}Pixels"]) for side in ("Width", "Height")]
        across, down = (new / side for new, side in zip(size, old, strict=True))
        return {
            (_PANORAMA, name): str(
                round(float(text) * (across if "Width" in name or "Left" in name else down))
            )
            for name, text in found.items()
        }
    except (KeyError, ValueError, OverflowError, ZeroDivisionError):
        return {}


def _update_regions(regions: Property, size: tuple[int, int]) -> None:
    """Have the regions, such as faces, belong to a picture of ``size``; remove them where it is
    turned or cut."""
    sides = {
        each.localName: each
        for each in walk(regions)
        if each.namespaceURI == _DIMENSIONS and each.localName in ("w", "h")
    }
    try:
        across, down = (
            new / float(read_text(sides[name])) for name, new in zip("wh", size, strict=True)
        )
        if abs(across / down - 1) > _SAME_SHAPE:
            remove(regions)
            return
    except (KeyError, ValueError, OverflowError, ZeroDivisionError):
        return
    for name, new in zip("wh", size, strict=True):
        set_text(sides[name], str(new))
