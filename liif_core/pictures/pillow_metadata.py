# SPDX-License-Identifier: Apache-2.0
"""What a file that Pillow reads says besides its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from liif_core.pictures import iptc, xmp, xmp_jpeg
from liif_core.pictures.gain_maps import GAIN_MAP, has_gain_map
from liif_core.pictures.png_texts import Text, read_words

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from liif_core.pictures.content import Content

LOSSY: Final = frozenset({"JPEG", "MPO", "JPEG2000"})
_EXIF: Final = b"Exif\0\0"
_CREDENTIALS: Final = b"jumb"
"""In an APP11 segment."""


def read_metadata(path: Path, image: Image.Image, content: Content) -> Content:
    """``content`` with what is said in the file at ``path``, which was opened as ``image``.

    Raises :class:`OSError`.
    """
    if image.format in ("JPEG", "MPO"):
        return _of_jpeg(path, image, content)
    if image.format == "PNG":
        words = read_words(path)
        return content._replace(
            exif=words.exif, xmp=words.xmp, iptc=words.iptc, texts=words.texts, lossless=True
        )
    return content._replace(
        exif=plain_exif(image.info.get("exif")),
        xmp=_bytes(image.info.get("xmp")),
        texts=_comments([image.info.get("comment")]),
        lossless=_is_lossless(path, image),
    )


def _of_jpeg(path: Path, image: Image.Image, content: Content) -> Content:
    segments: list[tuple[str, bytes]] = getattr(image, "applist", [])
    first = [data for name, data in segments if name == "APP1"]
    resources = [
        data[len(iptc.JPEG_PREFIX) :]
        for name, data in segments
        if name == "APP13" and data.startswith(iptc.JPEG_PREFIX)
    ]
    left_out = [GAIN_MAP] if has_gain_map(path.read_bytes()) else []
    if any(name == "APP11" and _CREDENTIALS in data[:64] for name, data in segments):
        left_out.append("its content credentials, which hold for the file as it is only")
    packet: bytes | None
    try:
        packet = xmp_jpeg.join(first)
    except ValueError:
        packet = b""  # which is told where it is found to be none
    if packet and xmp.names_video(packet):
        left_out.append("its video (motion photo)")
    return content._replace(
        exif=plain_exif(image.info.get("exif")),
        xmp=packet,
        iptc=iptc.find_iptc(b"".join(resources)),
        texts=_comments([data for name, data in segments if name == "COM"]),
        left_out=tuple(left_out),
    )


def _is_lossless(path: Path, image: Image.Image) -> bool:
    if image.format != "WEBP":
        return image.format not in LOSSY
    with path.open("rb") as file:
        # The chunk of the pixels comes behind those of a profile and of transparency.
        return b"VP8L" in file.read()


def plain_exif(exif: object) -> bytes | None:
    """EXIF data as Pillow hands it over, without the prefix that it has in a JPEG."""
    return exif.removeprefix(_EXIF) or None if isinstance(exif, bytes) else None


def _bytes(value: object) -> bytes | None:
    return value.encode() if isinstance(value, str) else value if isinstance(value, bytes) else None


def _comments(found: list[object]) -> tuple[Text, ...]:
    texts = []
    for each in found:
        if isinstance(each, bytes):
            text = _decoded(each).strip("\0")
            if text.strip():
                texts.append(Text("Comment", text))
    return tuple(texts)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
