# SPDX-License-Identifier: Apache-2.0
"""The formats that are written, and what each can hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from liif_core.errors import LiifError
from liif_core.packages import need
from liif_core.pictures.depth import FLOAT, Depth, exceeds_range

if TYPE_CHECKING:
    from liif_core.pictures.picture import Picture


@dataclass(frozen=True)
class Encoding:
    """How a picture is encoded. Where the format has no such choice, it changes nothing."""

    quality: int | None = None
    """1 to 100, as the format's own encoder counts it; None for the default."""
    lossless: bool = False
    strip: bool = False
    """Whether all that is said about the picture is left out, but for colours and print size."""
    depth: Depth | None = None
    """Bits of each sample, 32 for float; None for those of the picture, as far as the format has
    them."""


DEFAULT: Final = Encoding()


@dataclass(frozen=True)
class Format:
    """One of them."""

    name: str
    endings: tuple[str, ...]
    """In lower case, the usual one first."""
    bits: int
    """Of each sample at most; 32 is float."""
    lossy: bool = False
    """Whether it can be compressed with loss, to a quality."""
    lossless: bool = True
    alpha: bool = True
    iptc: bool = False
    texts: bool = False
    comments: bool = False
    """Whether of the texts it can hold those that are comments."""
    side: int | None = None
    """The longest side in pixels, if there is a limit below that of the engine."""
    module: str | None = None
    """Of the library that encodes it, where that does not come with this package."""

    def check(self, size: tuple[int, int], *, alpha: bool, encoding: Encoding) -> None:
        """Raise :class:`LiifError` unless it can hold a picture of ``size`` so."""
        if self.module is not None:
            need(self.module, f"{self.name} cannot be written: a package is missing", "formats")
        if self.side and max(size) > self.side:
            raise LiifError(
                f"{self.name} cannot hold {size[0]} x {size[1]} pixels, only {self.side:,} a side",
                "Write a .png or .tif instead.",
            )
        if alpha and not self.alpha:
            raise LiifError(
                f"{self.name} cannot hold the picture's transparency",
                "Write a .png, .tif or .webp instead.",
            )
        self.check_encoding(encoding)

    def check_encoding(self, encoding: Encoding) -> None:
        """Raise :class:`LiifError` unless a file of it can be ``lossless`` and as deep as asked."""
        if encoding.lossless and not self.lossless:
            raise LiifError(f"{self.name} is never lossless", "Write a .png or .webp instead.")
        if encoding.depth is not None and encoding.depth > self.bits:
            wanted = "float" if encoding.depth == FLOAT else encoding.depth
            able = ".tif" if encoding.depth == FLOAT else ".png or .tif"
            raise LiifError(
                f"{self.name} holds {self.bits} bits of each sample, not {wanted}",
                f"Write a {able} instead, or leave out --depth.",
            )


JPEG: Final = Format(
    "JPEG", (".jpg", ".jpeg"), 8, lossy=True, lossless=False, alpha=False, iptc=True,
    comments=True, side=65_500,
)  # fmt: skip
PNG: Final = Format("PNG", (".png",), 16, iptc=True, texts=True)
TIFF: Final = Format("TIFF", (".tif", ".tiff"), 32, iptc=True)
WEBP: Final = Format("WebP", (".webp",), 8, lossy=True, side=16_383)
AVIF: Final = Format("AVIF", (".avif",), 12, lossy=True, side=65_535)
HEIC: Final = Format(
    "HEIC", (".heic", ".heif"), 12, lossy=True, side=16_384, module="pillow_heif"
)  # fmt: skip
JXL: Final = Format("JPEG XL", (".jxl",), 32, lossy=True, module="OpenImageIO")
FORMATS: Final = (JPEG, PNG, TIFF, WEBP, AVIF, HEIC, JXL)

_BY_ENDING: Final = {ending: each for each in FORMATS for ending in each.endings}


def find_format(path: Path) -> Format:
    """That which the file's ending names. Raises :class:`LiifError` for an unknown one."""
    try:
        return _BY_ENDING[path.suffix.lower()]
    except KeyError:
        raise LiifError(
            f"{path.name} does not say which format to write",
            "Let the name end in .jpg, .png, .tif, .webp, .avif, .heic or .jxl.",
        ) from None


def _describe_rounding(kind: Format, picture: Picture, depth: int) -> list[str]:
    told = []
    dtype = picture.light.dtype if picture.light else picture.samples.dtype
    is_float = dtype.kind == "f"
    bits = FLOAT if is_float else picture.bits or 8 * dtype.itemsize
    if min(bits, depth) > kind.bits:
        told.append(f"{kind.name} holds {kind.bits} bits of each sample; the picture has more")
    if is_float and min(depth, kind.bits) < FLOAT and exceeds_range(picture.samples):
        told.append("what is darker than black or brighter than white is cut off")
    return told


def describe_losses(kind: Format, picture: Picture, encoding: Encoding) -> list[str]:
    """What a file of this format does not keep, or does not heed, in words for the user."""
    told = []
    if encoding.quality is not None and not kind.lossy:
        told.append(f"{kind.name} is always lossless; the quality changes nothing")
    told += _describe_rounding(kind, picture, encoding.depth or FLOAT)
    if encoding.strip:
        return told
    missing = ["the IPTC data"] if picture.iptc and not kind.iptc else []
    if not kind.texts:
        names = [
            text.key for text in picture.texts if not (kind.comments and text.key == "Comment")
        ]
        missing += [f"the text {name}" for name in dict.fromkeys(names)]
    if missing:
        told.append(f"{kind.name} has no place for {' and '.join(missing)}; left out")
    return told
