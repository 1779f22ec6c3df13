# SPDX-License-Identifier: Apache-2.0
"""How much room the results will take, before any of them is made."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from liif_core.errors import LiifError
from liif_core.pictures import pillow_reader
from liif_core.pictures.avif_items import read_items
from liif_core.pictures.file_kind import find_kind
from liif_core.pictures.formats import (
    AVIF,
    DEFAULT,
    HEIC,
    JPEG,
    JXL,
    WEBP,
    Encoding,
    Format,
    find_format,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from liif_core.enlarging import Wish

_LOOKED_AT = 40
"""Pictures whose headers are read; the others are taken to be like them."""
_PAGES = 4
"""Of a TIFF, among which the picture is the largest; the others are small copies."""
_BYTES = {JPEG: 0.5, WEBP: 0.35, AVIF: 0.3, HEIC: 0.9, JXL: 0.15}
"""Of a pixel of a photo in three channels of 8 bits, at its own size and the usual quality: means
of LIVE1, cleaned."""
_LOSSLESS = 1.7
"""The same without loss."""
_USUAL = 95
_COARSER = 0.65
"""Of the quality's distance to 100, the power by which bytes become fewer: as measured of JPEG."""
_SMOOTHER = 0.4
"""A photo enlarged ``n`` times has so many bytes a pixel, over ``n`` to this power: as measured."""
_NOISE = 0.83
"""What is left of samples of more than 8 bits, whose last bits are noise."""
_LIKELY = 2
"""By what factor such an estimate may be wrong."""


class _Header(NamedTuple):
    width: int
    height: int
    channels: int
    depth: int
    """Bytes of a sample."""


@dataclass(frozen=True)
class Storage:
    """An estimate for the results that are not there yet."""

    needed: int
    """Bytes; 0 where all are there, or nothing can be told."""
    free: int | None
    """Bytes on the disk; None where it does not say."""

    def check(self, folder: Path) -> None:
        """Raise :class:`LiifError` where there is by far not room enough in ``folder``."""
        if self.free is not None and self.needed > _LIKELY * self.free:
            raise LiifError(
                f"the results will take {describe_bytes(self.needed)}, but"
                f" {describe_bytes(self.free)} are free for {folder}",
                "Make room, or name another folder for the results.",
            )

    def describe(self) -> str:
        """One line: what they take, what is free, and what may come of it."""
        told = f"the results will take {describe_bytes(self.needed)}"
        if self.free is None:
            return told
        told += f"; {describe_bytes(self.free)} are free"
        if self.needed <= self.free:
            return told
        return (
            f"{told}. They may not have room: what is finished is kept then, and the same command"
            " goes on once there is more"
        )


def estimate_storage(
    source_dir: Path,
    target_dir: Path,
    targets: Mapping[str, str],
    wish: Wish,
    encoding: Encoding = DEFAULT,
) -> Storage:
    """What the results will take that are not there yet; ``targets`` by sources, both relative."""
    missing = [
        (source, target)
        for source, target in targets.items()
        if not os.path.lexists(target_dir / target)
    ]
    sizes = []
    for source, target in missing[:: -(-len(missing) // _LOOKED_AT) or 1]:
        size = _estimate_result(source_dir / source, target_dir / target, wish, encoding)
        if size is not None:
            sizes.append(size)
    mean = sum(sizes) / len(sizes) if sizes else 0.0
    return Storage(round(mean * len(missing)), _find_free(target_dir))


def describe_bytes(count: int) -> str:
    """As people and disks count: ``about 1.2 GB``."""
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            places = 1 if count < 9.95 * size else 0
            return f"about {count / size:.{places}f} {unit}"
    return "less than 1 kB"


def _estimate_result(source: Path, target: Path, wish: Wish, encoding: Encoding) -> float | None:
    """Bytes of the result; None where the source tells nothing, or cannot become one."""
    try:
        header = _read_header(source)
        own = header.width, header.height
        if wish.scale == "auto":
            choice = wish.choose(own, None)
            size, plan = choice.size, choice.plan
        else:
            size, plan = wish.plan(own)
        kind = find_format(target)
    except Exception:  # what is wrong with the picture is told when it is its turn
        return None
    width, height = plan.printed if plan else size
    return width * height * _estimate_pixel(header, kind, encoding, size[0] / own[0])


def _estimate_pixel(header: _Header, kind: Format, encoding: Encoding, scale: float) -> float:
    """Bytes of one."""
    if kind.lossy and not encoding.lossless:
        quality = _USUAL if encoding.quality is None else encoding.quality
        pixel = _BYTES[kind] * ((100 - _USUAL) / max(1, 100 - quality)) ** _COARSER
    else:
        bits = min(encoding.depth or 8 * header.depth, kind.bits)
        if bits > 8:
            return _NOISE * bits / 8 * header.channels
        pixel = _LOSSLESS
    return pixel * header.channels / 3 / scale**_SMOOTHER


def _read_header(path: Path) -> _Header:
    """Raises whatever the readers raise."""
    kind = find_kind(path)
    if kind == "TIFF":
        import tifffile

        with tifffile.TiffFile(path) as file:
            pages = (page.aspage() for page in file.pages[:_PAGES])
            page = max(pages, key=lambda page: page.imagewidth * page.imagelength)
            depth = -(-page.bitspersample // 8)
            return _Header(page.imagewidth, page.imagelength, page.samplesperpixel, depth)
    if kind == "AVIF":
        items = read_items(path.read_bytes())
        return _Header(*items.size, 3, 2 if items.bits > 8 else 1)
    if kind == "HEIC":
        import pillow_heif

        heif = pillow_heif.open_heif(path)
        width, height = heif.size
        return _Header(width, height, len(heif.mode), 1)
    if kind == "JPEG XL":
        import OpenImageIO as oiio  # noqa: N813

        found = oiio.ImageInput.open(str(path))
        if found is None:
            raise ValueError(oiio.geterror())
        spec = found.spec()
        found.close()
        return _Header(spec.width, spec.height, spec.nchannels, spec.format.size())
    with pillow_reader.open_image(path) as image:
        deep = image.mode[0] in "IF"
        if image.format == "PNG":
            with path.open("rb") as file:
                deep = file.read(25)[24] == 16
        channels = 3 if image.mode == "P" else len(image.getbands())
        return _Header(*image.size, channels, 2 if deep else 1)


def _find_free(folder: Path) -> int | None:
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
